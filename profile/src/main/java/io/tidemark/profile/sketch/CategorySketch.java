package io.tidemark.profile.sketch;

import io.tidemark.profile.binning.CategoryFilter;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.sketch.FrequentCategories.Counter;
import io.tidemark.profile.stats.FrequencyCounts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.jspecify.annotations.Nullable;

/**
 * Categories and how many rows have each.
 *
 * <p>Exact while the distinct categories stay within {@link SketchConfig#maxCategories()} and
 * {@link SketchConfig#maxCategoryBytes()}. Beyond, it keeps the {@link FrequentCategories}. Then a count is too low by at most
 * {@link #error()}, which stays below 2n/maxCategories as long as the bytes don't bind, however sketches are merged. The number of
 * distinct ones is then estimated by HyperLogLog, within 1.6 % (one standard error).
 *
 * <p>A sketch that may become a baseline also remembers all categories beyond its limits: which there were, by a {@link CategoryFilter},
 * and the rows of a sample of them. That takes 570 KB more, and estimates the number of distinct ones within 0.1 %. It is lost where a
 * sketch that forgot some without remembering them is merged in: one of a bound window, or of an older version's bytes.
 *
 * <p>A category of more than {@link SketchConfig#maxCategoryLength()} characters is shortened to its beginning and a hash, and
 * counted as oversized. Not thread-safe.
 */
public final class CategorySketch {
    private static final int LOG_REGISTERS = 12;
    private static final int HLL_BYTES = 4096;
    private static final double HLL_ERROR = 1.04 / 64;
    /** The version of the document that {@link #seen} came with. */
    private static final int SEEN_SINCE = 2;

    private final SketchConfig config;
    private final FrequentCategories counters;
    private long n;
    private long oversized;
    private @Nullable HllSketch distinct;
    private boolean remembers = true;
    private @Nullable SeenCategories seen;

    public CategorySketch(SketchConfig config) {
        this(config, new FrequentCategories(config));
    }

    private CategorySketch(SketchConfig config, FrequentCategories counters) {
        this.config = config;
        this.counters = counters;
    }

    /** Counts one row, and returns the text that its category is known by here. */
    public String update(String category) {
        return countRow(category).category();
    }

    /** Counts one row, and returns what its category is counted by. */
    Counter countRow(String category) {
        String text = category;
        if (text.length() > config.maxCategoryLength()) {
            oversized++;
            text = CategoryText.shorten(text, config.maxCategoryLength());
        }
        Counter counter = counters.find(text);
        boolean added = counter == null;
        if (counter == null) {
            counter = counterOf(CategoryText.wellFormed(text));
        }
        counter.add(1);
        n++;
        if (seen != null) {
            seen.count(counter.hash(), 1);
        }
        if (added) {
            forgetRare();
        }
        return counter;
    }

