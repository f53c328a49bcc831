package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.CsvRows;
import io.tidemark.standalone.backtest.BacktestColumns;
import io.tidemark.standalone.backtest.BacktestSettings;
import io.tidemark.standalone.backtest.BacktestSummary;
import io.tidemark.standalone.backtest.PerformanceSummary;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of performance a backtest could not look at, and why. On stderr, where it is seen with {@code --json} as well. */
final class PerformanceNotes {
    private final Console console;
    private final BacktestSettings settings;
    private final BacktestColumns columns;
    private final MonitorSpec spec;

    PerformanceNotes(Console console, BacktestSettings settings) {
        this.console = console;
        this.settings = settings;
        this.columns = settings.columns();
        this.spec = settings.spec();
    }

    void tell(BacktestSummary summary) {
        if (columns.outcome().label().isEmpty() && spec.labels().isPresent()) {
            say(
                    "The --spec asks for labels, and no column is named that has them: performance is not judged. Give --label"
                            + " and --prediction.");
        }
        summary.performance().ifPresent(this::tell);
    }

    private void tell(PerformanceSummary summary) {
        String label = columns.outcome().label().orElse("");
        if (summary.labelsRead() == 0) {
            say("%s: no row has a label in column '%s', so performance is not known."
                    .formatted(settings.stream().path(), label));
            return;
        }
        boolean measuredBefore = baselineIsMeasured();
        if (settings.baseline().isPresent() && !measuredBefore) {
            say(
                    "%s does not have the columns of --label, --prediction and --score: performance is compared with the stream's"
                                    .formatted(settings.baseline().get().path())
                            + " first labels.");
        }
        if (summary.judged() == 0 && !measuredBefore && spec.performance().isEmpty()) {
            say(
                    "Performance was not judged: %s are too few to learn from, which takes %s over %s before the first window that"
                                    .formatted(
                                            BacktestNotes.counted(summary.labelsRead(), "label"),
                                            BacktestNotes.counted(spec.learnRows(), "labelled row"),
                                            DurationText.format(spec.learnFor()))
                            + " is judged. Give --baseline with labels, or a shorter learnFor and fewer learnRows in a --spec.");
        }
        if (!columns.outcome().regression()) {
            tellOfClasses(summary);
        }
    }

    private boolean baselineIsMeasured() {
        return settings.baseline()
                .filter(file -> {
                    try (CsvRows rows = file.open()) {
                        return columns.hasOutcome(rows);
                    }
                })
                .isPresent();
    }

    private void tellOfClasses(PerformanceSummary summary) {
        String classes = summary.classes().stream().limit(5).collect(Collectors.joining(", "));
        Optional<String> positive = spec.labels().flatMap(Labels::positive);
        if (positive.filter(name -> !summary.classes().contains(name)).isPresent()) {
            say("The positive class '%s' is neither in column '%s' nor in '%s', which have %s%s: correct --positive."
                    .formatted(
                            positive.get(),
                            columns.outcome().prediction().orElse(""),
                            columns.outcome().label().orElse(""),
                            classes,
                            summary.classes().size() > 5 ? ", …" : ""));
        } else if (columns.outcome().score().isPresent() && !summary.ofPositiveClass()) {
            say(
                    "Scores are taken to be those of the class that was answered, so that there is no AUC and no log loss. If they"
                            + " are those of one class, name it with --positive: the classes are " + classes + ".");
        }
    }

    private void say(String sentence) {
        console.err().println(sentence);
    }
}
