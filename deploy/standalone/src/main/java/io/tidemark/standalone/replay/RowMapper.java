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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Turns rows of one table into the events that they stand for. */
public final class RowMapper {

    private final RowCells cells;
    private final ReplayColumns columns;
    private final String model;
    private final String version;
    private final LabelDelay labelDelay;
    private final InstantSource clock;

    private final OptionalInt time;
    private final OptionalInt id;
    private final OutcomeReader outcome;
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
        this.cells = new RowCells(path);
        this.columns = columns;
        this.model = model;
        this.version = version;
        this.labelDelay = labelDelay;
        this.clock = clock;
        time = RowCells.index(file, columns.time());
        id = RowCells.index(file, columns.id());
        outcome = new OutcomeReader(path, file, columns.outcome());
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

    private List<String> featureColumns(CsvRows file) {
        columns.ignored().forEach(file::column);
        if (!columns.features().isEmpty()) {
            return columns.features().stream()
                    .filter(column -> !columns.ignored().contains(column))
                    .toList();
        }
        Set<String> others = new HashSet<>(columns.ignored());
        others.addAll(columns.tags());
        columns.time().ifPresent(others::add);
        columns.id().ifPresent(others::add);
        others.addAll(columns.outcome().named());
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
        return cells.cell(row, id).orElseGet(() -> idOf(cells.path(), row));
    }

    /** What an inference is called whose row has no id of its own: by file and row. */
    public static String idOf(Path path, CsvRow row) {
        return path.getFileName() + "-" + row.number();
    }

    private Instant time(CsvRow row) {
        return time.isEmpty()
                ? clock.instant()
                : cells.time(row, columns.time(), row.cells().get(time.getAsInt()));
    }

    private Optional<Prediction> prediction(CsvRow row) {
        Optional<String> label = outcome.predictedClass(row);
        OptionalDouble value = outcome.predictedNumber(row);
        OptionalDouble score = outcome.score(row);
        if (label.isEmpty() && value.isEmpty() && score.isEmpty()) {
            return Optional.empty();
        }
        Prediction.Builder builder = Prediction.newBuilder();
        label.ifPresent(builder::setLabel);
        value.ifPresent(builder::setValue);
        score.ifPresent(builder::setScore);
        return Optional.of(builder.build());
    }

    /**
     * What turned out to be true for the row's inference; empty where the table does not say.
     *
     * @throws BadRowException if the label of a regression is not a number, or its time can't be read
     */
    public Optional<GroundTruth> groundTruth(CsvRow row, InferenceEvent event) {
        if (!outcome.hasLabel(row)) {
            return Optional.empty();
        }
        String inferenceId = event.getInferenceId();
        GroundTruth.Builder truth = GroundTruth.newBuilder()
                .setInferenceId(inferenceId)
                .setModelId(model)
                .setEventTime(outcome.knownAt(row, event.getEventTime(), labelDelay.of(inferenceId)));
        outcome.trueClass(row).ifPresent(truth::setLabel);
        outcome.trueNumber(row).ifPresent(truth::setValue);
        return Optional.of(truth.build());
    }
}
