package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads limits of performance: by metric a share of the baseline's value with {@code %}, a number, a map of minor and major, or
 * {@code off}.
 */
final class PerformanceYaml {
    static final String MINOR = "minor";
    static final String MAJOR = "major";
    static final List<String> KEYS = List.of(MINOR, MAJOR);
    static final String OFF = "off";

    /** A level as it is written. */
    private record Level(double value, boolean ofBaseline) {}

    private PerformanceYaml() {}

    static PerformanceLimits read(YamlSection section) {
        section.allowOnly(PerformanceLimits.METRICS);
        Map<Metric, PerformanceLimit> limits = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            if (section.keys().contains(metric.key())) {
                limit(section, metric).ifPresent(limit -> limits.put(metric, limit));
            }
        }
        return new PerformanceLimits(limits);
    }

    /** A share that could be a limit of the metric. */
    static String exampleOf(Metric metric) {
        return metric.better() == Metric.Better.HIGHER ? "95%" : "110%";
    }

    private static Optional<PerformanceLimit> limit(YamlSection section, Metric metric) {
        String key = metric.key();
        if (section.isMap(key)) {
            return levels(section, metric);
        }
        if (section.isText(key, OFF)) {
            return Optional.of(PerformanceLimit.OFF);
        }
        return level(section, key, metric)
                .map(minor -> limit(minor, OptionalDouble.empty()))
                .filter(limit -> {
                    Optional<SpecProblem> wrong = MetricRange.problem(metric, limit);
                    wrong.ifPresent(problem -> section.problem(key, problem.what(), problem.remedy()));
                    return wrong.isEmpty();
                });
    }

    private static Optional<PerformanceLimit> levels(YamlSection section, Metric metric) {
        YamlSection levels = section.section(metric.key());
        levels.allowOnly(KEYS);
        for (String key : KEYS) {
            if (!levels.keys().contains(key)) {
                section.problem(
                        metric.key(),
                        "has no " + key,
                        "write both, or " + exampleOf(metric) + " or a number without a map");
            }
        }
        Optional<Level> minor = level(levels, MINOR, metric);
        Optional<Level> major = level(levels, MAJOR, metric);
        if (minor.isEmpty() || major.isEmpty()) {
            return Optional.empty();
        }
        if (minor.get().ofBaseline() != major.get().ofBaseline()) {
            section.problem(
                    metric.key(),
                    "has one level that is a share of the baseline's value and one that is not",
                    "write both with %, or both without");
            return Optional.empty();
        }
        PerformanceLimit limit =
                limit(minor.get(), OptionalDouble.of(major.get().value()));
        Optional<SpecProblem> wrong = MetricRange.problem(metric, limit);
        wrong.ifPresent(problem -> levels.problem(problem.key(), problem.what(), problem.remedy()));
        return wrong.isEmpty() ? Optional.of(limit) : Optional.empty();
    }

    private static PerformanceLimit limit(Level minor, OptionalDouble major) {
        return minor.ofBaseline()
                ? new PerformanceLimit.OfBaseline(minor.value(), major)
                : new PerformanceLimit.Absolute(minor.value(), major);
    }

    private static Optional<Level> level(YamlSection section, String key, Metric metric) {
        OptionalDouble share = section.percent(key);
        if (share.isPresent()) {
            return Optional.of(new Level(share.getAsDouble(), true));
        }
        OptionalDouble number = section.number(
                key,
                Double::isFinite,
                "limit of performance",
                "write a share of the baseline's value such as " + exampleOf(metric) + ", or a value of "
                        + metric.words());
        return number.isPresent() ? Optional.of(new Level(number.getAsDouble(), false)) : Optional.empty();
    }
}
