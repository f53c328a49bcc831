package io.tidemark.profile.stats;

import java.util.Arrays;

/**
 * The correlation of rows within a window, from the means of windows: (s² − σ²·mean(1/m))/σ², s² being the variance of the means and
 * σ² that of rows; 0 where the means vary no more than those of independent rows. It is the estimate by analysis of variance, for
 * windows of any sizes. Source: Donner, International Statistical Review 54(1), 1986.
 */
public final class IntraclassCorrelation {
    private IntraclassCorrelation() {}

    /**
     * The correlation of one quantity.
     *
     * @param means of each window
     * @param rows of each window, above 0
     * @param variance of the quantity over all rows
     */
    public static double of(double[] means, double[] rows, double variance) {
        return variance > 0 ? clamp(excess(means, rows, variance) / variance) : 0;
    }

    /**
     * The common correlation of the shares of several bins.
     *
     * @param shares of each window, by bin
     * @param rows of each window, above 0
     */
    public static double ofShares(double[][] shares, double[] rows) {
        double excess = 0;
        double variances = 0;
        int bins = shares.length == 0 ? 0 : shares[0].length;
        double all = Arrays.stream(rows).sum();
        for (int bin = 0; bin < bins; bin++) {
            double[] ofBin = new double[shares.length];
            double share = 0;
            for (int window = 0; window < shares.length; window++) {
                ofBin[window] = shares[window][bin];
                share += shares[window][bin] * rows[window] / all;
            }
            excess += excess(ofBin, rows, share * (1 - share));
            variances += share * (1 - share);
        }
        return variances > 0 ? clamp(excess / variances) : 0;
    }

    /** By how much the means vary more than those of independent rows. */
    private static double excess(double[] means, double[] rows, double variance) {
        double mean = Arrays.stream(means).average().orElse(0);
        double squares =
                Arrays.stream(means).map(each -> (each - mean) * (each - mean)).sum();
        double inverse = Arrays.stream(rows).map(each -> 1 / each).average().orElse(0);
        return squares / (means.length - 1) - variance * inverse;
    }

    private static double clamp(double correlation) {
        return Math.clamp(correlation, 0.0, 1.0);
    }
}
