package io.tidemark.profile.stats;

import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The Pearson type III distribution of mean 0, variance 1 and a given skewness: a gamma distribution, moved and scaled. By it a
 * permutation test's tails follow from the first three moments of its statistic. Source: Mielke and Berry, Permutation Methods, 2007,
 * chapter 2; scipy's {@code pearson3}.
 */
final class PearsonTypeThree {
    /** With less it is a normal distribution to four digits. */
    private static final double LEAST_SKEWNESS = 1e-4;

    private PearsonTypeThree() {}

    /** The probability of more than {@code z}. */
    static double upperTail(double z, double skewness) {
        if (Math.abs(skewness) < LEAST_SKEWNESS) {
            return NormalDistribution.of(0, 1).survivalProbability(z);
        }
        // (G − a)/√a for a gamma variable G of shape a = 4/γ² has mean 0, variance 1 and skewness γ.
        double shape = 4 / (skewness * skewness);
        double value = Math.max(0, shape + z * Math.signum(skewness) * Math.sqrt(shape));
        GammaDistribution gamma = GammaDistribution.of(shape, 1);
        return skewness > 0 ? gamma.survivalProbability(value) : gamma.cumulativeProbability(value);
    }
}
