package io.tidemark.profile.decision;

import io.tidemark.profile.performance.Metric;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which metrics are judged, and by what. Every metric that is judged is one more question, which costs power for the others; many of
 * them answer the same one.
 *
 * @param byMetric a metric that is not here is not judged
 */
public record MetricLimits(Map<Metric, MetricLimit> byMetric) {
    private static final MetricLimit HIGHER = new MetricLimit.OfBaseline(0.95, 0.9);
    private static final MetricLimit LOWER = new MetricLimit.OfBaseline(1.1, 1.25);

    /** Checks that limits are of the metric's kind, and that major is no milder than minor. */
    public MetricLimits {
        byMetric.forEach(MetricLimits::check);
        EnumMap<Metric, MetricLimit> ordered = new EnumMap<>(Metric.class);
        ordered.putAll(byMetric);
        byMetric = Collections.unmodifiableMap(ordered);
    }

    /**
     * Accuracy and ROC AUC may fall by 5 % (minor) and 10 % (major), log loss, mean absolute error and root mean squared error rise by
     * 10 % and 25 %. One metric for what is answered, one for how scores rank, one for whether they are right, and two for numbers: the mean
     * error, and the one that feels the large errors. The others follow from these, or are of one class that few rows may have; name them
     * where they matter. A metric that the baseline does not have is not judged.
     */
    public static MetricLimits defaults() {
        return new MetricLimits(Map.of(
                Metric.ACCURACY, HIGHER,
                Metric.ROC_AUC, HIGHER,
                Metric.LOG_LOSS, LOWER,
                Metric.MAE, LOWER,
                Metric.RMSE, LOWER));
    }

    private static void check(Metric metric, MetricLimit limit) {
        boolean valid = switch (limit) {
            case MetricLimit.OfBaseline(double minor, double major) ->
                switch (metric.better()) {
                    case HIGHER -> minor <= 1 && minor >= major && major > 0;
                    case LOWER -> minor >= 1 && minor <= major && Double.isFinite(major);
                    case NEARER_ZERO -> false;
                };
            case MetricLimit.Absolute(double minor, double major) ->
                Double.isFinite(minor)
                        && Double.isFinite(major)
                        && switch (metric.better()) {
                            case HIGHER -> minor >= major;
                            case LOWER, NEARER_ZERO -> minor >= 0 && minor <= major;
                        };
        };
        if (!valid) {
            throw new IllegalArgumentException("limits of " + metric.key() + " can't be minor " + limit.minor()
                    + " and major " + limit.major() + ": " + hint(metric, limit));
        }
    }

    private static String hint(Metric metric, MetricLimit limit) {
        boolean ofBaseline = limit instanceof MetricLimit.OfBaseline;
        return switch (metric.better()) {
            case HIGHER ->
                ofBaseline
                        ? "shares of the baseline's value are 1 ≥ minor ≥ major > 0, such as 0.95 and 0.9"
                        : "as higher is better, minor ≥ major";
            case LOWER ->
                ofBaseline
                        ? "shares of the baseline's value are 1 ≤ minor ≤ major, such as 1.1 and 1.25"
                        : "as lower is better, 0 ≤ minor ≤ major";
            case NEARER_ZERO ->
                ofBaseline
                        ? "a baseline near 0 has no shares, use absolute limits"
                        : "limits of the distance from 0 are 0 ≤ minor ≤ major";
        };
    }
}
