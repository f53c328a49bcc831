package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.LabelsSpec;
import io.tidemark.schemas.avro.PerformanceLevels;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Labels and the limits of performance as a record holds them. */
final class PerformanceRecords {
    private PerformanceRecords() {}

    static Optional<Labels> labels(@Nullable LabelsSpec labels) {
        return Optional.ofNullable(labels)
                .map(set -> new Labels(
                        Duration.ofMillis(set.getWaitMs()), Optional.ofNullable(set.getPositive()), set.getCoverage()));
    }

    static @Nullable LabelsSpec record(Optional<Labels> labels) {
        return labels.map(set ->
                        new LabelsSpec(set.waitFor().toMillis(), set.positive().orElse(null), set.coverage()))
                .orElse(null);
    }

    /**
     * The limits in a record.
     *
     * @throws IllegalArgumentException if there is one that no spec may have; the message names it
     */
    static PerformanceLimits limits(Map<String, PerformanceLevels> levels) {
        Map<Metric, PerformanceLimit> limits = new EnumMap<>(Metric.class);
        levels.forEach((name, value) -> limits.put(metric(name), limit(value)));
        return new PerformanceLimits(limits);
    }

    private static Metric metric(String name) {
        return Metric.of(name)
                .orElseThrow(() -> new IllegalArgumentException("performance." + name + ": no such metric; use one of "
                        + String.join(", ", PerformanceLimits.METRICS)));
    }

    private static PerformanceLimit limit(PerformanceLevels levels) {
        if (levels.getOff()) {
            return PerformanceLimit.OFF;
        }
        Double given = levels.getMajor();
        OptionalDouble major = given == null ? OptionalDouble.empty() : OptionalDouble.of(given);
        return levels.getOfBaseline()
                ? new PerformanceLimit.OfBaseline(levels.getMinor(), major)
                : new PerformanceLimit.Absolute(levels.getMinor(), major);
    }

    static Map<String, PerformanceLevels> record(PerformanceLimits limits) {
        Map<String, PerformanceLevels> levels = new TreeMap<>();
        limits.byMetric()
                .forEach((metric, limit) -> levels.put(
                        metric.key(),
                        switch (limit) {
                            case PerformanceLimit.OfBaseline(double minor, OptionalDouble major) ->
                                new PerformanceLevels(minor, nullable(major), true, false);
                            case PerformanceLimit.Absolute(double minor, OptionalDouble major) ->
                                new PerformanceLevels(minor, nullable(major), false, false);
                            case PerformanceLimit.Off() -> new PerformanceLevels(0.0, null, false, true);
                        }));
        return levels;
    }

    private static @Nullable Double nullable(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
