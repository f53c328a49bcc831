package io.tidemark.stream.decode;

import io.tidemark.stream.event.LoggedPrediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** The prediction that is being read, with what one record passes on to the next. */
final class PredictionDraft {
    private static final int NULL_BRANCH = 0;
    private static final int VALUE_BRANCH = 1;

    final TextCache texts = new TextCache();
    final TextCache ids = TextCache.none();
    final int maxArrayLength;

    private final ByteArrayOutputStream featureBytes = new ByteArrayOutputStream(1_024);
    private final ByteArrayOutputStream exampleBytes = new ByteArrayOutputStream(1_024);
    private @Nullable BinaryEncoder featureEncoder;
    private @Nullable BinaryEncoder exampleEncoder;

    @Nullable
    String inferenceId;

    @Nullable
    String model;

    @Nullable
    String version;

    long eventTimeMs;
    Optional<String> label = Optional.empty();
    OptionalDouble value = OptionalDouble.empty();
    OptionalDouble score = OptionalDouble.empty();
    Map<String, Double> scores = Map.of();
    Map<String, String> tags = Map.of();
    OptionalLong latencyMicros = OptionalLong.empty();
    private boolean predicted;

    PredictionDraft(int maxArrayLength) {
        this.maxArrayLength = maxArrayLength;
    }

    void begin() {
        featureBytes.reset();
        inferenceId = null;
        model = null;
        version = null;
        eventTimeMs = 0;
        predicted = false;
        label = Optional.empty();
        value = OptionalDouble.empty();
        score = OptionalDouble.empty();
        scores = Map.of();
        tags = Map.of();
        latencyMicros = OptionalLong.empty();
    }

    /** Where features go, as a map of the union that an {@code InferenceEvent} has. */
    Encoder features() {
        featureEncoder = EncoderFactory.get().directBinaryEncoder(featureBytes, featureEncoder);
        return featureEncoder;
    }

    void hasPrediction() {
        predicted = true;
    }

    void addScore(String name, double newScore) {
        if (scores.isEmpty()) {
            scores = new HashMap<>();
        }
        scores.put(name, newScore);
    }

    void addTag(String name, String text) {
        if (tags.isEmpty()) {
            tags = new HashMap<>();
        }
        tags.put(name, text);
    }

    LoggedPrediction finish() {
        return new LoggedPrediction(
                inferenceId,
                model,
                version,
                eventTimeMs,
                label,
                value,
                score,
                scores,
                tags,
                latencyMicros,
                version == null ? new byte[0] : example(version));
    }

    private byte[] example(String modelVersion) {
        exampleBytes.reset();
        exampleEncoder = EncoderFactory.get().directBinaryEncoder(exampleBytes, exampleEncoder);
        try {
            exampleEncoder.writeString(modelVersion);
            exampleEncoder.writeLong(eventTimeMs);
            if (featureBytes.size() == 0) {
                exampleEncoder.writeMapStart();
                exampleEncoder.writeMapEnd();
            } else {
                featureBytes.writeTo(exampleBytes);
            }
            writePrediction(exampleEncoder);
            writeTags(exampleEncoder);
            exampleEncoder.writeIndex(latencyMicros.isPresent() ? VALUE_BRANCH : NULL_BRANCH);
            if (latencyMicros.isPresent()) {
                exampleEncoder.writeLong(latencyMicros.getAsLong());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused a write", e);
        }
        return exampleBytes.toByteArray();
    }

    private void writePrediction(Encoder out) throws IOException {
        out.writeIndex(predicted ? VALUE_BRANCH : NULL_BRANCH);
        if (!predicted) {
            return;
        }
        out.writeIndex(label.isPresent() ? VALUE_BRANCH : NULL_BRANCH);
        if (label.isPresent()) {
            out.writeString(label.get());
        }
        writeOptional(value, out);
        writeOptional(score, out);
        out.writeMapStart();
        out.setItemCount(scores.size());
        for (Map.Entry<String, Double> entry : scores.entrySet()) {
            out.startItem();
            out.writeString(entry.getKey());
            out.writeDouble(entry.getValue());
        }
        out.writeMapEnd();
    }

    private static void writeOptional(OptionalDouble number, Encoder out) throws IOException {
        out.writeIndex(number.isPresent() ? VALUE_BRANCH : NULL_BRANCH);
        if (number.isPresent()) {
            out.writeDouble(number.getAsDouble());
        }
    }

    private void writeTags(Encoder out) throws IOException {
        out.writeMapStart();
        out.setItemCount(tags.size());
        for (Map.Entry<String, String> entry : tags.entrySet()) {
            out.startItem();
            out.writeString(entry.getKey());
            out.writeString(entry.getValue());
        }
        out.writeMapEnd();
    }
}
