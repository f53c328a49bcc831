package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** Writes a monitor spec as YAML that {@link SpecYaml} reads as the same spec. */
public final class SpecText {
    private static final DumpSettings SETTINGS =
            DumpSettings.builder().setWidth(10_000).build();

    private SpecText() {}

    /** All settings of a spec, also those that are as by default; of thresholds those that the spec has. */
    public static String of(MonitorSpec spec) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", spec.model());
        root.put("window", DurationText.format(spec.window()));
        root.put("hop", DurationText.format(spec.windows().hop()));
        root.put("grace", DurationText.format(spec.grace()));
        root.put("rollups", durations(spec.windows().rollups()));
        root.put("minRows", spec.minRows());
        root.put("learnRows", spec.learnRows());
        root.put("learnFor", DurationText.format(spec.learnFor()));
        root.put("references", spec.references().stream().map(Reference::key).toList());
        root.put("falseAlarms", spec.falseAlarms().toString());
        root.put("dataset", Map.of("share", spec.dataset().share()));
        root.put("multivariate", spec.multivariate());
        root.put("segments", segments(spec.segments()));
        root.put("episodes", episodes(spec.episodes()));
        root.put("thresholds", thresholds(spec.thresholds()));
        root.put("features", features(spec.features()));
        spec.labels().ifPresent(labels -> {
            root.put("labels", labels(labels));
            root.put("performance", performance(spec.performance()));
        });
        spec.retraining().ifPresent(retraining -> root.put("retrain", LoopText.of(retraining)));
        spec.rollout().ifPresent(rollout -> root.put("rollout", LoopText.of(rollout)));
        spec.routes().ifPresent(routes -> root.put("notify", NotifyText.of(routes)));
        spec.source().ifPresent(source -> root.put("source", SourceText.of(source)));
        return new Dump(SETTINGS).dumpToString(root);
    }

    private static List<String> durations(List<Duration> durations) {
        return durations.stream().map(DurationText::format).toList();
    }

    private static Map<String, Object> segments(MonitorSpec.Segments segments) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("by", segments.by());
        map.put("max", segments.max());
        return map;
    }

    private static Map<String, Object> episodes(MonitorSpec.Episodes episodes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("openAfter", episodes.openAfter());
        map.put("closeAfter", episodes.closeAfter());
        return map;
    }

    private static Map<String, Object> features(Map<String, FeatureSpec> features) {
        Map<String, Object> map = new LinkedHashMap<>();
        new TreeMap<>(features).forEach((name, feature) -> map.put(name, feature(feature)));
        return map;
    }

    /** What an ignored feature is set to has no effect, and the reader refuses it. */
    private static Map<String, Object> feature(FeatureSpec feature) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", feature.kind().name().toLowerCase(Locale.ROOT));
        map.put("ignore", feature.ignore());
        if (!feature.ignore()) {
            map.put("importance", feature.importance());
            map.put("thresholds", thresholds(feature.thresholds()));
        }
        return map;
    }

    /** In the order in which statistics are listed everywhere. */
    private static Map<String, Object> thresholds(Thresholds thresholds) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String statistic : Thresholds.STATISTICS) {
            thresholds.of(statistic).ifPresent(threshold -> map.put(statistic, threshold(threshold)));
        }
        return map;
    }

    private static Map<String, Object> labels(Labels labels) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("wait", DurationText.format(labels.waitFor()));
        labels.positive().ifPresent(positive -> map.put("positive", positive));
        map.put("coverage", labels.coverage());
        return map;
    }

    /** In the order in which metrics are listed everywhere. */
    private static Map<String, Object> performance(PerformanceLimits limits) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            limits.of(metric).ifPresent(limit -> map.put(metric.key(), limit(limit)));
        }
        return map;
    }

    private static Object limit(PerformanceLimit limit) {
        return switch (limit) {
            case PerformanceLimit.OfBaseline(double minor, OptionalDouble major) ->
                levels(minor, major, Percent::format);
            case PerformanceLimit.Absolute(double minor, OptionalDouble major) -> levels(minor, major, level -> level);
            case PerformanceLimit.Off() -> PerformanceYaml.OFF;
        };
    }

    private static Object levels(double minor, OptionalDouble major, DoubleFunction<Object> write) {
        if (major.isEmpty()) {
            return write.apply(minor);
        }
        Map<String, Object> levels = new LinkedHashMap<>();
        levels.put(PerformanceYaml.MINOR, write.apply(minor));
        levels.put(PerformanceYaml.MAJOR, write.apply(major.getAsDouble()));
        return levels;
    }

    private static Object threshold(Threshold threshold) {
        return switch (threshold) {
            case Threshold.Minor(double minor) -> minor;
            case Threshold.Both(double minor, double major) -> {
                Map<String, Double> levels = new LinkedHashMap<>();
                levels.put(ThresholdsYaml.MINOR, minor);
                levels.put(ThresholdsYaml.MAJOR, major);
                yield levels;
            }
            case Threshold.Off() -> ThresholdsYaml.OFF;
        };
    }
}
