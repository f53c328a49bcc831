package io.tidemark.standalone.cli;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
                        coverage(window.getCoverage()),
                        String.join("; ", metrics));
        String worse = worse(window);
        return worse.isEmpty()
                ? console.styled(line, Console.Style.FAINT)
                : line + "  " + console.styled(worse, Console.Style.YELLOW)
                        + console.styled(diagnosis(window), Console.Style.FAINT);
    }

    /** What kind of drift it is; the window's events have it in full. */
    private static String diagnosis(WindowPerformance window) {
        Diagnosis diagnosis = window.getDiagnosis();
        return diagnosis == null
                ? ""
                : "  (" + DriftEventText.words(diagnosis.getType().name()) + ")";
    }

    /** Never 100 % where one label is missing. */
    private static String coverage(double share) {
        return share < 1 ? "%.1f %%".formatted(Math.floor(1000 * share) / 10) : "100 %";
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

    /** The metrics that are drift, which are called in events as the line of the features calls its own. */
    private static String worse(WindowPerformance window) {
        return window.getRealised().stream()
                .filter(value -> value.getSeverity() == Severity.MAJOR || value.getSeverity() == Severity.MINOR)
                .map(value -> "$" + value.getMetric())
                .collect(Collectors.joining(", "));
    }
}
