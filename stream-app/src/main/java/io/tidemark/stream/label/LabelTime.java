package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;

/**
 * How far one partition has come with one model.
 *
 * <p>Labels are waited for until both have passed the end of the wait: the predictions' event time and the time at which labels became
 * known. So labels that stall, or are read after the predictions of months, are still joined. Labels hold predictions up for no longer than
 * the wait once more. A model without new predictions goes on in time by the wall clock, at the distance at which its events came.
 *
 * <p>Neither time passes that of the {@link Senders}.
 */
final class LabelTime {
    /** Before all times, and far enough from the end of the numbers to reckon with. */
    static final long UNKNOWN = Long.MIN_VALUE / 4;

    private final LabelLimits limits;
    private final Senders predictionSenders = new Senders();
    private final Senders labelSenders = new Senders();
    private long highestPredictedMs = UNKNOWN;
    private long highestKnownMs = UNKNOWN;
    private long predictedMs = UNKNOWN;
    private long knownMs = UNKNOWN;
    private long delayMs = -UNKNOWN;

    LabelTime(LabelLimits limits) {
        this.limits = limits;
    }

    void predictedAt(long timeMs, long wallClockMs) {
        delayMs = Math.min(delayMs, Math.max(0, wallClockMs - timeMs));
        highestPredictedMs = Math.max(highestPredictedMs, timeMs);
    }

    void knownAt(long timeMs) {
        highestKnownMs = Math.max(highestKnownMs, timeMs);
    }

    Senders predictionSenders() {
        return predictionSenders;
    }

    Senders labelSenders() {
        return labelSenders;
    }

    /** Goes as far as records and senders allow. */
    void pass(long wallClockMs) {
        predictedMs = Math.max(predictedMs, Math.min(highestPredictedMs, sentMs(predictionSenders, wallClockMs)));
        knownMs = Math.max(knownMs, Math.min(highestKnownMs, sentMs(labelSenders, wallClockMs)));
    }

    private long sentMs(Senders senders, long wallClockMs) {
        return senders.leastMs(wallClockMs, limits.idleTimeout().toMillis());
    }

    boolean hasPredictions() {
        return highestPredictedMs != UNKNOWN;
    }

    /** The event time that predictions have reached; {@link #UNKNOWN} where that can't be told yet. */
    long predictedMs() {
        return predictedMs;
    }

    /** The time at which labels became known that they have reached; {@link #UNKNOWN} where there was none, or that can't be told yet. */
    long knownMs() {
        return knownMs;
    }

    /**
     * The time that both predictions and labels have reached.
     *
     * @param idleNowMs the wall clock where no more predictions come, {@link #UNKNOWN} where they may
     * @param patienceMs for how long predictions wait for labels to get to where they are
     */
    long reachedMs(long idleNowMs, long patienceMs) {
        if (predictedMs == UNKNOWN) {
            return hasPredictions() || knownMs == UNKNOWN ? UNKNOWN : knownMs - patienceMs;
        }
        long predicted = idleNowMs == UNKNOWN ? predictedMs : idleMs(idleNowMs);
        return Math.max(Math.min(predicted, knownMs), predicted - patienceMs);
    }

    private long idleMs(long nowMs) {
        return Math.max(predictedMs, Math.min(nowMs - delayMs, sentMs(predictionSenders, nowMs)));
    }

    void writeTo(BinaryOut out) {
        out.writeLong(highestPredictedMs)
                .writeLong(highestKnownMs)
                .writeLong(predictedMs)
                .writeLong(knownMs)
                .writeLong(delayMs);
        predictionSenders.writeTo(out);
        labelSenders.writeTo(out);
    }

    void readFrom(BinaryIn in) {
        highestPredictedMs = in.readLong();
        highestKnownMs = in.readLong();
        predictedMs = in.readLong();
        knownMs = in.readLong();
        delayMs = in.readLong();
        predictionSenders.readFrom(in);
        labelSenders.readFrom(in);
    }
}
