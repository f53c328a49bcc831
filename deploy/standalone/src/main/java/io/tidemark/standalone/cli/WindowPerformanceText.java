package io.tidemark.standalone.cli;

import io.tidemark.profile.decision.LabelCandidate;
import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The performance of a day as one line for a person, below the line of its features. */
final class WindowPerformanceText {
    private final Console console;

    WindowPerformanceText(Console console) {
        this.console = console;
    }

    String of(WindowPerformance window) {
        List<String> metrics = new ArrayList<>();
        find(Metric.ACCURACY, window.getRealised())
                .ifPresent(accuracy -> metrics.add("accuracy %s (%s to %s%s)"
                        .formatted(
                                PerformanceText.figure(Metric.ACCURACY, accuracy.getValue()),
                                percent(accuracy.getLow()),
                                percent(accuracy.getHigh()),
                                estimated(Metric.ACCURACY, window, ", estimated "))));
        find(Metric.LOG_LOSS, window.getRealised())
                .ifPresent(loss -> metrics.add("log loss "
                        + PerformanceText.figure(Metric.LOG_LOSS, loss.getValue())
                        + estimated(Metric.LOG_LOSS, window, ", estimated ")));
        String line = "%s  %6s labelled %s"
                .formatted(
                        window.getWindowStart().toString().substring(0, 10),
                        PerformanceText.coverage(window.getCoverage()),
                        String.join("; ", metrics));
        Diagnosis diagnosis = window.getDiagnosis();
        Set<String> worse = worse(window);
        if (worse.isEmpty() && diagnosis == null) {
            return console.styled(line, Console.Style.FAINT);
        }
        return line
                + (worse.isEmpty() ? "" : "  " + console.styled(String.join(", ", worse), Console.Style.YELLOW))
                + (diagnosis == null ? "" : console.styled(type(diagnosis), Console.Style.FAINT));
    }

    /** What kind of drift it is; the window's events have it in full. */
    private static String type(Diagnosis diagnosis) {
        return "  (" + DriftEventText.words(diagnosis.getType().name()) + ")";
    }

    private static String percent(double share) {
        return "%.1f".formatted(100 * share);
    }

    private static String estimated(Metric metric, WindowPerformance window, String before) {
        return find(metric, window.getEstimated())
                .map(value -> before + PerformanceText.figure(metric, value.getValue()))
                .orElse("");
    }

    private static Optional<MetricValue> find(Metric metric, List<MetricValue> values) {
        return values.stream()
                .filter(value -> value.getMetric().equals(metric.key()))
                .findFirst();
    }

    /**
     * What of metrics and labels is drift, as events call it; the features among the causes are in the line of the features. Where a window is drift
     * and no metric is, labels are, even where too many features stand before them among the causes.
     */
    private static Set<String> worse(WindowPerformance window) {
        if (!isDrift(window.getSeverity())) {
            return Set.of();
        }
        Set<String> worse = window.getRealised().stream()
                .filter(value -> isDrift(value.getSeverity()))
                .map(value -> "$" + value.getMetric())
                .collect(Collectors.toCollection(TreeSet::new));
        if (worse.isEmpty() || isCause(LabelCandidate.SUBJECT, window.getDiagnosis())) {
            worse.add(LabelCandidate.SUBJECT);
        }
        return worse;
    }

    private static boolean isDrift(Severity severity) {
        return severity == Severity.MAJOR || severity == Severity.MINOR;
    }

    private static boolean isCause(String subject, @Nullable Diagnosis diagnosis) {
        return diagnosis != null
                && diagnosis.getCauses().stream()
                        .anyMatch(cause -> cause.getSubject().equals(subject));
    }
}
