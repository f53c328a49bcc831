package io.tidemark.stream.window;

import java.time.Duration;

/**
 * How far, in wall-clock time, an input partition has been read: the time of the last record while it lags behind, and
 * the present once it has caught up.
 *
 * <p>Idleness is measured on this clock. On the plain wall clock, a partition with an hour of backlog would look idle to
 * every model whose records stand at the backlog's end, and their windows would be judged without them.
 *
 * <p>A partition has caught up when for half the idle timeout its consumer has had nothing left to fetch and no record has
 * come; where the lag can't be asked, when none has come for the whole of it. Only time in which the process ran
 * counts: after a pause longer than a few ticks (a suspended machine, a long collection), what the consumer knows is old,
 * and the wait begins anew.
 */
public final class PartitionClock {
    private static final int LONGEST_GAP_IN_TICKS = 4;

    private final InputLag lag;
    private final int partition;
    private final long quietNeededMs;
    private final long longestGapMs;
    private long lastRecordTimestampMs = Long.MIN_VALUE;
    private long quietSinceMs;
    private long lastTickMs;
    private boolean caughtUp;

    public PartitionClock(InputLag lag, int partition, Duration idleTimeout, long nowMs) {
        this.lag = lag;
        this.partition = partition;
        this.quietNeededMs = lag.isKnown() ? idleTimeout.toMillis() / 2 : idleTimeout.toMillis();
        this.longestGapMs = LONGEST_GAP_IN_TICKS * tickInterval(idleTimeout).toMillis();
        this.quietSinceMs = nowMs;
        this.lastTickMs = nowMs;
    }

    /** Often enough that a partition is seen to be idle soon after it is, rarely enough to cost nothing. */
    public static Duration tickInterval(Duration idleTimeout) {
        return Duration.ofMillis(Math.clamp(idleTimeout.toMillis() / 8, 50, 5_000));
    }

    /**
     * Tells that a record was read.
     *
     * @param timestampMs the record's Kafka timestamp
     */
    public void onRecord(long timestampMs, long nowMs) {
        lastRecordTimestampMs = timestampMs;
        quietSinceMs = nowMs;
        caughtUp = false;
    }

    /** Tells that time passes; to be called at every {@link #tickInterval}. */
    public void tick(long nowMs) {
        boolean nothingToFetch = !lag.isKnown() || lag.of(partition).orElse(Long.MAX_VALUE) == 0;
        if (!nothingToFetch || nowMs - lastTickMs > longestGapMs) {
            quietSinceMs = nowMs;
        }
        lastTickMs = nowMs;
        caughtUp = nowMs - quietSinceMs >= quietNeededMs;
    }

    /** Whether a record, or the lack of one for long enough, has shown how far the partition has been read. */
    public boolean isKnown() {
        return caughtUp || lastRecordTimestampMs != Long.MIN_VALUE;
    }

    /** The clock's reading, never ahead of {@code nowMs}; {@code nowMs} itself while it is not known. */
    public long read(long nowMs) {
        return isKnown() && !caughtUp ? Math.min(nowMs, lastRecordTimestampMs) : nowMs;
    }
}
