package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfilerLimits;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the steps of the monitor over a CSV file, as one partition: profiles and drift, and where there are labels, performance.
 *
 * <p>There is no wall clock here: no row is too far in the future, and the end of the file closes what is open.
 */
public final class Backtest {
    private final BacktestSettings settings;
    private final BacktestMonitors monitors;
    private final Consumer<Assessment> out;
    private final Consumer<PerformanceRevision> performanceOut;
    private Optional<PerformanceBacktest> performance = Optional.empty();
    private int windows;
    private int windowsTooSmall;
    private int opened;
    private int resolved;

    private Backtest(
            BacktestSettings settings,
            Optional<Baseline> baseline,
            Consumer<Assessment> out,
            Consumer<PerformanceRevision> performanceOut) {
        this.settings = settings;
        this.monitors = new BacktestMonitors(settings.spec(), baseline);
        this.out = out;
        this.performanceOut = performanceOut;
    }

    /**
     * Runs to the end of the file; every judged window and every event goes to {@code out} as it happens, and the performance of every window to
     * {@code performanceOut} when its labels are no longer waited for.
     *
     * @throws CsvException if a file can't be used, the stream lacks a column, or none of its rows has a time
     */
    public static BacktestSummary run(
            BacktestSettings settings,
            CsvProgress baselineProgress,
            CsvProgress streamProgress,
            Consumer<Assessment> out,
            Consumer<PerformanceRevision> performanceOut) {
        Optional<Baseline> baseline =
                settings.baseline().map(file -> BacktestBaseline.of(file, settings, baselineProgress));
        return new Backtest(settings, baseline, out, performanceOut).run(streamProgress);
    }

    private BacktestSummary run(CsvProgress progress) {
        CsvEvents events = new CsvEvents(
                settings.stream(),
                settings.columns(),
                monitors.baseline(),
                settings.spec().model(),
                progress);
        try (CsvRows rows = settings.stream().open()) {
            performance = performanceOver(rows);
        }
        PartitionProfiler profiler = new PartitionProfiler(
                0, 1, monitors, events.names(), events.limits(), InputLag.UNKNOWN, CsvEvents.END_OF_TIME);
        Assessor assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
        events.forEach("replaying", progress, (row, event, time) -> {
            Outcome outcome = profiler.accept(event, message -> assessor.accept(message, this::count));
            if (performance.isPresent() && time.isPresent()) {
                performance.get().accept(row.row(), time.get());
            }
            return outcome;
        });
        profiler.finish(message -> assessor.accept(message, this::count));
        performance.ifPresent(PerformanceBacktest::finish);
        return new BacktestSummary(
                events.kinds(),
                monitors.baseline().map(Baseline::rows).orElse(0L),
                profiler.ledger().read(),
                profiler.ledger().of(Outcome.PROFILED),
                profiler.ledger().of(Outcome.LATE),
                profiler.ledger().of(Outcome.NO_TIME),
                events.firstLateLine(),
                events.firstLineWithoutTime(),
                windows,
                windowsTooSmall,
                opened,
                resolved,
                performance.map(PerformanceBacktest::summary));
    }

    private Optional<PerformanceBacktest> performanceOver(CsvRows rows) {
        return settings.judgesPerformance()
                ? Optional.of(new PerformanceBacktest(
                        new LabelledRows(settings, rows), settings.spec(), monitors, this::take))
                : Optional.empty();
    }

    private void take(PerformanceOutput output) {
        switch (output) {
            case EpisodeNews(EpisodeChanged change) -> count(change);
            case PerformanceRevision revision -> performanceOut.accept(revision);
            case LatePart part -> throw new IllegalStateException("there is one partition, and yet " + part);
        }
    }

    private void count(Assessment assessment) {
        switch (assessment) {
            case WindowAssessed assessed -> {
                windows++;
                windowsTooSmall += isTooSmall(assessed) ? 1 : 0;
                performance.ifPresent(labelled -> labelled.found(assessed));
            }
            case EpisodeChanged changed -> {
                opened += changed.change().type() == EpisodeTransition.Type.OPENED ? 1 : 0;
                resolved += changed.change().type() == EpisodeTransition.Type.RESOLVED ? 1 : 0;
            }
            case BaselineLearned learned -> monitors.learned(learned.baseline());
        }
        out.accept(assessment);
    }

    /** Whether the window has too few rows to judge any of its features. */
    public static boolean isTooSmall(WindowAssessed assessed) {
        return assessed.baseline().isPresent()
                && assessed.features().values().stream()
                        .flatMap(feature -> feature.judgement().stream())
                        .allMatch(judgement -> judgement.verdict().severity() == Severity.INSUFFICIENT);
    }
}
