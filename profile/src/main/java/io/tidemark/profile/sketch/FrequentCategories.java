package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts of categories within limits of number and size; beyond them, of the frequent ones.
 *
 * <p>Whenever there are too many, all counts go down by the same amount and those at 0 are forgotten. Then a count is too low by at most
 * {@link #error()}. Source: Misra and Gries 1982; Agarwal et al., Mergeable summaries, 2012. Not thread-safe.
 */
final class FrequentCategories {
    /** Of a category: string, counter, and entry of the map. */
    private static final int BYTES_BESIDE_TEXT = 140;

    private static final Comparator<Counter> LARGEST_FIRST =
            Comparator.comparingLong(Counter::count).reversed().thenComparing(Counter::category);

    private final SketchConfig config;
    private final Map<String, Counter> counters = new HashMap<>();
    private long bytes;
    private long error;

    /** One category. */
    static final class Counter {
        private final String category;
        private long count;
        /** That of the category, once all categories are remembered. */
        private long hash;
        /** Its cell in the bins that the sketch is bound to, once it was asked for. */
        private int cell = BinCounts.NO_CELL;

        private Counter(String category) {
            this.category = category;
        }

        String category() {
            return category;
        }

        long count() {
            return count;
        }

        void add(long rows) {
            count += rows;
        }

        int cell() {
            return cell;
        }

        void cellIs(int known) {
            cell = known;
        }

        long hash() {
            return hash;
        }

        void hashIs(long known) {
            hash = known;
        }

        private CategoryCount toCount() {
            return new CategoryCount(category, count);
        }
    }

    FrequentCategories(SketchConfig config) {
        this.config = config;
    }

    @Nullable
    Counter find(String category) {
        return counters.get(category);
    }

    /** Starts to count a category that is not here. */
    Counter start(String category) {
        Counter counter = new Counter(category);
        counters.put(category, counter);
        bytes += sizeOf(category);
        return counter;
    }

    private static int sizeOf(String category) {
        return category.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether there are more than the limits allow. */
    boolean areTooMany() {
        return counters.size() > config.maxCategories() || bytes > config.maxCategoryBytes();
    }

    /** Forgets rare ones until the others are within the limits. */
    void forgetRare() {
        while (areTooMany()) {
            long median = counters.values().stream()
                    .mapToLong(Counter::count)
                    .sorted()
                    .skip((counters.size() - 1) / 2)
                    .findFirst()
                    .orElseThrow();
            counters.values().forEach(counter -> counter.count -= median);
            counters.values().removeIf(counter -> counter.count <= 0);
            bytes = counters.keySet().stream()
                    .mapToLong(FrequentCategories::sizeOf)
                    .sum();
            error += median;
        }
    }

    /** How much too low a count may be; a category that is not here has at most so many rows. */
    long error() {
        return error;
    }

    /** Reckons with counts that are too low by so much, as they were merged in. */
    void addError(long added) {
        error += added;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return bytes + (long) counters.size() * BYTES_BESIDE_TEXT;
    }

    int size() {
        return counters.size();
    }

    Set<String> names() {
        return Collections.unmodifiableSet(counters.keySet());
    }

    /** The counters, in no order. */
    Collection<Counter> all() {
        return Collections.unmodifiableCollection(counters.values());
    }

    /** The categories with their counts, the largest first, equal counts by text. */
    List<CategoryCount> counts() {
        return counters.values().stream()
                .sorted(LARGEST_FIRST)
                .map(Counter::toCount)
                .toList();
    }

    /** The first of {@link #counts()} whose category fulfils a condition. */
    Optional<CategoryCount> largest(Predicate<String> condition) {
        return counters.values().stream()
                .filter(counter -> condition.test(counter.category))
                .min(LARGEST_FIRST)
                .map(Counter::toCount);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(counters.size());
        counters.values().forEach(counter -> out.writeText(counter.category).writeCount(counter.count));
    }

    /** Reads categories of {@code rows} rows in all, which the counts fall short of only where some are too low by {@code error}. */
    static FrequentCategories readFrom(DocumentReader in, SketchConfig config, long rows, long error) {
        FrequentCategories read = new FrequentCategories(config);
        read.error = error;
        long counted = 0;
        for (int left = in.readLength(2); left > 0; left--) {
            String category = in.readText();
            long count = in.readCount();
            counted += count;
            if (count == 0 || counted < 0 || read.find(category) != null) {
                throw in.fail("a category stands twice or with a wrong count");
            }
            read.start(category).count = count;
        }
        if (counted > rows || (error == 0 && counted < rows)) {
            throw in.fail("the categories hold " + counted + " rows, not " + rows);
        }
        return read;
    }
}
