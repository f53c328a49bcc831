package io.tidemark.stream.spec;

import io.tidemark.stream.event.FeatureNames;
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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads where records in a schema of their own are, and what in them is what. */
final class SourceYaml {
    static final List<String> KEYS = List.of("predictions", "truths");
    static final List<String> PREDICTIONS_KEYS =
            List.of("topic", "format", "id", "time", "where", "version", "prediction", "features", "tags", "latency");
    static final List<String> TRUTHS_KEYS = List.of("topic", "format", "id", "time", "where", "label", "value");
    static final List<String> ANSWER_KEYS = List.of("label", "value", "score", "scores");
    static final List<String> QUANTITY_KEYS = List.of("at", "unit");

    private SourceYaml() {}

    /** The source under a key; empty where the key is missing, or something is wrong. */
    static Optional<Source> read(YamlSection root, String key) {
        if (!root.keys().contains(key)) {
            return Optional.empty();
        }
        YamlSection section = root.section(key);
        section.allowOnly(KEYS);
        if (KEYS.stream().noneMatch(section.keys()::contains)) {
            root.problem(key, "names no topic", "write \"predictions: {topic: NAME, …}\" in it, or remove it");
            return Optional.empty();
        }
        Optional<Predictions> predictions = present(section, "predictions").flatMap(SourceYaml::predictions);
        Optional<Truths> truths = present(section, "truths").flatMap(SourceYaml::truths);
        return predictions.isEmpty() && truths.isEmpty()
                ? Optional.empty()
                : Optional.of(new Source(predictions, truths));
    }

    private static Optional<YamlSection> present(YamlSection section, String key) {
        return Optional.of(key).filter(section.keys()::contains).map(section::sectionThere);
    }

    private static Optional<Predictions> predictions(YamlSection section) {
        section.allowOnly(PREDICTIONS_KEYS);
        Optional<Records> records = records(section);
        Optional<Version> version = version(section);
        Answer answer = answer(section.section("prediction"));
        Fields features = features(section.section("features"));
        Fields tags = fields(section.section("tags"));
        Optional<Quantity> latency = latency(section);
        boolean saysNothing =
                !section.keys().contains("prediction") && !section.keys().contains("features");
        if (saysNothing) {
            section.problem("features", "are missing, and so is prediction", "map one of them at least");
        }
        return records.flatMap(from -> version.map(of -> new Predictions(from, of, answer, features, tags, latency)));
    }

    private static Optional<Truths> truths(YamlSection section) {
        section.allowOnly(TRUTHS_KEYS);
        Optional<Records> records = records(section);
        Optional<RecordPath> label = path(section, "label");
        Optional<RecordPath> value = path(section, "value");
        if (!section.keys().contains("label") && !section.keys().contains("value")) {
            section.problem("label", "is missing", "write where the class stands, or value: where the number stands");
        }
        return records.filter(_ -> label.isPresent() || value.isPresent()).map(from -> new Truths(from, label, value));
    }

    private static Optional<Records> records(YamlSection section) {
        Optional<String> topic = section.text("topic");
        if (!section.keys().contains("topic")) {
            section.problem("topic", "is missing", "write \"topic: NAME\"");
        }
        if (topic.filter(name -> !Source.isTopic(name)).isPresent()) {
            section.problem("topic", YamlSection.quoted(topic.get()) + " is no name of a topic", Source.TOPIC_REMEDY);
        }
        Optional<RecordPath> id = path(section, "id");
        if (!section.keys().contains("id")) {
            section.problem("id", "is missing", "write where the inference id stands, such as \"id: $.requestId\"");
        }
        Format format =
                section.text("format").flatMap(word -> format(section, word)).orElse(Format.JSON);
        Optional<Quantity> time = time(section);
        SortedMap<RecordPath, List<String>> where = where(section.section("where"));
        return topic.filter(Source::isTopic).flatMap(name -> id.map(at -> new Records(name, format, at, time, where)));
    }

    private static Optional<Format> format(YamlSection section, String word) {
        Optional<Format> format = Format.of(word);
        if (format.isEmpty()) {
            section.unknown("format", word, "format", Format.keys());
        }
        return format;
    }

