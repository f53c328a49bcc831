package io.tidemark.stream.label;

import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import org.jspecify.annotations.Nullable;

/** What the join can use of records, whatever it holds and whoever asks for them. */
final class RecordChecks {
    private final int maxNameLength;
    private final long maxAheadMs;

    RecordChecks(LabelLimits limits) {
        this.maxNameLength = limits.maxNameLength();
        this.maxAheadMs = limits.maxAhead().toMillis();
    }

    /**
     * Why a prediction can't be used; null where it can, and then it has an id, a model and a version.
     *
     * @param nowMs the wall clock
     */
    @Nullable
    PredictionOutcome refusalOf(LoggedPrediction prediction, long nowMs) {
        if (isEmpty(prediction.inferenceId())) {
            return PredictionOutcome.NO_ID;
        }
        if (isBlank(prediction.model())) {
            return PredictionOutcome.NO_MODEL;
        }
        if (isBlank(prediction.version())) {
            return PredictionOutcome.NO_VERSION;
        }
        if (isTooLong(prediction.model()) || isTooLong(prediction.version())) {
            return PredictionOutcome.NAME_TOO_LONG;
        }
        if (prediction.eventTimeMs() <= 0) {
            return PredictionOutcome.NO_TIME;
        }
        return isTooFarAhead(prediction.eventTimeMs(), nowMs) ? PredictionOutcome.TOO_FAR_AHEAD : null;
    }

    /**
     * Why a label can't be used; null where it can, and then it has an id and a model.
     *
     * @param nowMs the wall clock
     */
    @Nullable
    LabelOutcome refusalOf(LoggedTruth truth, long nowMs) {
        if (isEmpty(truth.inferenceId())) {
            return LabelOutcome.NO_ID;
        }
        if (isBlank(truth.model())) {
            return LabelOutcome.NO_MODEL;
        }
        if (isTooLong(truth.model())) {
            return LabelOutcome.NAME_TOO_LONG;
        }
        if (truth.knownAtMs() <= 0) {
            return LabelOutcome.NO_TIME;
        }
        if (isTooFarAhead(truth.knownAtMs(), nowMs)) {
            return LabelOutcome.TOO_FAR_AHEAD;
        }
        return truth.label().isEmpty() && truth.value().isEmpty() ? LabelOutcome.NO_LABEL : null;
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private boolean isTooLong(@Nullable String name) {
        return name != null && name.length() > maxNameLength;
    }

    private boolean isTooFarAhead(long timeMs, long nowMs) {
        return timeMs > nowMs + maxAheadMs;
    }
}
