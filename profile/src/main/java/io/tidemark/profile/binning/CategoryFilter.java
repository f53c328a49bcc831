package io.tidemark.profile.binning;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.datasketches.filters.bloomfilter.BloomFilter;
import org.apache.datasketches.filters.bloomfilter.BloomFilterBuilder;
import org.apache.datasketches.hash.XxHash64;

/**
 * A set of categories in 512 KiB, however many there are: one that was added is always known, one that was not may be taken for known.
 *
 * <p>A Bloom filter (Bloom, Space/time trade-offs in hash coding, 1970) of 2²² bits and 5 hashes. A new category is taken for known with
 * probability (1 − e^(−5d/2²²))⁵ after d categories: 0.002 % of 100,000, 0.1 % of 240,000, 2 % of 500,000, 16 % of a million. Size, hashes
 * and seed are fixed, so filters can be united, and the same categories in whatever order give the same filter. Never change them.
 *
 * <p>Not thread-safe while it changes.
 */
public final class CategoryFilter {
    private static final int BITS = 1 << 22;
    private static final int HASHES = 5;
    private static final long SEED = 0x7469_6465_6d61_726bL;

    /** What comes before the number of set bits: format, hashes, seed and size. */
    private static final int HEADER_BYTES = 24;

    private final BloomFilter bits;

    private CategoryFilter(BloomFilter bits) {
        this.bits = bits;
    }

    public static CategoryFilter empty() {
        return new CategoryFilter(BloomFilterBuilder.createBySize(BITS, HASHES, SEED));
    }

    /** What a category is known by here: 64 bits, the same in every process. */
    public static long hash(String category) {
        byte[] text = category.getBytes(StandardCharsets.UTF_8);
        return XxHash64.hashBytes(text, 0, text.length, SEED);
    }

    /** Adds the category of this {@link #hash}. */
    public void add(long hash) {
        bits.update(hash);
    }

    /** Adds all categories of {@code other}. */
    public void addAll(CategoryFilter other) {
        bits.union(other.bits);
    }

    /** Whether {@code category} was added, or is taken for one that was. */
    public boolean mayHold(String category) {
        return bits.query(hash(category));
    }

    public CategoryFilter copy() {
        CategoryFilter copy = empty();
        copy.addAll(this);
        return copy;
    }

    /** The probability that a category that was never added is taken for known. */
    public double falseKnownRate() {
        return Math.pow(fill(), HASHES);
    }

    /**
     * How many categories were added, as −2²²/5 · ln(share of unset bits); infinite once all bits are set. Source: Whang, Vander-Zanden
     * and Taylor, A linear-time probabilistic counting algorithm, 1990.
     */
    public double distinct() {
        return -Math.log1p(-fill()) * BITS / HASHES;
    }

    /** The relative standard error of {@link #distinct()}: below 0.1 % up to three million, infinite once all bits are set. */
    public double distinctError() {
        double load = -Math.log1p(-fill());
        if (load == 0 || Double.isInfinite(load)) {
            return load;
        }
        return Math.sqrt((Math.expm1(load) - load) / BITS) / load;
    }

    private double fill() {
        return (double) bits.getBitsUsed() / BITS;
    }

    public void writeTo(DocumentWriter out) {
        // A copy has its set bits counted. The bytes of one that has not would differ.
        out.writeBytes(copy().bits.toByteArray());
    }

    public static CategoryFilter readFrom(DocumentReader in) {
        byte[] bytes = in.readBytes();
        CategoryFilter filter = empty();
        if (Arrays.equals(bytes, filter.bits.toByteArray())) {
            return filter;
        }
        byte[] template = templateBytes();
        // Checked here, as DataSketches would allocate whatever size the bytes name.
        if (bytes.length != template.length || !Arrays.equals(bytes, 0, HEADER_BYTES, template, 0, HEADER_BYTES)) {
            throw in.fail("the filter of categories is not of 2^22 bits, 5 hashes and this program's seed");
        }
        // Counts the bits that are set anew: the number that the bytes name need not be right.
        filter.bits.union(BloomFilter.heapify(MemorySegment.ofArray(bytes)));
        return filter;
    }

    /** The bytes of some filter that is not empty: of the right length, with the right header. */
    private static byte[] templateBytes() {
        CategoryFilter filter = empty();
        filter.add(0);
        return filter.bits.toByteArray();
    }
}
