package io.tidemark.profile.performance;

import io.tidemark.profile.stats.WilsonInterval;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/** The 95 % intervals of metrics. Nothing where a metric or its error is not defined, or beyond the doubles. */
final class Intervals {
    private static final double UPPER = 0.975;

    private Intervals() {}

    /** Of a share, by Wilson. */
    static Optional<MetricValue> ofShare(long hits, long rows) {
        if (rows == 0) {
            return Optional.empty();
        }
        WilsonInterval interval = WilsonInterval.of(hits, rows);
        return Optional.of(
                new MetricValue((double) hits / rows, interval.standardError(), interval.low(), interval.high(), rows));
    }

    /** Of a mean of two values or more, by Student's t; of values that are not negative, unless {@code signed}. */
    static Optional<MetricValue> ofMean(double mean, double variance, long rows, boolean signed) {
        if (rows < 2) {
            return Optional.empty();
        }
        return ofError(mean, Math.sqrt(variance / rows), rows, signed ? Double.NEGATIVE_INFINITY : 0);
    }

    static Optional<MetricValue> ofMean(ExactMoments values) {
        return values.n() < 2 ? Optional.empty() : ofMean(values.mean(), values.variance(), values.n(), false);
    }

    /** By Student's t of rows − 1 degrees of freedom, not below {@code least}. */
    static Optional<MetricValue> ofError(double value, double standardError, long rows, double least) {
        if (rows < 2) {
            return Optional.empty();
        }
        double half = standardError * TDistribution.of(rows - 1.0).inverseCumulativeProbability(UPPER);
        return ofBounds(value, standardError, Math.max(least, value - half), value + half, rows);
    }

    /**
     * Of a number between 0 and 1 that is no share, on the scale of its logit, where it is closer to normal near 0 and 1.
     *
     * @param fewest the rows that it hangs on: where all values were the same and the error is 0, the interval is that of a share of so
     *     many rows
     */
    static Optional<MetricValue> ofLogit(double value, double standardError, long rows, long fewest) {
        if (fewest == 0) {
            return Optional.empty();
        }
        if (!(standardError > 0) || value <= 0 || value >= 1) {
            WilsonInterval interval = WilsonInterval.ofShare(Math.clamp(value, 0.0, 1.0), (double) fewest);
            return ofBounds(value, interval.standardError(), interval.low(), interval.high(), rows);
        }
        double logit = Math.log(value / (1 - value));
        double half = WilsonInterval.Z * standardError / (value * (1 - value));
        return ofBounds(value, standardError, logistic(logit - half), logistic(logit + half), rows);
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static Optional<MetricValue> ofBounds(double value, double standardError, double low, double high, long rows) {
        boolean finite = Double.isFinite(value + standardError) && Double.isFinite(low) && Double.isFinite(high);
        return finite
                ? Optional.of(new MetricValue(value, standardError, Math.min(low, value), Math.max(high, value), rows))
                : Optional.empty();
    }
}
