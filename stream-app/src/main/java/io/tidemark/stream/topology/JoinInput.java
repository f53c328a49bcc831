package io.tidemark.stream.topology;

import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A record as the join takes it in.
 *
 * @param content what it says
 * @param original its value as it came
 * @param origin where it was read first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
record JoinInput(Content content, byte[] original, RecordMetadata origin) {

    /** What a record says. */
    sealed interface Content {
        record Prediction(LoggedPrediction prediction) implements Content {}

        record Label(LoggedTruth truth) implements Content {}

        /** An inference log that can't be read; the profile step says why. */
        record UnreadablePrediction() implements Content {}

        /** An inference log that nobody asks for labels of, so that it was not looked into. */
        record UnaskedPrediction() implements Content {}

        record UnreadableLabel(String reason, String detail) implements Content {}
    }
}