    private static Optional<Quantity> time(YamlSection section) {
        return section.isMap("time")
                ? quantity(section.sectionThere("time"), Optional.of(Unit.MILLISECONDS))
                : path(section, "time").map(at -> new Quantity(at, Unit.MILLISECONDS));
    }

    /** Its unit has to be said: half of all records count milliseconds, the others seconds. */
    private static Optional<Quantity> latency(YamlSection section) {
        if (!section.keys().contains("latency")) {
            return Optional.empty();
        }
        if (!section.isMap("latency")) {
            section.problem("latency", "does not say what it counts", "write {at: $.took, unit: milliseconds}");
            return Optional.empty();
        }
        return quantity(section.sectionThere("latency"), Optional.empty());
    }

    private static Optional<Quantity> quantity(YamlSection section, Optional<Unit> otherwise) {
        section.allowOnly(QUANTITY_KEYS);
        Optional<RecordPath> at = path(section, "at");
        if (!section.keys().contains("at")) {
            section.problem("at", "is missing", "write where it stands, such as \"at: $.meta.at\"");
        }
        Optional<String> word = section.text("unit");
        Optional<Unit> unit = word.flatMap(Unit::of);
        if (word.isPresent() && unit.isEmpty()) {
            section.unknown("unit", word.get(), "unit", Unit.keys());
        }
        if (!section.keys().contains("unit") && otherwise.isEmpty()) {
            section.problem("unit", "is missing", "use one of " + String.join(", ", Unit.keys()));
        }
        return at.flatMap(path -> unit.or(() -> otherwise).map(of -> new Quantity(path, of)));
    }

    private static SortedMap<RecordPath, List<String>> where(YamlSection section) {
        SortedMap<RecordPath, List<String>> where = new TreeMap<>();
        for (String key : section.keys()) {
            List<String> texts = section.texts(key, "[churn, churn-eu]");
            Optional<RecordPath> path = RecordPath.parse(key.strip());
            if (path.isEmpty()) {
                section.problem(key, "is no path", RecordPath.REMEDY);
            } else if (texts.isEmpty() && section.isSound(key)) {
                section.problem(key, "has no value", "write the text that has to stand there, or a list of them");
            } else if (where.putIfAbsent(path.get(), texts) != null) {
                section.problem(key, "stands there twice", "remove one of them");
            }
        }
        return where;
    }

    private static Optional<Version> version(YamlSection section) {
        if (!section.keys().contains("version")) {
            section.problem(
                    "version",
                    "is missing",
                    "write where the model's version stands, such as \"version: $.model.version\", or the version itself");
        }
        Optional<String> text = section.text("version");
        return text.filter(RecordPath::isMeant).isPresent()
                ? path(section, "version").map(Version.At::new)
                : text.map(Version.Named::new);
    }

    private static Answer answer(YamlSection section) {
        section.allowOnly(ANSWER_KEYS);
        return new Answer(
                path(section, "label"), path(section, "value"), path(section, "score"), path(section, "scores"));
    }

    private static Fields features(YamlSection section) {
        for (String name : section.keys()) {
            FeatureNames.problem(name).ifPresent(what -> section.problem(name, what, "give the feature another name"));
        }
        return fields(section);
    }

    private static Fields fields(YamlSection section) {
        SortedMap<String, RecordPath> named = new TreeMap<>();
        for (String name : section.keys()) {
            path(section, name)
                    .filter(_ -> !name.equals(Fields.ALL) && section.isSound(name))
                    .ifPresent(path -> named.put(name, path));
        }
        return new Fields(named, path(section, Fields.ALL));
    }

    private static Optional<RecordPath> path(YamlSection section, String key) {
        Optional<String> text = section.text(key);
        Optional<RecordPath> path = text.flatMap(RecordPath::parse);
        if (text.isPresent() && path.isEmpty() && section.isSound(key)) {
            section.problem(key, YamlSection.quoted(text.get()) + " is no path", RecordPath.REMEDY);
        }
        return path;
    }
}
