package io.tidemark.profile.stats;

import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/**
 * Tests whether a count is the one that was expected, where counts may vary by more than chance alone explains.
 *
 * <p>A count of mean μ has the variance μ + φμ², φ its dispersion: the negative binomial distribution with the parameters r = 1/φ and
 * p = r/(r + μ), and Poisson's where φ is 0. Two-sided by doubling the smaller tail. Source: Cameron and Trivedi, Regression Analysis of
 * Count Data (2013), section 3.3.
 */
public final class CountTest {
    /** Below, the variance is Poisson's to nine digits. */
    private static final double NO_DISPERSION = 1e-9;

    private CountTest() {}

    /**
     * The probability of a count at least so far from its mean.
     *
     * @param mean above 0
     * @param dispersion 0 or more
     */
    public static double pValue(long count, double mean, double dispersion) {
        require(count, mean, dispersion);
        boolean poisson = dispersion * mean < NO_DISPERSION;
        double below = poisson ? RegularizedGamma.Q.value(count + 1.0, mean) : below(count, mean, 1 / dispersion);
        double above = count == 0
                ? 1
                : poisson ? RegularizedGamma.P.value((double) count, mean) : above(count, mean, 1 / dispersion);
        return Math.min(1, 2 * Math.min(below, above));
    }

    private static double below(long count, double mean, double r) {
        return RegularizedBeta.value(r / (r + mean), r, count + 1.0);
    }

    private static double above(long count, double mean, double r) {
        return RegularizedBeta.value(mean / (r + mean), (double) count, r);
    }

    /** The expectation of the absolute logarithm to base 2 of count/mean, √(2/π · (1/μ + φ)) / ln 2: to first order, of a normal one. */
    public static double noiseFloorOfLog2(double mean, double dispersion) {
        require(0, mean, dispersion);
        return Math.sqrt(2 / Math.PI * (1 / mean + dispersion)) / Math.log(2);
    }

    private static void require(long count, double mean, double dispersion) {
        if (count < 0 || !(mean > 0) || !(dispersion >= 0)) {
            throw new IllegalArgumentException(
                    "a count of " + count + ", expected " + mean + " with a dispersion of " + dispersion);
        }
    }
}
