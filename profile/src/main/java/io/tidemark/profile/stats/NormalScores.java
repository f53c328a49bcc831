package io.tidemark.profile.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Scores of cells in ascending order: what a standard normal variable is on average where its ranks are those of the cell's rows.
 * For normal values nothing tells a shift better than the mean of the first moment's scores, nor a change of spread better than that of
 * the second's; for all others they are safe, since they depend on ranks alone. Source: Hájek, Šidák and Sen, Theory of Rank Tests
 * (1999), chapter 4: van der Waerden's and Klotz's scores, here averaged over ties.
 */
public final class NormalScores {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private NormalScores() {}

    /** E[Z | cell]: from about −4 to 4; 0 for an empty cell. */
    public static double[] location(long[] rows) {
        return scores(rows, (low, high) -> density(low) - density(high));
    }

    /** E[Z² | cell] − 1: from about −1 to 15; 0 for an empty cell. */
    public static double[] scale(long[] rows) {
        return scores(rows, (low, high) -> times(low, density(low)) - times(high, density(high)));
    }

    /** The integral of a score over the cell between two quantiles of the standard normal distribution. */
    private interface Integral {
        double between(double low, double high);
    }

    private static double[] scores(long[] rows, Integral integral) {
        double total = 0;
        for (long count : rows) {
            total += count;
        }
        double[] scores = new double[rows.length];
        long below = 0;
        double low = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            below += rows[i];
            if (rows[i] > 0) {
                double high = NORMAL.inverseCumulativeProbability(below / total);
                scores[i] = integral.between(low, high) / (rows[i] / total);
                low = high;
            }
        }
        return scores;
    }

    private static double density(double z) {
        return Double.isInfinite(z) ? 0 : NORMAL.density(z);
    }

    private static double times(double z, double density) {
        return density == 0 ? 0 : z * density;
    }
}
