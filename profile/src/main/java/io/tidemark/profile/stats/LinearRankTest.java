package io.tidemark.profile.stats;

import java.util.Arrays;

/**
 * Tests whether one sample's ranks have another mean score than the other's, both counted over the same ascending cells, whose rows
 * are tied.
 *
 * <p>Given the rows of both samples together, without drift every choice of the window's rows among them is equally likely. So
 * the mean and the first moments of its scores are known exactly, whatever the values' distribution: Hájek, Šidák and Sen, Theory
 * of Rank Tests (1999), section 3.3. Tail probabilities are those of {@link PearsonTypeThree} of the same skewness, since that of the
 * scores of spread is far from 0 in small windows.
 *
 * @param effect the window's mean score less the baseline's: of location in standard deviations of normal values
 * @param z the effect in standard deviations of itself without drift
 * @param pValue the probability of an effect at least as far from 0 without drift
 */
public record LinearRankTest(double effect, double z, double pValue) {
    private static final LinearRankTest NO_RANKS = new LinearRankTest(0, 0, 1);
    /** Fewer have no skewness. */
    private static final int FEWEST_ROWS = 3;

    /** Have the values moved up or down? */
    public static LinearRankTest ofLocation(long[] baseline, long[] current, Precision precision) {
        return of(baseline, current, NormalScores.location(pooled(baseline, current)), precision);
    }

    /** Have the values spread out, or drawn together? */
    public static LinearRankTest ofScale(long[] baseline, long[] current, Precision precision) {
        return of(baseline, current, NormalScores.scale(pooled(baseline, current)), precision);
    }

    private static long[] pooled(long[] baseline, long[] current) {
        long[] pooled = new long[baseline.length];
        Arrays.setAll(pooled, i -> baseline[i] + current[i]);
        return pooled;
    }

    private static LinearRankTest of(long[] baseline, long[] current, double[] scores, Precision precision) {
        long[] pooled = pooled(baseline, current);
        double n = Arrays.stream(baseline).sum();
        double m = Arrays.stream(current).sum();
        double mean = mean(pooled, scores);
        double variance = moment(pooled, scores, mean, 2);
        if (n == 0 || m == 0 || n + m < FEWEST_ROWS || variance <= 0) {
            return NO_RANKS;
        }
        double rows = n + m;
        double effect = mean(current, scores) - mean(baseline, scores);
        double blur = precision.rankDeviation() * range(pooled, scores);
        double deviation = Math.sqrt(variance * rows / (rows - 1) * precision.variance() + blur * blur);
        double z = effect / deviation;
        double skewness = moment(pooled, scores, mean, 3)
                / Math.pow(variance, 1.5)
                * (n - m)
                / (rows - 2)
                * Math.sqrt((rows - 1) / (n * m));
        return new LinearRankTest(effect, z, pValue(z, skewness, precision));
    }

    private static double pValue(double z, double skewness, Precision precision) {
        return Double.isFinite(precision.degreesOfFreedom())
                ? precision.twoSided(z)
                : Math.min(1, 2 * PearsonTypeThree.upperTail(Math.abs(z), skewness * Math.signum(z)));
    }

    private static double mean(long[] rows, double[] scores) {
        return moment(rows, scores, 0, 1);
    }

    private static double moment(long[] rows, double[] scores, double around, int power) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += rows[i] * Math.pow(scores[i] - around, power);
            total += rows[i];
        }
        return total == 0 ? 0 : sum / total;
    }

    /** An error of rank moves rows between neighbouring cells; all errors together move the mean by no more than this times it. */
    private static double range(long[] rows, double[] scores) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] > 0) {
                least = Math.min(least, scores[i]);
                most = Math.max(most, scores[i]);
            }
        }
        return most - least;
    }
}
