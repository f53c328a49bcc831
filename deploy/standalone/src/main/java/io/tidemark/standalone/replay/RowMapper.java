package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Turns rows of one table into the events that they stand for. */
public final class RowMapper {

    private final Path path;
    private final ReplayColumns columns;
    private final String model;
    private final String version;
    private final LabelDelay labelDelay;
    private final InstantSource clock;

    private final OptionalInt time;
    private final OptionalInt id;
    private final OptionalInt prediction;
    private final OptionalInt score;
    private final OptionalInt label;
    private final OptionalInt labelTime;
    private final Map<String, Integer> tags = new LinkedHashMap<>();
    private final Map<String, Feature> features = new LinkedHashMap<>();

    private record Feature(int index, ColumnType type) {}

    /**
     * Finds the columns in the file.
     *
     * @param head the first rows, from which the features' types are guessed
     * @param labelDelay how long after an inference its truth is known, where no column says when
     * @throws CsvException if the file lacks a column that is named, or no feature is left
     */
    public RowMapper(
            Path path,
            CsvRows file,
            ReplayColumns columns,
            List<CsvRow> head,
            String model,
            String version,
            LabelDelay labelDelay,
            InstantSource clock) {
        this.path = path;
        this.columns = columns;
        this.model = model;
        this.version = version;
        this.labelDelay = labelDelay;
        this.clock = clock;
        time = index(file, columns.time());
        id = index(file, columns.id());
        prediction = index(file, columns.prediction());
        score = index(file, columns.score());
        label = index(file, columns.label());
        labelTime = index(file, columns.labelTime());
        columns.tags().forEach(tag -> tags.put(tag, file.column(tag)));
        FeatureColumns.requireFeatures(path, featureColumns(file));
        for (String feature : featureColumns(file)) {
            int index = file.column(feature);
            features.put(feature, new Feature(index, typeOf(feature, index, head)));
        }
        columns.categorical().forEach(file::column);
        columns.embeddings().forEach(file::column);
        if (features.isEmpty()) {
            throw new CsvException(path + " has no column left that is a feature: check --features and --ignore");
        }
    }

    private ColumnType typeOf(String feature, int index, List<CsvRow> head) {
        if (columns.embeddings().contains(feature)) {
            return ColumnType.EMBEDDING;
        }
        return columns.categorical().contains(feature)
                ? ColumnType.TEXT
                : ColumnType.of(head.stream().map(row -> row.cells().get(index)).toList());
    }

    private static OptionalInt index(CsvRows file, Optional<String> column) {
        return column.isPresent() ? OptionalInt.of(file.column(column.get())) : OptionalInt.empty();
    }

    private List<String> featureColumns(CsvRows file) {
        columns.ignored().forEach(file::column);
        if (!columns.features().isEmpty()) {
            return columns.features().stream()
                    .filter(column -> !columns.ignored().contains(column))
                    .toList();
        }
        Set<String> others = new HashSet<>(columns.ignored());
        others.addAll(columns.tags());
        for (Optional<String> role : List.of(
                columns.time(),
                columns.id(),
                columns.prediction(),
                columns.score(),
                columns.label(),
                columns.labelTime())) {
            role.ifPresent(others::add);
        }
        return file.header().stream().filter(column -> !others.contains(column)).toList();
    }

    /** The features and how each is logged, in the order of the file. */
    public Map<String, ColumnType> featureTypes() {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        features.forEach((name, feature) -> types.put(name, feature.type()));
        return types;
    }

    /**
     * The inference that a row stands for.
     *
     * @throws BadRowException if its time, or a number that is not a feature, can't be read
     */
    public InferenceEvent event(CsvRow row) {
        Map<String, Object> values = HashMap.newHashMap(features.size());
        features.forEach((name, feature) -> {
            String cell = row.cells().get(feature.index());
            if (!Cells.isMissing(cell)) {
                values.put(name, feature.type().value(cell));
            }
        });
        Map<String, String> tagValues = HashMap.newHashMap(tags.size());
        tags.forEach((name, index) -> {
            String cell = row.cells().get(index);
            if (!Cells.isMissing(cell)) {
                tagValues.put(name, cell);
            }
        });
        InferenceEvent.Builder event = InferenceEvent.newBuilder()
                .setInferenceId(id(row))
                .setModelId(model)
                .setModelVersion(version)
                .setEventTime(time(row))
                .setFeatures(values)
                .setTags(tagValues);
        prediction(row).ifPresent(event::setPrediction);
        return event.build();
    }

    private String id(CsvRow row) {
        return cell(row, id).orElseGet(() -> path.getFileName() + "-" + row.number());
    }

    private Instant time(CsvRow row) {
        if (time.isEmpty()) {
            return clock.instant();
        }
        return time(row, columns.time(), row.cells().get(time.getAsInt()));
    }

    private Instant time(CsvRow row, Optional<String> column, String text) {
        return EventTimes.parse(text.strip())
                .orElseThrow(
                        () -> bad(row, column, "'" + text + "' is no time, write it like one of " + EventTimes.FORMS));
    }

    private Optional<Prediction> prediction(CsvRow row) {
        Optional<String> answer = cell(row, prediction);
        Optional<Double> scored = cell(row, score).map(cell -> number(row, columns.score(), cell));
        if (answer.isEmpty() && scored.isEmpty()) {
            return Optional.empty();
        }
        Prediction.Builder builder = Prediction.newBuilder();
        scored.ifPresent(builder::setScore);
        if (columns.regression()) {
            answer.map(cell -> number(row, columns.prediction(), cell)).ifPresent(builder::setValue);
        } else {
            answer.ifPresent(builder::setLabel);
        }
        return Optional.of(builder.build());
    }

    /**
     * What turned out to be true for the row's inference; empty where the table does not say.
     *
     * @throws BadRowException if the label of a regression is not a number, or its time can't be read
     */
    public Optional<GroundTruth> groundTruth(CsvRow row, InferenceEvent event) {
        return cell(row, label).map(cell -> {
            GroundTruth.Builder truth = GroundTruth.newBuilder()
                    .setInferenceId(event.getInferenceId())
                    .setModelId(model)
                    .setEventTime(knownAt(row, event));
            return columns.regression()
                    ? truth.setValue(number(row, columns.label(), cell)).build()
                    : truth.setLabel(cell).build();
        });
    }

    private Instant knownAt(CsvRow row, InferenceEvent event) {
        if (labelTime.isEmpty()) {
            return event.getEventTime().plus(labelDelay.of(event.getInferenceId()));
        }
        String text = cell(row, labelTime)
                .orElseThrow(
                        () -> bad(
                                row,
                                columns.labelTime(),
                                "is empty, though the row has a label: fill in when it became known, or leave the label empty"));
        return time(row, columns.labelTime(), text);
    }

    private static Optional<String> cell(CsvRow row, OptionalInt index) {
        if (index.isEmpty()) {
            return Optional.empty();
        }
        String cell = row.cells().get(index.getAsInt());
        return Cells.isMissing(cell) ? Optional.empty() : Optional.of(cell);
    }

    private double number(CsvRow row, Optional<String> column, String cell) {
        double number = Cells.number(cell);
        if (!Double.isFinite(number)) {
            throw bad(row, column, "'" + cell + "' is no finite number, correct it or leave it empty");
        }
        return number;
    }

    private BadRowException bad(CsvRow row, Optional<String> column, String problem) {
        return new BadRowException(path, row.line(), "column '" + column.orElse("") + "': " + problem);
    }
}
