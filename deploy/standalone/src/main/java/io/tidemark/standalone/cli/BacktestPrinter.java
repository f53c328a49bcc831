package io.tidemark.standalone.cli;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.standalone.backtest.Backtest;
import io.tidemark.standalone.backtest.BacktestJson;
import io.tidemark.standalone.backtest.BacktestSummary;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.topology.DriftEvents;
import java.time.Instant;
import java.util.stream.Collectors;

/** Prints what a backtest finds, for people or as JSON lines. */
final class BacktestPrinter {
    private final Console console;
    private final boolean json;
    private final boolean comparesWithBaseline;

    BacktestPrinter(Console console, boolean json, boolean comparesWithBaseline) {
        this.console = console;
        this.json = json;
        this.comparesWithBaseline = comparesWithBaseline;
    }

    void print(Assessment assessment) {
        switch (assessment) {
            case WindowAssessed judged when json -> BacktestJson.windows(judged).forEach(console.out()::println);
            case WindowAssessed judged -> printWindow(judged);
            case EpisodeChanged changed when json -> console.out().println(BacktestJson.event(changed));
            case EpisodeChanged changed ->
                console.out()
                        .println(new DriftEventText(console, false)
                                .of(DriftEvents.of(
                                        changed,
                                        Instant.ofEpochMilli(changed.window().endMs()))));
            case BaselineLearned learned when json -> console.out().println(BacktestJson.baseline(learned));
            case BaselineLearned learned ->
                console.out().println("The baseline is " + learned.baseline().source() + ".");
        }
    }

    /** Windows without drift are many; one faint line each shows that they were looked at. */
    private void printWindow(WindowAssessed judged) {
        String window = DriftEventText.window(
                Instant.ofEpochMilli(judged.judged().startMs()),
                Instant.ofEpochMilli(judged.judged().endMs()));
        String line = "%s  %15s  %s"
                .formatted(
                        window,
                        BacktestNotes.counted(judged.judged().rows(), "row"),
                        comparesWithBaseline ? outcome(judged) : "not compared with a baseline");
        console.out().println(console.styled(line, Console.Style.FAINT));
    }

    private static String outcome(WindowAssessed judged) {
        if (judged.baseline().isEmpty()) {
            return "learning the baseline";
        }
        String drifted = judged.features().values().stream()
                .flatMap(feature -> feature.judgement().stream())
                .filter(judgement -> judgement.verdict().severity().isDrift())
                .map(judgement -> judgement.comparison().feature())
                .collect(Collectors.joining(", "));
        if (drifted.isEmpty()) {
            return Backtest.isTooSmall(judged) ? "too few rows to judge" : "no drift";
        }
        return "drift in " + drifted;
    }

    /** The performance of a window whose labels are no longer waited for. */
    void print(PerformanceRevision revision) {
        if (json) {
            console.out().println(BacktestJson.performance(revision));
        } else {
            console.out().println(console.styled(PerformanceText.of(revision), Console.Style.FAINT));
        }
    }

    void print(BacktestSummary summary) {
        if (json) {
            console.out().println(BacktestJson.summary(summary));
            return;
        }
        console.out().println();
        console.out()
                .println("%s in %s against %s of the baseline: %s opened, %,d of them still open at the end."
                        .formatted(
                                BacktestNotes.counted(summary.profiled(), "row"),
                                BacktestNotes.counted(summary.windows(), "window"),
                                BacktestNotes.counted(summary.baselineRows(), "row"),
                                BacktestNotes.counted(summary.opened(), "drift episode"),
                                summary.stillOpen()));
        if (summary.windowsTooSmall() > 0) {
            console.out()
                    .println("%s had too few rows to judge: give a longer --window, or fewer minRows in a --spec."
                            .formatted(BacktestNotes.counted(summary.windowsTooSmall(), "window")));
        }
        summary.performance().map(PerformanceText::of).ifPresent(console.out()::println);
        String kinds = summary.kinds().entrySet().stream()
                .map(kind -> kind.getKey() + (kind.getValue() == FeatureKind.NUMERIC ? " (numeric)" : " (categorical)"))
                .collect(Collectors.joining(", "));
        console.out().println("Features: " + kinds);
    }
}
