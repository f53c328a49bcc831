package io.tidemark.serving.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a model: what it was asked, what it said, when.
 *
 * <p>Immutable: maps, arrays and lists are copied when they are given, so that the application may reuse them. That copy is all that is done
 * on the scoring thread. What is wrong with an inference, such as an empty model or a feature that is a date, shows when it is
 * written: it is dropped, counted as {@link DropReason#NOT_SERIALISABLE} or {@link DropReason#TOO_LARGE}, and named in a warning.
 */
public final class Inference {
    /** For the objects that hold an inference, and the text of its ids. */
    private static final int OWN_BYTES = 512;

    final @Nullable String modelId;
    final @Nullable String modelVersion;
    final @Nullable String inferenceId;
    final @Nullable Instant eventTime;
    final @Nullable String label;
    final @Nullable Double value;
    final @Nullable Double score;
    final @Nullable Duration latency;
    final boolean mapMissing;
    final Map<String, @Nullable Object> features;
    final Map<String, @Nullable Double> scores;
    final Map<String, @Nullable String> tags;
    private final long weight;

    private Inference(Builder builder) {
        modelId = builder.modelId;
        modelVersion = builder.modelVersion;
        inferenceId = builder.inferenceId;
        eventTime = builder.eventTime;
        label = builder.label;
        value = builder.value;
        score = builder.score;
        latency = builder.latency;
        mapMissing = builder.mapMissing;
        features = builder.features;
        scores = builder.scores;
        tags = builder.tags;
        weight = OWN_BYTES
                + FeatureSnapshot.weight(features)
                + FeatureSnapshot.weight(scores)
                + FeatureSnapshot.weight(tags);
    }

    /**
     * Begins an inference that was made now.
     *
     * @param inferenceId unique for every answer; the ground truth that comes later names the same id
     */
    public static Builder of(String modelId, String modelVersion, String inferenceId) {
        return new Builder(modelId, modelVersion, inferenceId);
    }

    /** About how many bytes of memory this takes while it waits. */
    long weight() {
        return weight;
    }

    @Override
    public String toString() {
        return "inference " + inferenceId + " of " + modelId + " " + modelVersion;
    }

    /** Collects the parts of an inference. May go on after {@link #build}, for another one that differs. Not safe for use by several threads. */
    public static final class Builder {
        private final @Nullable String modelId;
        private final @Nullable String modelVersion;
        private @Nullable String inferenceId;
        private @Nullable Instant eventTime = Instant.now();
        private @Nullable String label;
        private @Nullable Double value;
        private @Nullable Double score;
        private @Nullable Duration latency;
        private boolean mapMissing;
        private Map<String, @Nullable Object> features = new HashMap<>();
        /** Whether an inference that was built has the map of features: then it does not change any more. */
        private boolean featuresGiven;

        private Map<String, @Nullable Double> scores = Map.of();
        private Map<String, @Nullable String> tags = Map.of();

        private Builder(String modelId, String modelVersion, String inferenceId) {
            this.modelId = modelId;
            this.modelVersion = modelVersion;
            this.inferenceId = inferenceId;
        }

        /** Another id than that given at first. */
        public Builder id(String newInferenceId) {
            inferenceId = newInferenceId;
            return this;
        }

        /** When the model answered; decides the window that the inference counts in. */
        public Builder at(Instant newEventTime) {
            eventTime = newEventTime;
            return this;
        }

        /**
         * What the model was asked with: numbers, booleans, text, and embeddings as an array of numbers or a list of them. Null stands for
         * missing. Takes the place of features given before.
         */
        public Builder features(Map<String, ? extends @Nullable Object> values) {
            features = isMissing(values) ? new HashMap<>() : HashMap.newHashMap(values.size());
            featuresGiven = false;
            if (values != null) {
                values.forEach((name, one) -> features.put(name, FeatureSnapshot.ofValue(one)));
            }
            return this;
        }

        /** One feature more; see {@link #features}. */
        public Builder feature(String name, @Nullable Object newValue) {
            if (featuresGiven) {
                features = new HashMap<>(features);
                featuresGiven = false;
            }
            features.put(name, FeatureSnapshot.ofValue(newValue));
            return this;
        }

        /** The predicted class. */
        public Builder label(String newLabel) {
            label = newLabel;
            return this;
        }

        /** The predicted number of a regression. */
        public Builder value(double newValue) {
            value = newValue;
            return this;
        }

        /** The score of the predicted or positive class. */
        public Builder score(double newScore) {
            score = newScore;
            return this;
        }

        /** The score of every class, by its label. */
        public Builder scores(Map<String, Double> newScores) {
            scores = isMissing(newScores) ? Map.of() : new HashMap<>(newScores);
            return this;
        }

        /** Facts about the request that are not features, such as region or tenant. A monitor may segment by them. */
        public Builder tags(Map<String, String> newTags) {
            tags = isMissing(newTags) ? Map.of() : new HashMap<>(newTags);
            return this;
        }

        /** How long the model took to answer. */
        public Builder latency(Duration newLatency) {
            latency = newLatency;
            return this;
        }

        /** Java callers may give null all the same; scoring does not fail for that. */
        private boolean isMissing(@Nullable Map<?, ?> map) {
            mapMissing |= map == null;
            return map == null;
        }

        public Inference build() {
            featuresGiven = true;
            return new Inference(this);
        }
    }
}
