package io.tidemark.stream.spec;

import io.tidemark.profile.decision.MetricLimit;
import io.tidemark.profile.decision.MetricLimits;
import io.tidemark.profile.performance.Metric;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The limits from which on worse performance counts as drift, by metric; a metric that is not there keeps its default.
 *
 * @param byMetric each a limit that its metric can have
 */
public record PerformanceLimits(Map<Metric, PerformanceLimit> byMetric) {
    public static final PerformanceLimits NONE = new PerformanceLimits(Map.of());

    private static final double USUAL_LOSS = 2;
    private static final double USUAL_RISE = 2.5;

    /** The names of all metrics. */
    static final List<String> METRICS =
            Arrays.stream(Metric.values()).map(Metric::key).toList();

    public PerformanceLimits {
        byMetric.forEach((metric, limit) -> MetricRange.problem(metric, limit).ifPresent(wrong -> {
            throw new IllegalArgumentException("performance." + metric.key() + "." + wrong);
        }));
        byMetric = Map.copyOf(byMetric);
    }

    public Optional<PerformanceLimit> of(Metric metric) {
        return Optional.ofNullable(byMetric.get(metric));
    }

    /** The limits that decide: the defaults, with what is said here over them. */
    public MetricLimits over(MetricLimits defaults) {
        Map<Metric, MetricLimit> limits = new EnumMap<>(Metric.class);
        limits.putAll(defaults.byMetric());
        byMetric.forEach((metric, limit) -> {
            switch (limit) {
                case PerformanceLimit.OfBaseline(double minor, OptionalDouble major) ->
                    limits.put(
                            metric,
                            new MetricLimit.OfBaseline(minor, major.orElseGet(() -> usualMajor(metric, minor))));
                case PerformanceLimit.Absolute(double minor, OptionalDouble major) ->
                    limits.put(metric, new MetricLimit.Absolute(minor, major.orElseGet(() -> never(metric))));
                case PerformanceLimit.Off() -> limits.remove(metric);
            }
        });
        return new MetricLimits(limits);
    }

    /** A loss of twice, and a rise of two and a half times, what is minor: as by default. */
    private static double usualMajor(Metric metric, double minor) {
        return metric.better() == Metric.Better.HIGHER
                ? Math.max(Double.MIN_NORMAL, 1 - USUAL_LOSS * (1 - minor))
                : 1 + USUAL_RISE * (minor - 1);
    }

    private static double never(Metric metric) {
        return metric.better() == Metric.Better.HIGHER ? -Double.MAX_VALUE : Double.MAX_VALUE;
    }

    public boolean isEmpty() {
        return byMetric.isEmpty();
    }
}
