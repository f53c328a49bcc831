package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.SourceSpec;
import io.tidemark.schemas.avro.SourcedPredictions;
import io.tidemark.schemas.avro.SourcedQuantity;
import io.tidemark.schemas.avro.SourcedRecords;
import io.tidemark.schemas.avro.SourcedTruths;
import io.tidemark.stream.spec.Source.Answer;
import io.tidemark.stream.spec.Source.Fields;
import io.tidemark.stream.spec.Source.Format;
import io.tidemark.stream.spec.Source.Predictions;
import io.tidemark.stream.spec.Source.Quantity;
import io.tidemark.stream.spec.Source.Records;
import io.tidemark.stream.spec.Source.Truths;
import io.tidemark.stream.spec.Source.Unit;
import io.tidemark.stream.spec.Source.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where records in a schema of their own are, as a record holds it. */
final class SourceRecords {
    private SourceRecords() {}

    static @Nullable SourceSpec record(Optional<Source> source) {
        return source.map(each -> SourceSpec.newBuilder()
                        .setPredictions(each.predictions()
                                .map(SourceRecords::predictions)
                                .orElse(null))
                        .setTruths(each.truths().map(SourceRecords::truths).orElse(null))
                        .build())
                .orElse(null);
    }

    private static SourcedPredictions predictions(Predictions predictions) {
        Answer answer = predictions.answer();
        return SourcedPredictions.newBuilder()
                .setRecords(records(predictions.records()))
                .setVersion(SourceText.of(predictions.version()))
                .setLabel(text(answer.label()))
                .setValue(text(answer.value()))
                .setScore(text(answer.score()))
                .setScores(text(answer.scores()))
                .setFeatures(texts(predictions.features()))
                .setTags(texts(predictions.tags()))
                .setLatency(quantity(predictions.latency()))
                .build();
    }

    private static SourcedTruths truths(Truths truths) {
        return SourcedTruths.newBuilder()
                .setRecords(records(truths.records()))
                .setLabel(text(truths.label()))
                .setValue(text(truths.value()))
                .build();
    }

    private static SourcedRecords records(Records records) {
        Map<String, List<String>> where = new TreeMap<>();
        records.where().forEach((path, texts) -> where.put(path.toString(), texts));
        return SourcedRecords.newBuilder()
                .setTopic(records.topic())
                .setFormat(records.format().key())
                .setId(records.id().toString())
                .setTime(quantity(records.time()))
                .setWhere(where)
                .build();
    }

    private static @Nullable SourcedQuantity quantity(Optional<Quantity> quantity) {
        return quantity.map(each ->
                        new SourcedQuantity(each.at().toString(), each.unit().key()))
                .orElse(null);
    }

    private static @Nullable String text(Optional<RecordPath> path) {
        return path.map(RecordPath::toString).orElse(null);
    }

    private static Map<String, String> texts(Fields fields) {
        Map<String, String> texts = new TreeMap<>();
        fields.named().forEach((name, path) -> texts.put(name, path.toString()));
        fields.all().ifPresent(path -> texts.put(Fields.ALL, path.toString()));
        return texts;
    }

    /**
     * The source in a record.
     *
     * @throws IllegalArgumentException if it holds what no spec may; the message names key, value and remedy
     */
    static Optional<Source> source(@Nullable SourceSpec record) {
        return Optional.ofNullable(record)
                .map(each -> new Source(
                        Optional.ofNullable(each.getPredictions()).map(SourceRecords::predictions),
                        Optional.ofNullable(each.getTruths()).map(SourceRecords::truths)));
    }

    private static Predictions predictions(SourcedPredictions record) {
        return new Predictions(
                records(record.getRecords()),
                version(record.getVersion()),
                new Answer(
                        path("prediction.label", record.getLabel()),
                        path("prediction.value", record.getValue()),
                        path("prediction.score", record.getScore()),
                        path("prediction.scores", record.getScores())),
                fields("features", record.getFeatures()),
                fields("tags", record.getTags()),
                quantity("latency", record.getLatency()));
    }

    private static Truths truths(SourcedTruths record) {
        return new Truths(
                records(record.getRecords()), path("label", record.getLabel()), path("value", record.getValue()));
    }

    private static Records records(SourcedRecords record) {
        SortedMap<RecordPath, List<String>> where = new TreeMap<>();
        record.getWhere()
                .forEach((path, texts) -> where.put(RecordPath.require(key("where"), path), List.copyOf(texts)));
        return new Records(
                record.getTopic(),
                Format.of(record.getFormat()).orElseThrow(() -> unknown("format", record.getFormat(), Format.keys())),
                RecordPath.require(key("id"), record.getId()),
                quantity("time", record.getTime()),
                where);
    }

    private static Version version(String text) {
        return RecordPath.isMeant(text)
                ? new Version.At(RecordPath.require(key("version"), text))
                : new Version.Named(text);
    }

    private static Optional<Quantity> quantity(String name, @Nullable SourcedQuantity record) {
        return Optional.ofNullable(record)
                .map(each -> new Quantity(
                        RecordPath.require(key(name), each.getAt()),
                        Unit.of(each.getUnit())
                                .orElseThrow(() -> unknown(name + ".unit", each.getUnit(), Unit.keys()))));
    }

    private static Optional<RecordPath> path(String name, @Nullable String text) {
        return Optional.ofNullable(text).map(each -> RecordPath.require(key(name), each));
    }

    private static Fields fields(String name, Map<String, String> texts) {
        SortedMap<String, RecordPath> named = new TreeMap<>();
        texts.forEach((key, text) -> named.put(key, RecordPath.require(key(name + "." + key), text)));
        Optional<RecordPath> all = Optional.ofNullable(named.remove(Fields.ALL));
        return new Fields(named, all);
    }

    private static String key(String name) {
        return "source." + name;
    }

    private static IllegalArgumentException unknown(String name, String word, List<String> known) {
        return new IllegalArgumentException(key(name) + ": there is no " + word + "; use " + String.join(", ", known));
    }
}
