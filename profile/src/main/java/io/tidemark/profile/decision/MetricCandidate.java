package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A metric of a window that may have become worse. Only worse is drift; better is not.
 *
 * <p>Against the baseline the effect is the relative worsening, and the p-value that of a window no worse than the baseline. Against an
 * absolute limit the effect is by how much the metric is beyond the limit of minor drift, in its own units, and the p-value that of a
 * model which is just at that limit. Metrics are taken to be normal, as those of a few hundred rows nearly are.
 *
 * @param measured empty where the window's labels don't define the metric
 * @param labelled rows of the window with a label
 * @param reference of the same metric; empty where there is none
 */
public record MetricCandidate(
        Metric metric,
        Optional<MetricValue> measured,
        long labelled,
        Optional<MetricReference> reference,
        MetricLimit limit,
        long minRows)
        implements Candidate {

    /** The mean of the absolute value of a standard normal variable. */
    private static final double MEAN_NOISE = Math.sqrt(2 / Math.PI);

    /**
     * The candidates of a window. What is judged against the baseline is left out where there is none, or it does not have that metric.
     *
     * @param minRows windows of fewer labelled rows are not judged
     */
    public static List<MetricCandidate> of(
            PerformanceProfile window, Optional<PerformanceBaseline> baseline, MetricLimits limits, long minRows) {
        var metrics = window.metrics();
        List<MetricCandidate> candidates = new ArrayList<>();
        limits.byMetric().forEach((metric, limit) -> {
            Optional<MetricReference> reference = baseline.flatMap(found -> found.metric(metric));
            if (reference.isPresent() || limit instanceof MetricLimit.Absolute) {
                candidates.add(new MetricCandidate(
                        metric,
                        Optional.ofNullable(metrics.get(metric)),
                        window.labelled(),
                        reference,
                        limit,
                        minRows));
            }
        });
        return candidates;
    }

    /** The name of a metric's statistic: they have the same. */
    public static Statistic statistic(Metric metric) {
        return Statistic.valueOf(metric.name());
    }

    @Override
    public double[] pValues() {
        return change().stream().mapToDouble(Measurement::pValue).toArray();
    }

    /** How much worse the metric is; nothing where it can't be judged. */
    public Optional<Measurement> change() {
        return labelled < minRows ? Optional.empty() : measured.flatMap(this::change);
    }

    private Optional<Measurement> change(MetricValue value) {
        return switch (limit) {
            case MetricLimit.OfBaseline _ ->
                reference.filter(before -> before.value() > 0).map(before -> changeOf(value, before));
            case MetricLimit.Absolute(double minor, double _) -> Optional.of(beyond(value, minor));
        };
    }

    private Measurement changeOf(MetricValue value, MetricReference before) {
        double worse = (isHigherBetter() ? before.value() - value.value() : value.value() - before.value());
        double error = Math.max(value.standardError(), errorAtBaseline(value, before));
        double deviation = Math.sqrt(before.varianceOfDifference(error));
        return new Measurement(
                Math.max(0, worse / before.value()),
                MEAN_NOISE * deviation / before.value(),
                pValue(worse, deviation, before.degreesOfFreedom(error)));
    }

    /** Of a share the standard error that it would have at the baseline's value, since a share that fell towards 0 takes its own along. */
    private double errorAtBaseline(MetricValue value, MetricReference before) {
        return switch (metric) {
            case ACCURACY, PRECISION, RECALL -> Math.sqrt(before.value() * (1 - before.value()) / value.rows());
            default -> 0;
        };
    }

    /** The test is against the limit itself, so nothing is taken off for noise. */
    private Measurement beyond(MetricValue value, double minor) {
        double worse = isHigherBetter() ? minor - value.value() : size(value) - minor;
        return new Measurement(Math.max(0, worse), 0, pValue(worse, value.standardError(), Double.POSITIVE_INFINITY));
    }

    private double size(MetricValue value) {
        return metric.better() == Metric.Better.NEARER_ZERO ? Math.abs(value.value()) : value.value();
    }

    private boolean isHigherBetter() {
        return metric.better() == Metric.Better.HIGHER;
    }

    /** The probability of being so much worse by chance. */
    private static double pValue(double worse, double deviation, double degreesOfFreedom) {
        if (deviation == 0) {
            return worse > 0 ? 0 : 1;
        }
        return Double.isInfinite(degreesOfFreedom)
                ? NormalDistribution.of(0, 1).survivalProbability(worse / deviation)
                : TDistribution.of(degreesOfFreedom).survivalProbability(worse / deviation);
    }

    /** From which effect on it is drift. */
    private Levels levels() {
        return switch (limit) {
            case MetricLimit.OfBaseline(double minor, double major) ->
                new Levels(Math.abs(1 - minor), Math.abs(1 - major));
            case MetricLimit.Absolute(double minor, double major) -> new Levels(0, Math.abs(major - minor));
        };
    }

    @Override
    public Verdict verdict(double cut) {
        MetricReason reason = new MetricReason(this);
        Optional<Measurement> measurement = change();
        if (measurement.isEmpty()) {
            return new Verdict(Severity.INSUFFICIENT, DriftKind.PERFORMANCE, List.of(), reason.insufficient());
        }
        Measurement change = measurement.get();
        Levels levels = levels();
        boolean isWorse = change.value() > 0;
        if (!isWorse || change.pValue() > cut || change.effect() < levels.minor()) {
            return new Verdict(
                    Severity.NONE,
                    DriftKind.PERFORMANCE,
                    List.of(),
                    reason.sentence(),
                    isWorse && Verdict.lingers(change, levels));
        }
        boolean major = change.effect() >= levels.major();
        Severity severity = major ? Severity.MAJOR : Severity.MINOR;
        return new Verdict(
                severity,
                DriftKind.PERFORMANCE,
                List.of(new Finding(statistic(metric), severity, change, major ? levels.major() : levels.minor())),
                reason.worse(major ? limit.major() : limit.minor()));
    }
}