    private Counter counterOf(String category) {
        Counter counter = counters.find(category);
        if (counter == null) {
            counter = counters.start(category);
            if (distinct != null) {
                distinct.update(category);
            }
            if (seen != null) {
                counter.hashIs(CategoryFilter.hash(category));
                seen.know(counter.hash());
            }
        }
        return counter;
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    public void merge(CategorySketch other) {
        mergeSeen(other);
        for (Counter added : other.counters.all()) {
            counterOf(added.category()).add(added.count());
        }
        n += other.n;
        oversized += other.oversized;
        counters.addError(other.error());
        if (other.distinct != null) {
            HllUnion union = new HllUnion(LOG_REGISTERS);
            union.update(distinctSketch());
            union.update(other.distinct);
            distinct = union.getResult();
        }
        forgetRare();
    }

    private void mergeSeen(CategorySketch other) {
        if (isExact() && other.isExact()) {
            return;
        }
        boolean knowsAll = (isExact() || seen != null) && (other.isExact() || other.seen != null);
        seen = remembers && knowsAll ? seenCategories() : null;
        if (seen != null) {
            seen.addAll(other.seenCategories());
        }
    }

    /** What is remembered, and where nothing was forgotten yet, all there is. */
    private SeenCategories seenCategories() {
        if (seen != null) {
            return seen;
        }
        SeenCategories all = new SeenCategories();
        for (Counter counter : counters.all()) {
            counter.hashIs(CategoryFilter.hash(counter.category()));
            all.know(counter.hash());
            all.count(counter.hash(), counter.count());
        }
        return all;
    }

    /** Whether to remember all categories once some are forgotten; a window that counts them over a baseline's bins need not. */
    void remember(boolean all) {
        remembers = all;
        seen = all ? seen : null;
    }

    private HllSketch distinctSketch() {
        if (distinct == null) {
            distinct = new HllSketch(LOG_REGISTERS);
            counters.names().forEach(distinct::update);
        }
        return distinct;
    }

    private void forgetRare() {
        if (!counters.areTooMany()) {
            return;
        }
        distinctSketch();
        if (isExact() && remembers) {
            seen = seenCategories();
        }
        counters.forgetRare();
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return counters.heapBytes()
                + (distinct == null ? 0 : HLL_BYTES)
                + (seen == null ? 0 : SeenCategories.HEAP_BYTES);
    }

    /** The rows that no count here has: those of categories that were forgotten, and those by which counts of others are too low. */
    public long forgottenRows() {
        return n - counters.all().stream().mapToLong(Counter::count).sum();
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
        return counters.error() == 0;
    }

    /** How much too low a count may be; a category that is not here has at most so many rows. */
    public long error() {
        return counters.error();
    }

    /** How many distinct categories there are; a whole number where {@link #isExact()}, else an estimate. */
    public double distinctCount() {
        if (distinct == null) {
            return counters.size();
        }
        return seen != null && seen.filter().distinctError() < HLL_ERROR
                ? seen.filter().distinct()
                : distinct.getEstimate();
    }

    /** The relative standard error of {@link #distinctCount()}; 0 where {@link #isExact()}. */
    public double distinctError() {
        if (distinct == null) {
            return 0;
        }
        return seen == null ? HLL_ERROR : Math.min(HLL_ERROR, seen.filter().distinctError());
    }

    /** A copy of the filter that knows all categories, where some were forgotten but all are remembered. */
    public Optional<CategoryFilter> filter() {
        return Optional.ofNullable(seen).map(all -> all.filter().copy());
    }

    /** How many categories have how many rows, of all or of a sample of them; empty where that was forgotten. */
    public Optional<FrequencyCounts> frequencies() {
        if (isExact()) {
            long[] counts = counters.all().stream().mapToLong(Counter::count).toArray();
            return Optional.of(FrequencyCounts.of(n, counts));
        }
        return Optional.ofNullable(seen)
                .map(all -> FrequencyCounts.ofSample(n, distinctCount(), distinctError(), all.rowsOfEach()));
    }

    /** The categories that are here, in no order. */
    public Set<String> names() {
        return counters.names();
    }

    /** The number of rows of a category, 0 where it is not here. */
    public long count(String category) {
        Counter counter = counters.find(category);
        return counter == null ? 0 : counter.count();
    }

    /** The categories with their counts, the largest first, equal counts by text. */
    public List<CategoryCount> counts() {
        return counters.counts();
    }

    /** Calls {@code action} with each category and its rows, in no order; {@link #counts()} sorts them first. */
    public void forEach(ObjLongConsumer<String> action) {
        counters.all().forEach(counter -> action.accept(counter.category(), counter.count()));
    }

    /** The category of the most rows that fulfils a condition, of equal ones the first by text. */
    public Optional<CategoryCount> largest(Predicate<String> condition) {
        return counters.largest(condition);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(n).writeCount(oversized).writeCount(error());
        out.writeBytes(distinct == null ? new byte[0] : distinct.toCompactByteArray());
        out.writeBoolean(seen != null);
        if (seen != null) {
            seen.writeTo(out);
        }
        counters.writeTo(out);
    }

    static CategorySketch readFrom(DocumentReader in, SketchConfig config) {
        long n = in.readCount();
        long oversized = in.readCount();
        long error = in.readCount();
        if (oversized > n) {
            throw in.fail(oversized + " of " + n + " categories are too long");
        }
        HllSketch distinct = null;
        if (error > 0) {
            distinct = HllBytes.read(in, LOG_REGISTERS);
        } else {
            in.readBytes();
        }
        SeenCategories seen = null;
        if (in.version() >= SEEN_SINCE && in.readBoolean()) {
            seen = SeenCategories.readFrom(in, n);
        }
        if (error == 0 && seen != null) {
            throw in.fail("categories are remembered where none was forgotten");
        }
        CategorySketch sketch = new CategorySketch(config, FrequentCategories.readFrom(in, config, n, error));
        sketch.n = n;
        sketch.oversized = oversized;
        sketch.distinct = distinct;
        sketch.seen = seen;
        if (seen != null) {
            sketch.counters.all().forEach(counter -> counter.hashIs(CategoryFilter.hash(counter.category())));
        }
        return sketch;
    }
}
