package io.tidemark.stream.event;

import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One record of the ground truth.
 *
 * @param inferenceId null where the record has none, as is the model
 * @param knownAtMs when the truth became known, milliseconds since the epoch; 0 where the record has no time
 * @param label the true class
 * @param value the true number
 */
public record LoggedTruth(
        @Nullable String inferenceId,
        @Nullable String model,
        long knownAtMs,
        Optional<String> label,
        OptionalDouble value) {}
