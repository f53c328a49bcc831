package io.tidemark.profile.sketch;

import io.tidemark.profile.binning.CategoryFilter;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;

/**
 * What stays known of all categories once a sketch forgets the rare ones: which there were, by a filter, and how many rows they had,
 * by a sample. About 570 KB. Depends on the rows alone, not on their order or on how sketches were merged. Not thread-safe.
 */
final class SeenCategories {
    /** 512 KB of filter, and a sample of up to 4,096 categories. */
    static final long HEAP_BYTES = (512 << 10) + CategorySample.SIZE * 88L;

    private final CategoryFilter filter;
    private final CategorySample sample;

    private SeenCategories(CategoryFilter filter, CategorySample sample) {
        this.filter = filter;
        this.sample = sample;
    }

    SeenCategories() {
        this(CategoryFilter.empty(), new CategorySample());
    }

    /** Makes a category known, without a row. */
    void know(long hash) {
        filter.add(hash);
    }

    /** Counts rows of a known category. */
    void count(long hash, long rows) {
        sample.add(hash, rows);
    }

    void addAll(SeenCategories other) {
        filter.addAll(other.filter);
        sample.addAll(other.sample);
    }

    CategoryFilter filter() {
        return filter;
    }

    /** The rows of each sampled category. */
    long[] rowsOfEach() {
        return sample.rowsOfEach();
    }

    void writeTo(DocumentWriter out) {
        filter.writeTo(out);
        sample.writeTo(out);
    }

    /** Reads what was kept of {@code n} rows. */
    static SeenCategories readFrom(DocumentReader in, long n) {
        return new SeenCategories(CategoryFilter.readFrom(in), CategorySample.readFrom(in, n));
    }
}
