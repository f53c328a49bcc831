package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.jspecify.annotations.Nullable;

/**
 * Categories and how many rows have each.
 *
 * <p>Exact while the distinct categories stay within {@link SketchConfig#maxCategories()} and
 * {@link SketchConfig#maxCategoryBytes()}. Beyond, it keeps the frequent ones: whenever there are too many, all counts go down by
 * the same amount and those at 0 are forgotten. Then a count is too low by at most {@link #error()}, which stays below
 * 2n/maxCategories as long as the bytes don't bind, however sketches are merged. Source: Misra and Gries 1982; Agarwal et al.,
 * Mergeable summaries, 2012. The number of distinct ones is then estimated by HyperLogLog, within 1.6 % (one standard error).
 *
 * <p>A category of more than {@link SketchConfig#maxCategoryLength()} characters is shortened to its beginning and a hash, and
 * counted as oversized. Not thread-safe.
 */
public final class CategorySketch {
    private static final int LOG_REGISTERS = 12;

    private final SketchConfig config;
    private final Map<String, Counter> counters = new HashMap<>();
    private long n;
    private long oversized;
    private long error;
    private long bytes;
    private @Nullable HllSketch distinct;

    private static final class Counter {
        private final String category;
        private long count;

        Counter(String category) {
            this.category = category;
        }

        CategoryCount toCount() {
            return new CategoryCount(category, count);
        }
    }

    public CategorySketch(SketchConfig config) {
        this.config = config;
    }

    /** Counts one row, and returns the text that its category is known by here. */
    public String update(String category) {
        String text = category;
        if (text.length() > config.maxCategoryLength()) {
            oversized++;
            text = CategoryText.shorten(text, config.maxCategoryLength());
        }
        Counter counter = counters.get(text);
        if (counter == null) {
            counter = counterOf(CategoryText.wellFormed(text));
        }
        counter.count++;
        n++;
        String known = counter.category;
        forgetRare();
        return known;
    }

    private Counter counterOf(String category) {
        Counter counter = counters.get(category);
        if (counter == null) {
            counter = new Counter(category);
            counters.put(category, counter);
            bytes += sizeOf(category);
            if (distinct != null) {
                distinct.update(category);
            }
        }
        return counter;
    }

    private static int sizeOf(String category) {
        return category.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    public void merge(CategorySketch other) {
        for (CategoryCount added : other.counts()) {
            counterOf(added.category()).count += added.count();
        }
        n += other.n;
        oversized += other.oversized;
        error += other.error;
        if (other.distinct != null) {
            HllUnion union = new HllUnion(LOG_REGISTERS);
            union.update(distinctSketch());
            union.update(other.distinct);
            distinct = union.getResult();
        }
        forgetRare();
    }

    private HllSketch distinctSketch() {
        if (distinct == null) {
            distinct = new HllSketch(LOG_REGISTERS);
            counters.keySet().forEach(distinct::update);
        }
        return distinct;
    }

    private void forgetRare() {
        if (counters.size() <= config.maxCategories() && bytes <= config.maxCategoryBytes()) {
            return;
        }
        distinctSketch();
        while (counters.size() > config.maxCategories() || bytes > config.maxCategoryBytes()) {
            long median = counters.values().stream()
                    .mapToLong(counter -> counter.count)
                    .sorted()
                    .skip((counters.size() - 1) / 2)
                    .findFirst()
                    .orElseThrow();
            counters.values().forEach(counter -> counter.count -= median);
            counters.values().removeIf(counter -> counter.count <= 0);
            bytes = counters.keySet().stream().mapToLong(CategorySketch::sizeOf).sum();
            error += median;
        }
    }

    /** The number of rows, exact. */
    public long n() {
        return n;
    }

    /** The number of rows whose category was shortened. */
    public long oversized() {
        return oversized;
    }

    /** Whether every category is here and every count is exact. */
    public boolean isExact() {
        return error == 0;
    }

    /** How much too low a count may be; a category that is not here has at most so many rows. */
    public long error() {
        return error;
    }

    /** How many distinct categories there are; a whole number where {@link #isExact()}, else an estimate. */
    public double distinctCount() {
        return distinct == null ? counters.size() : distinct.getEstimate();
    }

    /** The categories that are here, in no order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(counters.keySet());
    }

    /** The number of rows of a category, 0 where it is not here. */
    public long count(String category) {
        Counter counter = counters.get(category);
        return counter == null ? 0 : counter.count;
    }

    /** How many categories have a single row. */
    public long singletons() {
        return counters.values().stream().filter(counter -> counter.count == 1).count();
    }

    /** The categories with their counts, the largest first, equal counts by text. */
    public List<CategoryCount> counts() {
        return counters.values().stream()
                .map(Counter::toCount)
                .sorted(Comparator.comparingLong(CategoryCount::count)
                        .reversed()
                        .thenComparing(CategoryCount::category))
                .toList();
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(n).writeCount(oversized).writeCount(error);
        out.writeBytes(distinct == null ? new byte[0] : distinct.toCompactByteArray());
        out.writeCount(counters.size());
        counters.values().forEach(counter -> out.writeText(counter.category).writeCount(counter.count));
    }

    static CategorySketch readFrom(DocumentReader in, SketchConfig config) {
        CategorySketch sketch = new CategorySketch(config);
        sketch.n = in.readCount();
        sketch.oversized = in.readCount();
        sketch.error = in.readCount();
        byte[] distinct = in.readBytes();
        if (sketch.error > 0) {
            sketch.distinct = readDistinct(in, distinct);
        }
        long counted = sketch.readCounters(in);
        boolean sumsUp = sketch.error == 0 ? counted == sketch.n : counted <= sketch.n;
        if (!sumsUp || sketch.oversized > sketch.n) {
            throw in.fail("the categories hold " + counted + " rows, not " + sketch.n);
        }
        return sketch;
    }

    private long readCounters(DocumentReader in) {
        int size = in.readLength(2);
        long counted = 0;
        for (int i = 0; i < size; i++) {
            Counter counter = new Counter(in.readText());
            counter.count = in.readCount();
            counted += counter.count;
            bytes += sizeOf(counter.category);
            if (counter.count == 0 || counted < 0 || counters.put(counter.category, counter) != null) {
                throw in.fail("a category stands twice or with a wrong count");
            }
        }
        return counted;
    }

    private static HllSketch readDistinct(DocumentReader in, byte[] bytes) {
        HllSketch sketch;
        try {
            sketch = HllSketch.heapify(bytes);
        } catch (RuntimeException e) { // DataSketches throws several, and no message of them says more than this
            throw in.fail("the sketch of distinct categories can't be read: " + e.getMessage());
        }
        if (sketch.getLgConfigK() != LOG_REGISTERS) {
            throw in.fail("the sketch of distinct categories is not of 2^" + LOG_REGISTERS + " registers");
        }
        return sketch;
    }
}
