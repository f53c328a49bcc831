package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvColumn;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProfiles;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of a CSV file as a partition's inference events, in the form in which the monitor's decoder hands over those it reads. */
public final class CsvEvents {
    /** Stands for the model version whose logs the file holds. */
    public static final String VERSION = "1";

    /** A wall clock that every row lies behind: a file has none. */
    public static final long END_OF_TIME = Long.MAX_VALUE / 4;

    private final CsvSource file;
    private final BacktestColumns columns;
    private final String model;
    private final NameDictionary names = new NameDictionary(Integer.MAX_VALUE);
    private final EventBuffer event = new EventBuffer();
    private final int timeColumn;
    private final List<FeatureColumn> features;
    private long rows;
    private long rowsWithoutTime;
    private OptionalLong firstLateLine = OptionalLong.empty();
    private OptionalLong firstLineWithoutTime = OptionalLong.empty();
    private String firstTextWithoutTime = "";

    private record FeatureColumn(CsvColumn column, String name, int nameId) {}

    /** Takes one event in. */
    public interface Sink {
        /**
         * @param time of the row, where it has one
         * @return what became of the event
         */
        Outcome take(CsvRows row, EventBuffer event, Optional<Instant> time);
    }

    /**
     * Looks at the columns.
     *
     * @param baseline what is monitored where there is one: its features
     * @param model the name that the events give their model
     * @param progress told of a pass over the file, where kinds have to be told from its values
     * @throws CsvException if the file can't be used, or lacks a column
     */
    public CsvEvents(
            CsvSource file, BacktestColumns columns, Optional<Baseline> baseline, String model, CsvProgress progress) {
        this.file = file;
        this.columns = columns;
        this.model = model;
        try (CsvRows opened = file.open()) {
            timeColumn = opened.column(columns.time());
            columns.id().ifPresent(opened::column);
            columns.outcome().named().forEach(opened::column);
        }
        this.features = features(baseline, progress);
    }

    private List<FeatureColumn> features(Optional<Baseline> baseline, CsvProgress progress) {
        Map<String, String> monitoredNames;
        ColumnSelection selection;
        try (CsvRows opened = file.open()) {
            monitoredNames = columns.names(opened);
            selection = columns.selection(opened);
            if (baseline.isPresent()) {
                return featuresOf(baseline.get(), opened, monitoredNames);
            }
        }
        List<CsvColumn> selected = CsvProfiles.columns(file, selection, progress);
        try (CsvRows opened = file.open()) {
            columns.requireMonitored(file.path(), opened);
        }
        return selected.stream()
                .map(column -> feature(column, monitoredNames.getOrDefault(column.name(), column.name())))
                .toList();
    }

    private List<FeatureColumn> featuresOf(Baseline baseline, CsvRows opened, Map<String, String> monitoredNames) {
        Map<String, String> columnsByName = new HashMap<>();
        monitoredNames.forEach((column, name) -> columnsByName.put(name, column));
        return baseline.features().values().stream()
                .map(known -> {
                    String column = columnsByName.getOrDefault(known.name(), known.name());
                    return feature(new CsvColumn(column, opened.column(column), known.kind()), known.name());
                })
                .toList();
    }

    private FeatureColumn feature(CsvColumn column, String name) {
        return new FeatureColumn(column, name, names.idOf(name));
    }

    /** The ids in the events. */
    public NameDictionary names() {
        return names;
    }

    /** The features and what their values are taken for. */
    public Map<String, FeatureKind> kinds() {
        Map<String, FeatureKind> kinds = new LinkedHashMap<>();
        features.forEach(feature -> kinds.put(feature.name(), feature.column().kind()));
        return kinds;
    }

    /** What bounds the profiles of a file: nothing that it has is too much, and no row is too far in the future. */
    public ProfilerLimits limits() {
        ProfilerLimits d = ProfilerLimits.defaults();
        return new ProfilerLimits(
                Duration.ZERO,
                d.idleTimeout(),
                d.maxModels(),
                d.maxVersions(),
                Math.max(d.maxFeatures(), features.size()),
                d.maxNameLength(),
                d.sketches(),
                d.heapBytes());
    }

    /**
     * Gives every row to {@code sink}, in a buffer that the next one takes.
     *
     * @throws CsvException if the file can't be read, has no row, or none with a time: a stream without a window says nothing about drift, so it must
     *     not look like one without drift
     */
    public void forEach(String step, CsvProgress progress, Sink sink) {
        file.forEachRow(step, progress, row -> {
            Optional<Instant> time = EventTimes.parse(row.value(timeColumn).strip());
            fill(row, time.map(Instant::toEpochMilli).orElse(0L));
            note(sink.take(row, event, time), row);
            return true;
        });
        requireRowsWithTime();
    }

    private void fill(CsvRows row, long timeMs) {
        event.clear();
        event.identify(model, VERSION, timeMs);
        for (FeatureColumn feature : features) {
            feature.column().feed(row, new EventValues(event, feature.nameId()));
        }
    }

    private void note(Outcome outcome, CsvRows row) {
        rows++;
        if (outcome == Outcome.LATE && firstLateLine.isEmpty()) {
            firstLateLine = OptionalLong.of(row.line());
        }
        if (outcome == Outcome.NO_TIME) {
            rowsWithoutTime++;
            if (firstLineWithoutTime.isEmpty()) {
                firstLineWithoutTime = OptionalLong.of(row.line());
                firstTextWithoutTime = row.value(timeColumn);
            }
        }
    }

    private void requireRowsWithTime() {
        if (rows == 0) {
            throw new CsvException(file.path() + " has a header but no rows: there is nothing to run over");
        }
        if (rowsWithoutTime == rows) {
            throw new CsvException(file.path() + ", line " + firstLineWithoutTime.orElse(0) + ": '"
                    + firstTextWithoutTime + "' in column '" + columns.time()
                    + "' is no time, nor is that of any other row: name the column that holds times, written like one of "
                    + EventTimes.FORMS);
        }
    }

    /** Where the first row ends that came after its window had been closed. */
    public OptionalLong firstLateLine() {
        return firstLateLine;
    }

    /** Where the first row ends whose time is empty or unreadable. */
    public OptionalLong firstLineWithoutTime() {
        return firstLineWithoutTime;
    }
}
