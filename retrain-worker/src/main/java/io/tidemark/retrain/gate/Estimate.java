package io.tidemark.retrain.gate;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A difference as measured on a sample of rows, with how precisely that tells the one of the process behind it.
 *
 * @param standardError 0 or more
 * @param degreesOfFreedom of Student's t; infinite where the normal distribution holds
 */
record Estimate(double value, double standardError, double degreesOfFreedom) {

    /** The p-value of one-sided tests that the difference is not below 0. */
    double pValueThatNotBelow() {
        return below(value);
    }

    /** The p-value of one-sided tests that the difference is not above 0. */
    double pValueThatNotAbove() {
        return below(-value);
    }

    private double below(double difference) {
        if (!(standardError > 0)) {
            return difference < 0 ? 0 : 1;
        }
        double statistic = difference / standardError;
        return Double.isInfinite(degreesOfFreedom)
                ? NormalDistribution.of(0, 1).cumulativeProbability(statistic)
                : TDistribution.of(degreesOfFreedom).cumulativeProbability(statistic);
    }
}
