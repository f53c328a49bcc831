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
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.standalone.baseline.CsvPerformance;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.Assessor;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Ledger;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.PartitionProfiler;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs the steps of the monitor over a CSV file, as one partition: profiles and drift, and where there are labels, performance.
 *
 * <p>There is no wall clock here: no row is too far in the future, and the end of the file closes what is open.
 */
public final class Backtest {
    /** Stands for the model version whose logs the file holds. */
    public static final String VERSION = "1";

    /** A wall clock that every row lies behind. */
    static final long END_OF_TIME = Long.MAX_VALUE / 4;

    private final BacktestSettings settings;
    private final BacktestMonitors monitors;
    private final Consumer<Assessment> out;
    private final Consumer<PerformanceRevision> performanceOut;
    private final NameDictionary names;
    private final EventBuffer event = new EventBuffer();
    private OptionalLong firstLateLine = OptionalLong.empty();
    private OptionalLong firstLineWithoutTime = OptionalLong.empty();
    private String firstTextWithoutTime = "";
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
        this.names = new NameDictionary(Integer.MAX_VALUE);
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
        Optional<Baseline> baseline = settings.baseline().map(file -> baselineOf(file, settings, baselineProgress));
        return new Backtest(settings, baseline, out, performanceOut).run(streamProgress);
    }

    /** Where the baseline's rows have a time, too, they tell how much windows vary without drift. */
    private static Baseline baselineOf(CsvSource file, BacktestSettings settings, CsvProgress progress) {
        BacktestColumns columns = settings.columns();
        CsvBaselineSettings ofFile;
        boolean measured;
        try (CsvRows rows = file.open()) {
            columns.requireMonitored(file.path(), rows);
            CsvBaselineSettings ofRows = CsvBaselineSettings.of(columns.selection(rows), Detail.STREAM)
                    .withNames(columns.names(rows));
            ofFile = rows.has(columns.time())
                    ? ofRows.withWindows(new TimeWindows(
                            rows.column(columns.time()), settings.spec().windowMs()))
                    : ofRows;
            measured = settings.judgesPerformance() && columns.hasOutcome(rows);
        }
        Baseline baseline = CsvBaselines.create(file, ofFile, Instant.now(), progress);
        Optional<PerformanceBaseline> performance = measured
                ? CsvPerformance.measure(
                        file,
                        columns.outcome(),
                        ofFile.windows(),
                        settings.spec().labels().orElse(Labels.DEFAULT),
                        progress)
                : Optional.empty();
        return performance.map(baseline::withPerformance).orElse(baseline);
    }

    private BacktestSummary run(CsvProgress progress) {
        int timeColumn;
        try (CsvRows rows = settings.stream().open()) {
            timeColumn = rows.column(settings.columns().time());
            settings.columns().id().ifPresent(rows::column);
            settings.columns().outcome().named().forEach(rows::column);
            performance = performanceOver(rows);
        }
        List<FeatureColumn> columns = columns(progress);
        PartitionProfiler profiler =
                new PartitionProfiler(0, 1, monitors, names, limits(columns.size()), InputLag.UNKNOWN, END_OF_TIME);
        Assessor assessor = new Assessor(monitors, ProfilerLimits.defaults().idleTimeout(), new MemoryWindowHistory());
        settings.stream().forEachRow("replaying", progress, row -> {
            Optional<Instant> time = EventTimes.parse(row.value(timeColumn).strip());
            fill(row, columns, time.map(Instant::toEpochMilli).orElse(0L));
            profiler.accept(event, message -> assessor.accept(message, this::count));
            noteFirstLeftOut(profiler.ledger(), row, timeColumn);
            if (performance.isPresent() && time.isPresent()) {
                performance.get().accept(row.row(), time.get());
            }
            return true;
        });
        requireRowsWithTime(profiler.ledger());
        profiler.finish(message -> assessor.accept(message, this::count));
        performance.ifPresent(PerformanceBacktest::finish);
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

    /** What of the stream is monitored: what the baseline has, else all that is selected. */
    private List<FeatureColumn> columns(CsvProgress progress) {
        Map<String, String> monitoredNames;
        ColumnSelection selection;
        try (CsvRows rows = settings.stream().open()) {
            monitoredNames = settings.columns().names(rows);
            selection = settings.columns().selection(rows);
            if (monitors.baseline().isPresent()) {
                return columnsOf(monitors.baseline().get(), rows, monitoredNames);
            }
        }
        List<CsvColumn> columns = CsvProfiles.columns(settings.stream(), selection, progress);
        try (CsvRows rows = settings.stream().open()) {
            settings.columns().requireMonitored(settings.stream().path(), rows);
        }
        return columns.stream()
                .map(column -> feature(column, monitoredNames.getOrDefault(column.name(), column.name())))
                .toList();
    }

    private List<FeatureColumn> columnsOf(Baseline baseline, CsvRows rows, Map<String, String> monitoredNames) {
        Map<String, String> columnsByName = new HashMap<>();
        monitoredNames.forEach((column, name) -> columnsByName.put(name, column));
        return baseline.features().values().stream()
                .map(known -> {
                    String column = columnsByName.getOrDefault(known.name(), known.name());
                    return feature(new CsvColumn(column, rows.column(column), known.kind()), known.name());
                })
                .toList();
    }

    private FeatureColumn feature(CsvColumn column, String name) {
        return new FeatureColumn(column, name, names.idOf(name));
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
                    + ": '" + firstTextWithoutTime + "' in column '"
                    + settings.columns().time()
                    + "' is no time, nor is that of any other row: name the column that holds times, written like one of "
                    + EventTimes.FORMS);
        }
    }

    private record FeatureColumn(CsvColumn column, String name, int nameId) {}

    private void fill(CsvRows row, List<FeatureColumn> columns, long timeMs) {
        event.clear();
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
                d.sketches(),
                d.heapBytes());
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

    private static Map<String, FeatureKind> kinds(List<FeatureColumn> columns) {
        Map<String, FeatureKind> kinds = new LinkedHashMap<>();
        columns.forEach(feature -> kinds.put(feature.name(), feature.column().kind()));
        return kinds;
    }
}
