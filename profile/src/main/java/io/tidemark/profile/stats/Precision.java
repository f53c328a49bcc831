package io.tidemark.profile.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How precisely two samples tell the distributions they come from.
 *
 * @param baselineRows as many independent rows as the baseline's are worth, above 0
 * @param currentRows the same of the window
 * @param rankDeviation the standard deviation by which sketches blur the ranks of both together, as a share of the rows; 0 where
 *     cells were counted
 * @param degreesOfFreedom with which the worth of rows is known; infinite where rows are taken to be independent
 * @param shared the part of the variance that all rows of a window share, 0 to 1; 0 where rows are taken to be independent
 */
public record Precision(
        double baselineRows, double currentRows, double rankDeviation, double degreesOfFreedom, double shared) {
    /** A 99 % bound of a normal error is this many of its standard deviations. */
    private static final double BOUND_99 = 2.576;

    /** Of independent rows, all of them counted. */
    public static Precision ofRows(long baselineRows, long currentRows) {
        return new Precision(baselineRows, currentRows, 0, Double.POSITIVE_INFINITY, 0);
    }

    /**
     * Of rows that have something in common within each window. The part of the variance that windows share is known with W − 1 degrees
     * of freedom, the rest exactly; together by Welch (Biometrika 34, 1947) and Satterthwaite.
     *
     * @param shared by how much more the mean of a window varies, for values of variance 1; 0 where rows are independent
     * @param windows of the baseline, from which {@code shared} is known
     */
    public static Precision ofWindows(double shared, int windows, long baselineRows, long currentRows) {
        if (shared == 0) {
            return ofRows(baselineRows, currentRows);
        }
        double ofBaseline = 1.0 / baselineRows + shared / windows;
        double ofCurrent = 1.0 / currentRows + shared;
        double share = shared * (1 + 1.0 / windows) / (ofBaseline + ofCurrent);
        return new Precision(1 / ofBaseline, 1 / ofCurrent, 0, (windows - 1) / (share * share), share);
    }

    /**
     * The same rows, seen through sketches.
     *
     * @param baselineError how far ranks of the baseline may be off with 99 % confidence, as a share; 0 where they are counts
     * @param currentError the same of the window
     */
    public Precision blurred(double baselineError, double currentError) {
        double deviation = Math.hypot(baselineError, currentError) / BOUND_99;
        return new Precision(baselineRows, currentRows, deviation, degreesOfFreedom, shared);
    }

    /** The variance of the difference of two means, for values of variance 1: 1/n + 1/m. */
    public double variance() {
        return 1 / baselineRows + 1 / currentRows;
    }

    /** The probability of a standardised difference at least as far from 0. */
    double twoSided(double z) {
        return Math.min(1, 2 * upperTail(Math.abs(z)));
    }

    private double upperTail(double z) {
        return Double.isInfinite(degreesOfFreedom)
                ? NormalDistribution.of(0, 1).survivalProbability(z)
                : TDistribution.of(degreesOfFreedom).survivalProbability(z);
    }
}
