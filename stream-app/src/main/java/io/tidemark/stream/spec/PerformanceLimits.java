package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits from which on worse performance counts as drift, by metric; a metric that is not there keeps its default.
 *
 * @param byMetric each a limit that its metric can have
 */
public record PerformanceLimits(Map<Metric, PerformanceLimit> byMetric) {
    public static final PerformanceLimits NONE = new PerformanceLimits(Map.of());

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

    public boolean isEmpty() {
        return byMetric.isEmpty();
    }
}
