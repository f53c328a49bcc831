package io.tidemark.profile.stats;

import java.util.Arrays;

/**
 * Which of many tests are sure, at a level that holds for all of them together.
 *
 * <p>With m p-values in ascending order, those up to the largest p₍ᵢ₎ ≤ i·level/m are. Of the ones so called, the expected share
 * that is wrong is at most the level; where nothing drifts, so is the probability of calling any. Source: Benjamini and Hochberg,
 * Controlling the false discovery rate, Journal of the Royal Statistical Society B 57(1), 1995; for tests that depend positively on
 * each other, as those of one window do, Benjamini and Yekutieli, Annals of Statistics 29(4), 2001.
 */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /**
     * The largest p-value that is sure; negative where none is.
     *
     * @param pValues in any order, which stays as it is
     * @param level between 0 and 1
     */
    public static double cut(double[] pValues, double level) {
        double[] sorted = pValues.clone();
        Arrays.sort(sorted);
        for (int i = sorted.length; i > 0; i--) {
            if (sorted[i - 1] <= level * i / sorted.length) {
                return sorted[i - 1];
            }
        }
        return -1;
    }
}
