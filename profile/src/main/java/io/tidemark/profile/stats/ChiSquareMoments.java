package io.tidemark.profile.stats;

/**
 * The moments of Pearson's statistic of a 2 × B table whose margins are given, and its distribution without drift.
 *
 * <p>Where few rows are expected in a bin, the statistic is more skewed than chi-squared, whose tail then calls chance a change several
 * times too often. Mean and variance are exact: Dawson, A simplified expression for the variance of the χ²-function on a contingency
 * table, Biometrika 41, 1954. The third moment, at
 * least half of that of chi-squared, is the sum of the bins' third cumulants of a squared standardised binomial number,
 * less what equal bins have of it beyond 8 each, as the sum over bins of the variance's own excess is by Dawson. Tail probabilities are
 * those of {@link PearsonTypeThree} (for this statistic: Mielke and Berry, Permutation Methods, 2007, chapter 7).
 *
 * @param thirdMoment about the mean
 */
record ChiSquareMoments(double mean, double variance, double thirdMoment) {
    /** Fewer rows have no variance by Dawson's formula. */
    private static final int FEWEST_ROWS = 4;

    /** Of a table with two occupied bins or more, neither sample empty. */
    static ChiSquareMoments of(long[] baseline, long[] current) {
        double n = 0;
        double m = 0;
        double bins = 0;
        double inverse = 0;
        for (int i = 0; i < baseline.length; i++) {
            n += baseline[i];
            m += current[i];
            if (baseline[i] + current[i] > 0) {
                bins++;
                inverse += 1.0 / (baseline[i] + current[i]);
            }
        }
        double rows = n + m;
        double mean = (bins - 1) * rows / (rows - 1);
        if (rows < FEWEST_ROWS) {
            return new ChiSquareMoments(mean, 2 * mean, 8 * mean);
        }
        double ofSamples = (rows / n + rows / m - 4) / (rows - 2);
        double ofBins = (rows * inverse - bins * bins) / (rows - 2);
        double variance = 2
                        * rows
                        / (rows - 3)
                        * ((rows - 2) / (rows - 1) - ofSamples)
                        * ((rows - bins) * (bins - 1) / (rows - 1) - ofBins)
                + rows * rows / (rows - 1) * ofSamples * ofBins;
        double share = n * m / (rows * rows);
        double unequal = (inverse - bins * bins / rows) / share;
        double thirdMoment = 8 * (bins - 1) + (22 - 112 * share) * unequal;
        return new ChiSquareMoments(mean, variance, Math.max(thirdMoment, 4 * (bins - 1)));
    }

    /** The probability of a statistic at least as large without drift. */
    double upperTail(double statistic) {
        if (variance <= 0) {
            return 1; // as of 2 and 2 rows in a bin of 3 and one of 1: every such table has the same statistic
        }
        return PearsonTypeThree.upperTail(
                (statistic - mean) / Math.sqrt(variance), thirdMoment / Math.pow(variance, 1.5));
    }
}
