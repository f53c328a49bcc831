package io.tidemark.stream.event;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One inference log as the join with labels needs it.
 *
 * @param inferenceId null where the log has none, as are model and version
 * @param eventTimeMs when the model answered, milliseconds since the epoch; 0 where the log has no time
 * @param label the predicted class
 * @param value the predicted number
 * @param score of the predicted or positive class
 * @param scores by class
 * @param example what the model was asked and answered, as the last fields of a {@code LabeledExample} in Avro's binary form: from the
 *     model version on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
public record LoggedPrediction(
        @Nullable String inferenceId,
        @Nullable String model,
        @Nullable String version,
        long eventTimeMs,
        Optional<String> label,
        OptionalDouble value,
        OptionalDouble score,
        Map<String, Double> scores,
        Map<String, String> tags,
        OptionalLong latencyMicros,
        byte[] example) {}
