package io.tidemark.profile.stats;

import java.util.Arrays;

/**
 * The distribution function of a sample, or of a sketch of one: distinct values in ascending order, each with the number of
 * rows at or below it.
 *
 * <p>Immutable. All values are finite, and none is -0.0.
 */
public final class EmpiricalCdf {
    private static final EmpiricalCdf EMPTY = new EmpiricalCdf(new double[0], new long[0]);

    private final double[] values;
    private final long[] cumulative;

    private EmpiricalCdf(double[] values, long[] cumulative) {
        this.values = values;
        this.cumulative = cumulative;
    }

    public static EmpiricalCdf empty() {
        return EMPTY;
    }

    /** The distribution of raw values in any order. */
    public static EmpiricalCdf ofValues(double... sample) {
        double[] sorted = Arrays.stream(sample).map(value -> value + 0.0).toArray();
        Arrays.sort(sorted);
        long[] cumulative = new long[sorted.length];
        Arrays.setAll(cumulative, i -> i + 1L);
        return ofSorted(sorted, cumulative);
    }

    /**
     * The distribution of weighted values.
     *
     * @param sorted ascending, repeats allowed
     * @param cumulative for each value the weight at or below it, ascending; the last one is the number of rows
     */
    public static EmpiricalCdf ofSorted(double[] sorted, long[] cumulative) {
        double[] values = new double[sorted.length];
        long[] weights = new long[sorted.length];
        int size = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (size > 0 && values[size - 1] == sorted[i]) {
                size--;
            }
            values[size] = sorted[i];
            weights[size] = cumulative[i];
            size++;
        }
        return new EmpiricalCdf(Arrays.copyOf(values, size), Arrays.copyOf(weights, size));
    }

    /** The number of rows. */
    public long n() {
        return cumulative.length == 0 ? 0 : cumulative[cumulative.length - 1];
    }

    public boolean isEmpty() {
        return values.length == 0;
    }

    /** How many distinct values there are. */
    public int size() {
        return values.length;
    }

    /** The {@code i}-th smallest distinct value. */
    public double value(int i) {
        return values[i];
    }

    /** The number of rows at or below the {@code i}-th smallest distinct value. */
    public long cumulative(int i) {
        return cumulative[i];
    }

    /** The number of rows with a value at or below {@code value}. */
    public long countAtOrBelow(double value) {
        int found = Arrays.binarySearch(values, value + 0.0); // not -0.0, which would sort below 0
        int last = found >= 0 ? found : -found - 2;
        return last < 0 ? 0 : cumulative[last];
    }

    /** The number of rows with a value below {@code value}. */
    public long countBelow(double value) {
        int found = Arrays.binarySearch(values, value + 0.0); // not -0.0, which would sort below 0
        int last = (found >= 0 ? found : -found - 1) - 1;
        return last < 0 ? 0 : cumulative[last];
    }

    /** The share of rows at or below {@code value}, 0 to 1; 0 where there are no rows. */
    public double rank(double value) {
        return isEmpty() ? 0 : (double) countAtOrBelow(value) / n();
    }

    /**
     * The quantile by inclusive nearest rank: the smallest value that at least {@code ceil(rank * n)} rows are at or below, and
     * the minimum for rank 0. It is always one of the values. (Definition 1 of Hyndman and Fan 1996, numpy's
     * {@code inverted_cdf}.) A rank is taken to be a decimal fraction: 0.07 of 100 rows are 7 rows, though in binary it is a
     * little more.
     */
    public double quantile(double rank) {
        if (isEmpty()) {
            throw new IllegalStateException("no rows, no quantiles");
        }
        if (!(rank >= 0 && rank <= 1)) {
            throw new IllegalArgumentException("a rank is 0 to 1, not " + rank);
        }
        long rows = (long) Math.ceil(rank * n() * (1 - 1e-14));
        int found = Arrays.binarySearch(cumulative, Math.max(1, rows));
        return values[found >= 0 ? found : -found - 1];
    }
}
