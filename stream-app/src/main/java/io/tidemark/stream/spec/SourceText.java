package io.tidemark.stream.spec;

import io.tidemark.stream.spec.Source.Fields;
import io.tidemark.stream.spec.Source.Predictions;
import io.tidemark.stream.spec.Source.Quantity;
import io.tidemark.stream.spec.Source.Records;
import io.tidemark.stream.spec.Source.Truths;
import io.tidemark.stream.spec.Source.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where records in a schema of their own are, as {@link SourceYaml} reads it. */
final class SourceText {
    private SourceText() {}

    static Map<String, Object> of(Source source) {
        Map<String, Object> map = new LinkedHashMap<>();
        source.predictions().ifPresent(predictions -> map.put("predictions", of(predictions)));
        source.truths().ifPresent(truths -> map.put("truths", of(truths)));
        return map;
    }

    private static Map<String, Object> of(Predictions predictions) {
        Map<String, Object> map = of(predictions.records());
        map.put("version", of(predictions.version()));
        Map<String, Object> answer = new LinkedHashMap<>();
        put(answer, "label", predictions.answer().label());
        put(answer, "value", predictions.answer().value());
        put(answer, "score", predictions.answer().score());
        put(answer, "scores", predictions.answer().scores());
        putIfAny(map, "prediction", answer);
        // One of the two has to stand there, if only to say that nothing is taken.
        map.put("features", of(predictions.features()));
        putIfAny(map, "tags", of(predictions.tags()));
        predictions.latency().ifPresent(latency -> map.put("latency", of(latency)));
        return map;
    }

    static String of(Version version) {
        return switch (version) {
            case Version.Named(String name) -> name;
            case Version.At(RecordPath path) -> path.toString();
        };
    }

    private static Map<String, Object> of(Truths truths) {
        Map<String, Object> map = of(truths.records());
        put(map, "label", truths.label());
        put(map, "value", truths.value());
        return map;
    }

    private static Map<String, Object> of(Records records) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("topic", records.topic());
        map.put("format", records.format().key());
        map.put("id", records.id().toString());
        records.time().ifPresent(time -> map.put("time", of(time)));
        Map<String, Object> where = new LinkedHashMap<>();
        records.where().forEach((path, texts) -> where.put(path.toString(), texts));
        putIfAny(map, "where", where);
        return map;
    }

    private static Map<String, Object> of(Quantity quantity) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", quantity.at().toString());
        map.put("unit", quantity.unit().key());
        return map;
    }

    private static Map<String, Object> of(Fields fields) {
        Map<String, Object> map = new LinkedHashMap<>();
        fields.named().forEach((name, path) -> map.put(name, path.toString()));
        put(map, Fields.ALL, fields.all());
        return map;
    }

    private static void put(Map<String, Object> map, String key, Optional<RecordPath> path) {
        path.ifPresent(at -> map.put(key, at.toString()));
    }

    private static void putIfAny(Map<String, Object> map, String key, Map<String, Object> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }
}
