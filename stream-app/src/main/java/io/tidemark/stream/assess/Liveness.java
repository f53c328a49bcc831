package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfileMessage.Watermark;

/**
 * Whether a model's events come as they happen. Only a model of which that is so can fall silent: of one whose past is replayed, the
 * events end because the replay does.
 *
 * <p>A live run begins with a watermark whose event time is near the wall clock, and is sure once it has lasted for a pane on the wall clock: a replay
 * that leads up to the present does not last. It goes on, whatever the wall clock says, as long as event time stays near the
 * partition's clock; so a monitor that was down, and reads on from where it stopped, still knows a live model. It ends with a watermark whose event time is far behind
 * the partition's clock.
 */
final class Liveness {
    /** Events by the hour, sent in files by the hour, are two hours old at most. */
    private static final int NEAR_IN_PANES = 2;

    private static final long NONE = Long.MIN_VALUE;

    private long sinceMs = NONE;
    private long lastMs = NONE;
    private long sinceEventMs = NONE;
    private long delayMs;

    /** Takes in a watermark; answers whether it told anything new. */
    boolean observe(Watermark mark, MonitorSpec spec) {
        if (mark.idle()) {
            return false;
        }
        long eventTimeMs = mark.sentUpToMs() + spec.graceMs();
        long nearMs = NEAR_IN_PANES * spec.paneMs() + spec.graceMs();
        long behindMs = Math.max(0, mark.clockMs() - eventTimeMs);
        if (behindMs > nearMs) {
            return end();
        }
        if (sinceMs != NONE) {
            lastMs = Math.max(lastMs, mark.sentAtMs());
            delayMs = Math.max(delayMs, behindMs);
            return true;
        }
        if (mark.sentAtMs() - eventTimeMs > nearMs) {
            return false;
        }
        sinceMs = mark.sentAtMs();
        lastMs = mark.sentAtMs();
        sinceEventMs = eventTimeMs;
        delayMs = behindMs;
        return true;
    }

    /** Ends the run; answers whether there was one. */
    boolean end() {
        boolean was = sinceMs != NONE;
        sinceMs = NONE;
        lastMs = NONE;
        sinceEventMs = NONE;
        delayMs = 0;
        return was;
    }

    boolean isSure(MonitorSpec spec) {
        return sinceMs != NONE && lastMs - sinceMs >= spec.paneMs();
    }

    /** The event time with which the run began; {@link Long#MIN_VALUE} where there is none. */
    long sinceEventMs() {
        return sinceEventMs;
    }

    /** How far event time was behind the partitions' clocks at most, in this run. */
    long delayMs() {
        return delayMs;
    }

    void writeTo(BinaryOut out) {
        out.writeLong(sinceMs).writeLong(lastMs).writeLong(sinceEventMs).writeLong(delayMs);
    }

    void readFrom(BinaryIn in) {
        sinceMs = in.readLong();
        lastMs = in.readLong();
        sinceEventMs = in.readLong();
        delayMs = in.readLong();
    }
}
