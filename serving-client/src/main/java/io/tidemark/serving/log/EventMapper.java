package io.tidemark.serving.log;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns inferences into events of the schema, and refuses those that the monitor could not use. */
final class EventMapper {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int SHOWN = 40;

    private final EventLimits limits;

    EventMapper(EventLimits limits) {
        this.limits = limits;
    }

    /** @throws UnfitInferenceException if anything is wrong with it */
    InferenceEvent toEvent(Inference inference) {
        if (inference.mapMissing) {
            throw unusable("a map of features, scores or tags is null; give an empty one, or none");
        }
        requireCount("features and scores", inference.features.size() + inference.scores.size(), limits.maxFeatures());
        requireCount("tags", inference.tags.size(), limits.maxTags());
        InferenceEvent.Builder event = InferenceEvent.newBuilder()
                .setInferenceId(id("inference id", inference.inferenceId))
                .setModelId(id("model id", inference.modelId))
                .setModelVersion(id("model version", inference.modelVersion))
                .setEventTime(time(inference.eventTime))
                .setFeatures(features(inference.features))
                .setTags(tags(inference.tags));
        if (predicts(inference)) {
            event.setPrediction(prediction(inference));
        }
        if (inference.latency != null) {
            event.setLatencyMicros(micros(inference.latency));
        }
        return event.build();
    }

    private String id(String what, @Nullable String id) {
        if (id == null || id.isBlank()) {
            throw unusable("the " + what + " is " + (id == null ? "null" : "empty"));
        }
        requireLength("the " + what, id.length(), limits.maxNameLength());
        return id;
    }

    private static Instant time(@Nullable Instant time) {
        if (time == null) {
            throw unusable("the event time is null");
        }
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw unusable("the event time " + time + " is not between the years 1970 and 9999; is its unit wrong?");
        }
        return time;
    }

    private Map<String, @Nullable Object> features(Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> features = HashMap.newHashMap(given.size());
        given.forEach((name, value) -> {
            String titled = titled("feature", name);
            if (name.startsWith("$")) {
                throw unusable(titled + " begins with $, which is kept for predictions; rename it");
            }
            features.put(name, value == null ? null : feature(titled, value));
        });
        return features;
    }

    private Object feature(String titled, Object snapshot) {
        Object value = FeatureValues.toAvro(snapshot)
                .orElseThrow(() -> unusable(titled + " is " + FeatureValues.describe(snapshot)
                        + "; log a number, a boolean, text, or an array of numbers"));
        if (value instanceof String text) {
            requireLength(titled, text.length(), limits.maxTextLength());
        } else if (value instanceof List<?> numbers && numbers.size() > limits.maxArrayLength()) {
            throw tooLarge(
                    titled + " has " + numbers.size() + " elements, " + limits.maxArrayLength() + " are allowed");
        }
        return value;
    }

    private Map<String, String> tags(Map<String, @Nullable String> given) {
        Map<String, String> tags = HashMap.newHashMap(given.size());
        given.forEach((name, text) -> {
            String titled = titled("tag", name);
            if (text == null) {
                throw unusable(titled + " is null; leave it out");
            }
            requireLength(titled, text.length(), limits.maxTextLength());
            tags.put(name, text);
        });
        return tags;
    }

    private Map<String, Double> scores(Map<String, @Nullable Double> given) {
        Map<String, Double> scores = HashMap.newHashMap(given.size());
        given.forEach((name, score) -> {
            String titled = titled("the score of class", name);
            if (score == null) {
                throw unusable(titled + " is null; leave it out");
            }
            scores.put(name, score);
        });
        return scores;
    }

    private static boolean predicts(Inference inference) {
        return inference.label != null
                || inference.value != null
                || inference.score != null
                || !inference.scores.isEmpty();
    }

    private Prediction prediction(Inference inference) {
        if (inference.label != null) {
            requireLength("the label", inference.label.length(), limits.maxTextLength());
        }
        return Prediction.newBuilder()
                .setLabel(inference.label)
                .setValue(inference.value)
                .setScore(inference.score)
                .setScores(scores(inference.scores))
                .build();
    }

    private static long micros(Duration latency) {
        if (latency.isNegative() || latency.compareTo(LONGEST) > 0) {
            throw unusable("the latency " + latency + " is not between nothing and a year; is its unit wrong?");
        }
        return latency.toNanos() / 1_000;
    }

    /** What an entry of a map is called in messages. */
    private String titled(String what, @Nullable String name) {
        if (name == null || name.isBlank()) {
            throw unusable("the name of a " + what + " is " + (name == null ? "null" : "empty"));
        }
        String titled = what + " \"" + (name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…") + "\"";
        requireLength("the name of " + titled, name.length(), limits.maxNameLength());
        return titled;
    }

    private static void requireCount(String what, int count, int allowed) {
        if (count > allowed) {
            throw tooLarge("it has " + count + " " + what + ", " + allowed + " are allowed");
        }
    }

    private static void requireLength(String what, int length, int allowed) {
        if (length > allowed) {
            throw tooLarge(what + " has " + length + " characters, " + allowed + " are allowed");
        }
    }

    private static UnfitInferenceException unusable(String message) {
        return new UnfitInferenceException(DropReason.NOT_SERIALISABLE, message);
    }

    private static UnfitInferenceException tooLarge(String message) {
        return new UnfitInferenceException(DropReason.TOO_LARGE, message);
    }
}
