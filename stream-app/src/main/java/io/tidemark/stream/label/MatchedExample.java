package io.tidemark.stream.label;

import io.tidemark.profile.performance.Truth;

/**
 * A prediction with its label, for those who train.
 *
 * @param knownAtMs when the truth became known, milliseconds since the epoch
 * @param correction whether it takes the place of one with another label
 * @param example what the model was asked and answered; see {@code LoggedPrediction}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
public record MatchedExample(
        String inferenceId, String model, Truth truth, long knownAtMs, boolean correction, byte[] example) {}
