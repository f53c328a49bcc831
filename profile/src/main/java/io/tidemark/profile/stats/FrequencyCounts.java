package io.tidemark.profile.stats;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * How many categories of a body of rows have how many rows each: the frequency counts f<sub>k</sub> of species statistics.
 *
 * <p>They come from all categories, or from a uniform sample of the categories with all rows of each sampled one. A sum over all
 * categories is then estimated by the sample's mean times the number of distinct categories, without bias. Immutable.
 */
public final class FrequencyCounts {
    private final long rows;
    private final double distinct;
    private final double distinctError;
    private final long sampled;
    /** Ascending numbers of rows, and how many sampled categories have each. */
    private final long[] sizes;

    private final long[] categories;

    private FrequencyCounts(long rows, double distinct, double distinctError, long[] rowsOfEach) {
        long[] sorted = rowsOfEach.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && (sorted[0] < 1 || sorted[sorted.length - 1] > rows)) {
            throw new IllegalArgumentException("a category has 1 to " + rows + " rows");
        }
        this.rows = rows;
        this.distinct = Math.max(distinct, sorted.length);
        this.distinctError = distinctError;
        this.sampled = sorted.length;
        this.sizes = Arrays.stream(sorted).distinct().toArray();
        this.categories = new long[sizes.length];
        int size = 0;
        for (long found : sorted) {
            size += found == sizes[size] ? 0 : 1;
            categories[size]++;
        }
    }

    /**
     * Of all categories.
     *
     * @param rows of all categories together
     * @param rowsOfEach one number for each category
     */
    public static FrequencyCounts of(long rows, long[] rowsOfEach) {
        return new FrequencyCounts(rows, rowsOfEach.length, 0, rowsOfEach);
    }

    /**
     * Of a uniform sample of the categories.
     *
     * @param rows of all categories together, sampled or not
     * @param distinct how many categories there are, estimated
     * @param distinctError the relative standard error of that
     * @param rowsOfEach one number for each sampled category, of all its rows
     */
    public static FrequencyCounts ofSample(long rows, double distinct, double distinctError, long[] rowsOfEach) {
        return new FrequencyCounts(rows, distinct, distinctError, rowsOfEach);
    }

    public long rows() {
        return rows;
    }

    /** How many categories there are. */
    public double distinct() {
        return distinct;
    }

    /** How many categories each sampled one stands for, 1 or more. */
    public double weight() {
        return sampled == 0 ? 1 : distinct / sampled;
    }

    /** How many categories have {@code size} rows. */
    public double ofSize(long size) {
        return sum(rowsOfOne -> rowsOfOne == size ? 1 : 0);
    }

    /** The sum of {@code term} over all categories, a function of a category's rows. */
    public double sum(LongToDoubleFunction term) {
        double sum = 0;
        for (int i = 0; i < sizes.length; i++) {
            sum += categories[i] * term.applyAsDouble(sizes[i]);
        }
        return sum * weight();
    }

    /**
     * The variance of {@link #sum} as an estimate, 0 where it is no estimate: D²/S · (1 − S/D) · the sample's variance, and that of D
     * itself. Source: Cochran, Sampling Techniques (1977), theorem 2.2.
     */
    public double varianceOfSum(LongToDoubleFunction term) {
        double sum = sum(term);
        double ofDistinct = distinctError * sum;
        if (sampled < 2 || sampled >= distinct) {
            return ofDistinct * ofDistinct;
        }
        double mean = sum / distinct;
        double squares = 0;
        for (int i = 0; i < sizes.length; i++) {
            double off = term.applyAsDouble(sizes[i]) - mean;
            squares += categories[i] * off * off;
        }
        return distinct * (distinct / sampled - 1) * squares / (sampled - 1) + ofDistinct * ofDistinct;
    }
}
