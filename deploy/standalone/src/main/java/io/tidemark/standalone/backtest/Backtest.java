package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvColumn;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProfiles;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.standalone.replay.FeatureColumns;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Ledger;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs the two steps of the monitor over a CSV file, as one partition.
 *
 * <p>There is no wall clock here: no row is too far in the future, and the end of the file closes what is open.
 */
public final class Backtest {
    /** Stands for the model version whose logs the file holds. */
    public static final String VERSION = "1";

    /** A wall clock that every row lies behind. */
    private static final long END_OF_TIME = Long.MAX_VALUE / 4;

    private final BacktestSettings settings;
    private final Consumer<Assessment> out;
    private final NameDictionary names;
    private final EventBuffer event = new EventBuffer();
    private OptionalLong firstLateLine = OptionalLong.empty();
    private OptionalLong firstLineWithoutTime = OptionalLong.empty();
    private String firstTextWithoutTime = "";
    private int windows;
    private int windowsTooSmall;
    private int opened;
    private int resolved;

    private Backtest(BacktestSettings settings, Consumer<Assessment> out) {
        this.settings = settings;
        this.out = out;
        this.names = new NameDictionary(Integer.MAX_VALUE);
    }

    /**
     * Runs to the end of the file; every judged window and every event goes to {@code out} as it happens.
     *
     * @throws CsvException if a file can't be used, the stream lacks a column, or none of its rows has a time
     */
    public static BacktestSummary run(
            BacktestSettings settings,
            CsvProgress baselineProgress,
            CsvProgress streamProgress,
            Consumer<Assessment> out) {
        Baseline baseline =
                CsvBaselines.create(settings.baseline(), baselineSettings(settings), Instant.now(), baselineProgress);
        return new Backtest(settings, out).run(baseline, streamProgress);
    }

    /** Where the baseline's rows have a time, too, they tell how much windows vary without drift. */
    private static CsvBaselineSettings baselineSettings(BacktestSettings settings) {
        String time = settings.timeColumn();
        try (CsvRows rows = settings.baseline().open()) {
            boolean timed = rows.has(time);
            ColumnSelection selection = timed ? settings.selection().without(time) : settings.selection();
            FeatureColumns.requireMonitored(settings.baseline().path(), selection.select(rows));
            CsvBaselineSettings ofRows = CsvBaselineSettings.of(selection, Detail.STREAM);
            return timed
                    ? ofRows.withWindows(
                            new TimeWindows(rows.column(time), settings.spec().windowMs()))
                    : ofRows;
        }
    }

    private BacktestSummary run(Baseline baseline, CsvProgress progress) {
        Monitors monitors = monitors(baseline);
        PartitionProfiler profiler =
                new PartitionProfiler(0, 1, monitors, names, limits(baseline), InputLag.UNKNOWN, END_OF_TIME);
        Assessor assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
        List<FeatureColumn> columns = new ArrayList<>();
        int timeColumn;
        try (CsvRows rows = settings.stream().open()) {
            CsvProfiles.columns(rows, baseline).forEach(c -> columns.add(new FeatureColumn(c, names.idOf(c.name()))));
            timeColumn = rows.column(settings.timeColumn());
        }
        settings.stream().forEachRow("replaying", progress, row -> {
            fill(row, columns, timeColumn);
            profiler.accept(event, message -> assessor.accept(message, this::count));
            noteFirstLeftOut(profiler.ledger(), row, timeColumn);
            return true;
        });
        requireRowsWithTime(profiler.ledger());
        profiler.finish(message -> assessor.accept(message, this::count));
        return new BacktestSummary(
                kinds(baseline),
                baseline.rows(),
                profiler.ledger().read(),
                profiler.ledger().of(Outcome.PROFILED),
                profiler.ledger().of(Outcome.LATE),
                profiler.ledger().of(Outcome.NO_TIME),
                firstLateLine,
                firstLineWithoutTime,
                windows,
                windowsTooSmall,
                opened,
                resolved);
    }

    private void noteFirstLeftOut(Ledger ledger, CsvRows row, int timeColumn) {
        if (firstLateLine.isEmpty() && ledger.of(Outcome.LATE) > 0) {
            firstLateLine = OptionalLong.of(row.line());
        }
        if (firstLineWithoutTime.isEmpty() && ledger.of(Outcome.NO_TIME) > 0) {
            firstLineWithoutTime = OptionalLong.of(row.line());
            firstTextWithoutTime = row.value(timeColumn);
        }
    }

    /** A stream without a window says nothing about drift, so it must not look like one without drift. */
    private void requireRowsWithTime(Ledger ledger) {
        if (ledger.read() == 0) {
            throw new CsvException(
                    settings.stream().path() + " has a header but no rows: there is nothing to run over");
        }
        if (ledger.of(Outcome.NO_TIME) == ledger.read()) {
            throw new CsvException(settings.stream().path() + ", line " + firstLineWithoutTime.orElse(0)
                    + ": '" + firstTextWithoutTime + "' in column '" + settings.timeColumn()
                    + "' is no time, nor is that of any other row: name the column that holds times, written like one of "
                    + EventTimes.FORMS);
        }
    }

    private record FeatureColumn(CsvColumn column, int nameId) {}

    private void fill(CsvRows row, List<FeatureColumn> columns, int timeColumn) {
        event.clear();
        long timeMs = EventTimes.parse(row.value(timeColumn).strip())
                .map(Instant::toEpochMilli)
                .orElse(0L);
        event.identify(settings.spec().model(), VERSION, timeMs);
        for (FeatureColumn feature : columns) {
            feature.column().feed(row, new EventValues(event, feature.nameId()));
        }
    }

    private Monitors monitors(Baseline baseline) {
        return new Monitors() {
            @Override
            public MonitorSpec spec(String model) {
                return settings.spec();
            }

            @Override
            public Optional<Baseline> baseline(String model, String version, String segment) {
                return Optional.of(baseline);
            }
        };
    }

    private static ProfilerLimits limits(Baseline baseline) {
        ProfilerLimits d = ProfilerLimits.defaults();
        int features = Math.max(d.maxFeatures(), baseline.features().size());
        return new ProfilerLimits(
                Duration.ZERO,
                d.idleTimeout(),
                d.maxModels(),
                d.maxVersions(),
                features,
                d.maxNameLength(),
                d.sketches());
    }

    private void count(Assessment assessment) {
        switch (assessment) {
            case WindowAssessed assessed -> {
                windows++;
                windowsTooSmall += isTooSmall(assessed) ? 1 : 0;
            }
            case EpisodeChanged changed -> {
                opened += changed.change().type() == EpisodeTransition.Type.OPENED ? 1 : 0;
                resolved += changed.change().type() == EpisodeTransition.Type.RESOLVED ? 1 : 0;
            }
            case Assessment.BaselineLearned _ -> {}
        }
        out.accept(assessment);
    }

    /** Whether the window has too few rows to judge any of its features. */
    public static boolean isTooSmall(WindowAssessed assessed) {
        return assessed.features().values().stream()
                .flatMap(feature -> feature.judgement().stream())
                .allMatch(judgement -> judgement.verdict().severity() == Severity.INSUFFICIENT);
    }

    private static Map<String, FeatureKind> kinds(Baseline baseline) {
        Map<String, FeatureKind> kinds = new LinkedHashMap<>();
        for (FeatureBaseline feature : baseline.features().values()) {
            kinds.put(feature.name(), feature.kind());
        }
        return kinds;
    }
}
