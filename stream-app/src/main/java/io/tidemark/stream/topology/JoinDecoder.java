package io.tidemark.stream.topology;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.decode.LoggedPredictionDecoder;
import io.tidemark.stream.decode.LoggedTruthDecoder;
import io.tidemark.stream.topology.JoinInput.Content;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Decodes what is joined. Not safe for use by several threads. */
final class JoinDecoder {
    /** What a topic's records are. */
    enum Kind {
        PREDICTION,
        LABEL
    }

    private final BooleanSupplier asked;
    private final LoggedPredictionDecoder predictions;
    private final LoggedTruthDecoder labels;

    /** @param asked whether any model's labels are asked for: where none are, inference logs need not be read */
    JoinDecoder(SchemaRegistry registry, int maxArrayLength, BooleanSupplier asked) {
        this.asked = asked;
        this.predictions = new LoggedPredictionDecoder(registry, maxArrayLength);
        this.labels = new LoggedTruthDecoder(registry);
    }

    Content decode(Kind kind, byte[] value) {
        if (kind == Kind.PREDICTION && !asked.getAsBoolean()) {
            return new Content.UnaskedPrediction();
        }
        try {
            return switch (kind) {
                case PREDICTION -> new Content.Prediction(predictions.decode(value));
                case LABEL -> new Content.Label(labels.decode(value));
            };
        } catch (UndecodableRecordException e) {
            return switch (kind) {
                case PREDICTION -> new Content.UnreadablePrediction();
                case LABEL -> new Content.UnreadableLabel(e.failure().code(), e.detail());
            };
        }
    }

    /** The inference id, or null where there is none. */
    static @Nullable String idOf(Content content) {
        return switch (content) {
            case Content.Prediction(var prediction) -> prediction.inferenceId();
            case Content.Label(var truth) -> truth.inferenceId();
            case Content.UnreadablePrediction _, Content.UnaskedPrediction _, Content.UnreadableLabel _ -> null;
        };
    }
}
