package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;

/**
 * How far one partition has come with one model.
 *
 * <p>Labels are waited for until both have passed the end of the wait: the predictions' event time and the time at which labels became
 * known. So labels that stall, or are read after the predictions of months, are still joined. Labels hold predictions up for no longer than
 * the wait once more. A model without new predictions goes on in time by the wall clock, at the distance at which its events came.
 */
final class LabelTime {
    /** Before all times, and far enough from the end of the numbers to reckon with. */
    static final long UNKNOWN = Long.MIN_VALUE / 4;

    private long predictedMs = UNKNOWN;
    private long knownMs = UNKNOWN;
    private long delayMs = -UNKNOWN;

    void predictedAt(long timeMs, long nowMs) {
        delayMs = Math.min(delayMs, Math.max(0, nowMs - timeMs));
        predictedMs = Math.max(predictedMs, timeMs);
    }

    void knownAt(long timeMs) {
        knownMs = Math.max(knownMs, timeMs);
    }

    /** The highest event time of a prediction; {@link #UNKNOWN} where there was none. */
    long predictedMs() {
        return predictedMs;
    }

    /** The latest time at which a label became known; {@link #UNKNOWN} where there was none. */
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
            return knownMs == UNKNOWN ? UNKNOWN : knownMs - patienceMs;
        }
        long predicted = idleNowMs == UNKNOWN ? predictedMs : Math.max(predictedMs, idleNowMs - delayMs);
        return Math.max(Math.min(predicted, knownMs), predicted - patienceMs);
    }

    void writeTo(BinaryOut out) {
        out.writeLong(predictedMs).writeLong(knownMs).writeLong(delayMs);
    }

    void readFrom(BinaryIn in) {
        predictedMs = in.readLong();
        knownMs = in.readLong();
        delayMs = in.readLong();
    }
}
