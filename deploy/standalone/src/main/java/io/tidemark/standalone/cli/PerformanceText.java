package io.tidemark.standalone.cli;

import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.standalone.backtest.PerformanceSummary;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.PredictionOutcome;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.performance.WindowVerdict;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Performance as lines for a person. */
final class PerformanceText {
    /** Those that are judged by default, as tables have room for them. */
    private static final Map<Metric, String> SHOWN = shown();

    /** What the ledger names even where there is none. */
    private static final Set<LabelOutcome> LEDGER = Collections.unmodifiableSet(EnumSet.of(
            LabelOutcome.MATCHED,
            LabelOutcome.DUPLICATE,
            LabelOutcome.CORRECTED,
            LabelOutcome.UNMATCHED,
            LabelOutcome.LATE));

    private PerformanceText() {}

    private static Map<Metric, String> shown() {
        Map<Metric, String> shown = new EnumMap<>(Metric.class);
        shown.put(Metric.ACCURACY, "accuracy");
        shown.put(Metric.ROC_AUC, "AUC");
        shown.put(Metric.LOG_LOSS, "log loss");
        shown.put(Metric.MAE, "MAE");
        shown.put(Metric.RMSE, "RMSE");
        return Collections.unmodifiableMap(shown);
    }

    /** The line of a window. */
    static String of(PerformanceRevision revision) {
        String window = DriftEventText.window(
                Instant.ofEpochMilli(revision.window().startMs()),
                Instant.ofEpochMilli(revision.window().endMs()));
        return "%s  %15s  %s  %s"
                .formatted(
                        window,
                        BacktestNotes.counted(revision.profile().labelled(), "label"),
                        measured(revision),
                        outcome(revision));
    }

    /** "accuracy 81.2 % (79 to 83.3, estimated 80.9 %), AUC …, 98.5 % labelled:". */
    private static String measured(PerformanceRevision revision) {
        Map<Metric, MetricValue> metrics = revision.profile().metrics();
        Stream<String> realised = metrics.entrySet().stream()
                .filter(entry -> SHOWN.containsKey(entry.getKey()))
                .map(entry -> interval(entry.getKey(), entry.getValue()) + estimated(entry.getKey(), revision) + ")");
        return Stream.concat(realised, Stream.of(coverage(revision.coverage()) + " labelled:"))
                .collect(Collectors.joining(", "));
    }

    private static String interval(Metric metric, MetricValue value) {
        return SHOWN.getOrDefault(metric, metric.key()) + " " + figure(metric, value.value()) + " ("
                + figure(metric, value.low()) + " to " + figure(metric, value.high());
    }

    private static String estimated(Metric metric, PerformanceRevision revision) {
        MetricValue estimated = revision.estimated().get(metric);
        return estimated == null ? "" : ", estimated " + figure(metric, estimated.value());
    }

    /** A share in percent to a tenth, but neither all nor none where it is not: "99.9 %" where one label of 2,500 is missing. */
    static String coverage(double share) {
        if (share <= 0 || share >= 1) {
            return share <= 0 ? "0 %" : "100 %";
        }
        return "%.1f %%".formatted(Math.clamp(100 * share, 0.1, 99.9));
    }

    static String figure(Metric metric, double value) {
        if (metric == Metric.ACCURACY) {
            return "%.1f %%".formatted(100 * value);
        }
        boolean large = Math.abs(value) >= 100;
        return (large ? "%,.0f" : "%.3f").formatted(value);
    }

    private static String outcome(PerformanceRevision revision) {
        if (revision.judged().isEmpty()) {
            return revision.reference().isPresent()
                    ? "not judged, as there was nothing to compare with in time"
                    : "nothing to compare with yet";
        }
        WindowVerdict verdict = revision.judged().get();
        Severity worst = verdict.worst();
        if (worst == Severity.INSUFFICIENT) {
            return "too few labels to judge";
        }
        String outcome = worst.isDrift() ? worst + " " + subjects(verdict) : "no drift";
        return verdict.diagnosis()
                .map(diagnosis ->
                        outcome + " (" + DriftEventText.words(diagnosis.type().name()) + ")")
                .orElse(outcome);
    }

    private static String subjects(WindowVerdict verdict) {
        return verdict.bySubject().entrySet().stream()
                .filter(subject -> subject.getValue().isDrift())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    /** All in one line, as after {@code baseline create}. */
    static String of(Map<Metric, MetricValue> metrics) {
        return metrics.entrySet().stream()
                .filter(entry -> SHOWN.containsKey(entry.getKey()))
                .map(entry -> interval(entry.getKey(), entry.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    /** What became of windows, labels and predictions. */
    static String of(PerformanceSummary summary) {
        List<String> labels = summary.labels().entrySet().stream()
                .filter(entry -> LEDGER.contains(entry.getKey()) || entry.getValue() > 0)
                .map(entry ->
                        "%,d %s".formatted(entry.getValue(), entry.getKey().reason()))
                .toList();
        String refused = summary.predictions().entrySet().stream()
                .filter(entry -> entry.getKey() != PredictionOutcome.KEPT && entry.getValue() > 0)
                .map(entry ->
                        ", %,d %s".formatted(entry.getValue(), entry.getKey().reason()))
                .collect(Collectors.joining());
        return """
                Performance in %s, of which %,d could be judged: %s opened, %,d of them still open at the end.
                %s read = %s; %s kept%s, %,d of them never labelled.""".formatted(
                        BacktestNotes.counted(summary.windows(), "window"),
                        summary.judged(),
                        BacktestNotes.counted(summary.opened(), "performance episode"),
                        summary.stillOpen(),
                        BacktestNotes.counted(summary.labelsRead(), "label"),
                        String.join(" + ", labels),
                        BacktestNotes.counted(summary.of(PredictionOutcome.KEPT), "prediction"),
                        refused,
                        summary.of(PredictionOutcome.KEPT) - summary.of(LabelOutcome.MATCHED));
    }
}
