package io.tidemark.load.scorecard.estimate;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's exact test of two detectors on the same trials: only trials that one of them detected and the other did not count,
 * and without a difference each of these is a fair coin. Source: McNemar, Psychometrika 12, 1947.
 */
public final class PairedTest {
    private PairedTest() {}

    /**
     * The two-sided p-value.
     *
     * @param onlyFirst trials that only the first detected
     * @param onlySecond trials that only the second detected
     */
    public static double pValue(int onlyFirst, int onlySecond) {
        int discordant = onlyFirst + onlySecond;
        int smaller = Math.min(onlyFirst, onlySecond);
        return discordant == 0
                ? 1
                : Math.min(1, 2 * BinomialDistribution.of(discordant, 0.5).cumulativeProbability(smaller));
    }
}
