package io.tidemark.standalone.cli;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.FeatureSpec;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.NotifyRoute;
import io.tidemark.stream.spec.PerformanceLimits;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.spec.Source;
import io.tidemark.stream.spec.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a monitor spec amounts to, in words. */
final class SpecSummary {
    private SpecSummary() {}

    /** A few lines, each of one matter. */
    static List<String> lines(MonitorSpec spec) {
        List<String> lines = new ArrayList<>();
        lines.add(windows(spec.windows()));
        lines.add("compared with: "
                + spec.references().stream().map(Reference::key).collect(Collectors.joining(", ")));
        lines.add("judged from %,d rows; a baseline is %s"
                .formatted(
                        spec.minRows(),
                        spec.learnRows() == 0
                                ? "not learned"
                                : "learned where there is none, from %,d rows%s"
                                        .formatted(spec.learnRows(), overTime(spec.learnFor()))));
        lines.add("false alarms: " + spec.falseAlarms() + "; the model drifts with "
                + percent(spec.dataset().share()) + " of its features; dependence between features is "
                + (spec.multivariate() ? "" : "not ") + "watched");
        lines.add("episodes: opened after %s, closed after %s without"
                .formatted(
                        counted(spec.episodes().openAfter(), "window with drift", "windows with drift"),
                        counted(spec.episodes().closeAfter(), "window", "windows")));
        if (!spec.segments().by().isEmpty()) {
            lines.add("segments: by %s, %,d at most"
                    .formatted(
                            String.join(", ", spec.segments().by()),
                            spec.segments().max()));
        }
        if (!spec.thresholds().byStatistic().isEmpty()) {
            lines.add("thresholds other than by default: "
                    + statistics(spec.thresholds().byStatistic()));
        }
        spec.labels().ifPresent(labels -> lines.addAll(labels(labels, spec.performance())));
        lines.addAll(LoopSummary.lines(spec));
        spec.source().ifPresent(source -> lines.addAll(sources(source)));
        spec.routes().ifPresent(routes -> lines.add("notify: " + routes(routes)));
        new TreeMap<>(spec.features()).forEach((name, feature) -> lines.add("feature " + name + ": " + of(feature)));
        return lines;
    }

    private static List<String> sources(Source source) {
        List<String> lines = new ArrayList<>();
        source.predictions()
                .ifPresent(predictions -> lines.add("predictions: " + records(predictions.records()) + "; features "
                        + fields(predictions.features())));
        source.truths().ifPresent(truths -> lines.add("truths: " + records(truths.records())));
        return lines;
    }

    private static String records(Source.Records records) {
        String where = records.where().entrySet().stream()
                .map(condition -> condition.getKey() + " is " + String.join(" or ", condition.getValue()))
                .collect(Collectors.joining(" and "));
        return "from " + records.topic() + " (" + records.format().key() + ")"
                + (where.isEmpty() ? "" : " where " + where)
                + ", by " + records.id() + ", at "
                + records.time()
                        .map(time -> time.at() + " (" + time.unit().key() + ")")
                        .orElse("the record's timestamp");
    }

    private static String fields(Source.Fields fields) {
        String names = String.join(", ", fields.named().keySet());
        String all = fields.all().map(path -> "all of " + path).orElse("");
        return fields.isEmpty() ? "none" : names + (names.isEmpty() || all.isEmpty() ? "" : ", ") + all;
    }

    private static String routes(List<NotifyRoute> routes) {
        return routes.isEmpty()
                ? "nobody"
                : routes.stream()
                        .map(route -> route.channel() + " from "
                                + DriftEventText.words(route.severity().name()) + chosen(route))
                        .collect(Collectors.joining("; "));
    }

    private static String chosen(NotifyRoute route) {
        String chosen = Stream.of(
                        route.kinds().stream().map(kind -> DriftEventText.words(kind.name())),
                        route.states().stream().map(state -> DriftEventText.words(state.name())),
                        route.segments().stream(),
                        route.features().stream())
                .flatMap(names -> names)
                .collect(Collectors.joining(", "));
        return chosen.isEmpty() ? "" : " (" + chosen + ")";
    }

    private static List<String> labels(Labels labels, PerformanceLimits limits) {
        List<String> lines = new ArrayList<>();
        lines.add("labels: performance is judged once %s of a window's are there, at the latest %s after its end%s"
                .formatted(
                        percent(labels.coverage()),
                        DurationText.format(labels.waitFor()),
                        labels.positive()
                                .map(positive -> "; scores are of " + positive)
                                .orElse("")));
        if (!limits.isEmpty()) {
            lines.add("limits of performance other than by default: "
                    + limits.byMetric().keySet().stream()
                            .sorted()
                            .map(Metric::key)
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    private static String overTime(Duration learnFor) {
        return learnFor.isZero() ? "" : " and " + DurationText.format(learnFor) + " at least";
    }

    private static String windows(Windows windows) {
        String length = "windows: " + DurationText.format(windows.window()) + ", judged every "
                + DurationText.format(windows.hop()) + ", " + DurationText.format(windows.grace()) + " grace";
        return windows.rollups().isEmpty()
                ? length
                : length + "; rollups "
                        + windows.rollups().stream().map(DurationText::format).collect(Collectors.joining(", "));
    }

    private static String of(FeatureSpec feature) {
        if (feature.ignore()) {
            return "ignored";
        }
        List<String> parts = new ArrayList<>();
        if (feature.kind() != FeatureKind.AUTO) {
            parts.add(feature.kind().name().toLowerCase(Locale.ROOT));
        }
        if (feature.importance() != FeatureSpec.DEFAULT.importance()) {
            parts.add("importance " + number(feature.importance()));
        }
        if (!feature.thresholds().byStatistic().isEmpty()) {
            parts.add("thresholds " + statistics(feature.thresholds().byStatistic()));
        }
        return String.join(", ", parts);
    }

    private static String statistics(Map<String, ?> byStatistic) {
        return byStatistic.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private static String percent(double share) {
        return number(share * 100) + " %";
    }

    /** Without a fraction of nothing. */
    private static String number(double number) {
        return number == Math.rint(number) ? "%.0f".formatted(number) : String.valueOf((float) number);
    }

    private static String counted(long number, String one, String more) {
        return "%,d %s".formatted(number, number == 1 ? one : more);
    }
}
