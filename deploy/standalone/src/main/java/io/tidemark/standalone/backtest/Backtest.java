package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvColumn;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProfiles;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.standalone.replay.FeatureColumns;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Ledger;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.time.Instant;
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
    private final BacktestMonitors monitors;
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

    private Backtest(BacktestSettings settings, Optional<Baseline> baseline, Consumer<Assessment> out) {
        this.settings = settings;
        this.monitors = new BacktestMonitors(settings.spec(), baseline);
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
        Optional<Baseline> baseline = settings.baseline()
                .map(file ->
                        CsvBaselines.create(file, baselineSettings(file, settings), Instant.now(), baselineProgress));
        return new Backtest(settings, baseline, out).run(streamProgress);
    }

    /** Where the baseline's rows have a time, too, they tell how much windows vary without drift. */
    private static CsvBaselineSettings baselineSettings(CsvSource file, BacktestSettings settings) {
        String time = settings.timeColumn();
        try (CsvRows rows = file.open()) {
            boolean timed = rows.has(time);
            ColumnSelection selection = timed ? settings.selection().without(time) : settings.selection();
            FeatureColumns.requireMonitored(file.path(), selection.select(rows));
            CsvBaselineSettings ofRows = CsvBaselineSettings.of(selection, Detail.STREAM);
            return timed
                    ? ofRows.withWindows(
                            new TimeWindows(rows.column(time), settings.spec().windowMs()))
                    : ofRows;
        }
    }

    private BacktestSummary run(CsvProgress progress) {
        int timeColumn;
        try (CsvRows rows = settings.stream().open()) {
            timeColumn = rows.column(settings.timeColumn());
        }
        List<FeatureColumn> columns = columns(progress).stream()
                .map(column -> new FeatureColumn(column, names.idOf(column.name())))
                .toList();
        PartitionProfiler profiler =
                new PartitionProfiler(0, 1, monitors, names, limits(columns.size()), InputLag.UNKNOWN, END_OF_TIME);
        Assessor assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
        settings.stream().forEachRow("replaying", progress, row -> {
            fill(row, columns, timeColumn);
            profiler.accept(event, message -> assessor.accept(message, this::count));
            noteFirstLeftOut(profiler.ledger(), row, timeColumn);
            return true;
        });
        requireRowsWithTime(profiler.ledger());
        profiler.finish(message -> assessor.accept(message, this::count));
        return new BacktestSummary(
                kinds(columns),
                monitors.baseline().map(Baseline::rows).orElse(0L),
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

    /** The columns of the stream that are features: those of the baseline, else all that are selected. */
    private List<CsvColumn> columns(CsvProgress progress) {
        return monitors.baseline().map(this::columnsOf).orElseGet(() -> selectedColumns(progress));
    }

    private List<CsvColumn> columnsOf(Baseline baseline) {
        try (CsvRows rows = settings.stream().open()) {
            return CsvProfiles.columns(rows, baseline);
        }
    }

    private List<CsvColumn> selectedColumns(CsvProgress progress) {
        List<CsvColumn> columns =
                CsvProfiles.columns(settings.stream(), settings.selection().without(settings.timeColumn()), progress);
        FeatureColumns.requireMonitored(
                settings.stream().path(), columns.stream().map(CsvColumn::name).toList());
        return columns;
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

    private static ProfilerLimits limits(int columns) {
        ProfilerLimits d = ProfilerLimits.defaults();
        int features = Math.max(d.maxFeatures(), columns);
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

    private static Map<String, FeatureKind> kinds(List<FeatureColumn> columns) {
        Map<String, FeatureKind> kinds = new LinkedHashMap<>();
        columns.forEach(
                feature -> kinds.put(feature.column().name(), feature.column().kind()));
        return kinds;
    }
}
