package io.tidemark.load.scorecard.estimate;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** A confidence interval of 95 %. */
public record Interval(double lower, double upper) {
    private static final double Z = 1.959963984540054;
    private static final double TAIL = 0.025;

    /** Of a probability after {@code hits} in {@code trials}. Source: Wilson, JASA 22, 1927; without continuity correction. */
    static Interval wilson(long hits, long trials) {
        if (trials == 0) {
            return new Interval(0, 1);
        }
        double p = (double) hits / trials;
        double scale = 1 + Z * Z / trials;
        double centre = p + Z * Z / (2.0 * trials);
        double half = Z * Math.sqrt(p * (1 - p) / trials + Z * Z / (4.0 * trials * trials));
        return new Interval(
                hits == 0 ? 0 : (centre - half) / scale, hits == trials ? 1 : Math.min(1, (centre + half) / scale));
    }

    /** Of a Poisson mean after {@code events}, exact. Source: Garwood, Biometrika 28, 1936. */
    static Interval poisson(long events) {
        double lower = events == 0 ? 0 : ChiSquaredDistribution.of(2.0 * events).inverseCumulativeProbability(TAIL) / 2;
        double upper = ChiSquaredDistribution.of(2.0 * events + 2).inverseSurvivalProbability(TAIL) / 2;
        return new Interval(lower, upper);
    }

    Interval dividedBy(double exposure) {
        return new Interval(lower / exposure, upper / exposure);
    }
}
