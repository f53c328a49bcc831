package io.tidemark.load.event;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.time.Instant;
import java.util.Map;

/** What all generators' events have in common: version 1, a label with its score, and neither tags nor a latency unless they set them. */
public final class GeneratedEvent {
    private GeneratedEvent() {}

    /** An event with all its fields set. */
    public static InferenceEvent.Builder builder(
            String id, String model, Instant time, Map<String, Object> features, String label, double score) {
        return InferenceEvent.newBuilder()
                .setInferenceId(id)
                .setModelId(model)
                .setModelVersion("1")
                .setEventTime(time)
                .setFeatures(features)
                .setPrediction(Prediction.newBuilder()
                        .setLabel(label)
                        .setScore(score)
                        .setScores(Map.of())
                        .setValue(null)
                        .build())
                .setTags(Map.of())
                .setLatencyMicros(null);
    }
}
