package io.tidemark.stream.mapping;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.FeatureNames;
import io.tidemark.stream.spec.RecordPath;
import io.tidemark.stream.spec.Source.Answer;
import io.tidemark.stream.spec.Source.Predictions;
import io.tidemark.stream.spec.Source.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes inference events of one model's records. Safe for use by several threads. */
final class PredictionMapper implements RecordMapper<InferenceEvent> {
    private final String model;
    private final Predictions source;
    private final MappingLimits limits;
    /** Fields of the objects that are taken whole, which something else reads. */
    private final Set<String> noFeatures;

    private final Set<String> noTags;

    PredictionMapper(String model, Predictions source, MappingLimits limits) {
        this.model = model;
        this.source = source;
        this.limits = limits;
        this.noFeatures = readBesides(source.features().all(), source.tags().all());
        this.noTags = readBesides(source.tags().all(), source.features().all());
    }

    private Set<String> readBesides(Optional<RecordPath> object, Optional<RecordPath> otherObject) {
        Set<String> names = new HashSet<>();
        object.ifPresent(all -> Stream.concat(source.single().stream(), otherObject.stream())
                .filter(path -> path.isIn(all) && !path.equals(all))
                .forEach(path -> names.add(path.names().get(all.names().size()))));
        return names;
    }

    @Override
    public InferenceEvent map(Values values, long timestampMs) {
        return InferenceEvent.newBuilder()
                .setInferenceId(values.name(source.records().id(), IngestOutcome.NO_ID, "inference id"))
                .setModelId(model)
                .setModelVersion(version(values))
                .setEventTime(
                        Instant.ofEpochMilli(Times.of(values, source.records().time(), timestampMs)))
                .setFeatures(features(values))
                .setPrediction(prediction(values))
                .setTags(tags(values))
                .setLatencyMicros(source.latency().map(values::micros).orElse(null))
                .build();
    }

    private String version(Values values) {
        return switch (source.version()) {
            case Version.Named(String version) -> version;
            case Version.At(RecordPath path) -> values.name(path, IngestOutcome.NO_VERSION, "version of the model");
        };
    }

    private Map<String, @Nullable Object> features(Values values) {
        Map<String, @Nullable Object> features = new HashMap<>();
        source.features()
                .all()
                .ifPresent(path -> values.fields(path).ifPresent(fields -> {
                    for (String name : fields.names()) {
                        if (!noFeatures.contains(name)) {
                            requireFeature(path, name);
                            features.put(name, Values.feature(path.child(name), fields.field(name)));
                            requireNotTooMany(features.size());
                        }
                    }
                }));
        source.features().named().forEach((name, path) -> features.put(name, Values.feature(path, values.at(path))));
        requireNotTooMany(features.size());
        return features;
    }

    private static void requireFeature(RecordPath object, String name) {
        FeatureNames.problem(name).ifPresent(what -> {
            throw new UnmappableException(
                    IngestOutcome.BAD_FEATURE_NAME,
                    "the field '" + Values.shortened(name) + "' of " + object + " " + what
                            + "; give it another name, or map features one by one");
        });
    }

    private void requireNotTooMany(int features) {
        if (features > limits.maxFeatures()) {
            throw new UnmappableException(
                    IngestOutcome.TOO_MANY_FEATURES,
                    "there are more features than tidemark.max.features allows, which is " + limits.maxFeatures());
        }
    }

    /** Null where nothing of it is there. */
    private @Nullable Prediction prediction(Values values) {
        Answer answer = source.answer();
        Prediction prediction = Prediction.newBuilder()
                .setLabel(answer.label().flatMap(values::text).orElse(null))
                .setValue(answer.value().map(values::number).orElse(null))
                .setScore(answer.score().map(values::number).orElse(null))
                .setScores(answer.scores().map(path -> scores(values, path)).orElse(Map.of()))
                .build();
        boolean isEmpty = prediction.getLabel() == null
                && prediction.getValue() == null
                && prediction.getScore() == null
                && prediction.getScores().isEmpty();
        return isEmpty ? null : prediction;
    }

    private static Map<String, Double> scores(Values values, RecordPath path) {
        Map<String, Double> scores = new HashMap<>();
        values.fields(path).ifPresent(fields -> {
            for (String label : fields.names()) {
                Double score = Values.number(path.child(label), fields.field(label));
                if (score != null) {
                    scores.put(label, score);
                }
            }
        });
        return scores;
    }

    private Map<String, String> tags(Values values) {
        Map<String, String> tags = new HashMap<>();
        source.tags()
                .all()
                .ifPresent(path -> values.fields(path).ifPresent(fields -> {
                    for (String name : fields.names()) {
                        if (!noTags.contains(name)) {
                            putTag(tags, name, path.child(name), fields.field(name));
                        }
                    }
                }));
        source.tags().named().forEach((name, path) -> putTag(tags, name, path, values.at(path)));
        return tags;
    }

    private static void putTag(Map<String, String> tags, String name, RecordPath path, Field field) {
        Values.text(path, field).ifPresent(text -> tags.put(name, text));
    }
}
