package io.tidemark.stream.window;

/**
 * How far, in wall-clock time, an input partition has been read: the time of the last record while it lags behind, and
 * the present once it has caught up.
 *
 * <p>Idleness is measured on this clock. On the plain wall clock, a partition with an hour of backlog would look idle to
 * every model whose records stand at the backlog's end, and their windows would be judged without them.
 */
public final class PartitionClock {
    private final long caughtUpAfterMs;
    private long lastRecordTimestampMs = Long.MIN_VALUE;
    private long lastRecordSeenMs;

    /** @param caughtUpAfterMs how long without a record until the partition counts as read to its end */
    public PartitionClock(long caughtUpAfterMs, long nowMs) {
        this.caughtUpAfterMs = caughtUpAfterMs;
        this.lastRecordSeenMs = nowMs;
    }

    /**
     * Tells that a record was read.
     *
     * @param timestampMs the record's Kafka timestamp
     */
    public void onRecord(long timestampMs, long nowMs) {
        lastRecordTimestampMs = timestampMs;
        lastRecordSeenMs = nowMs;
    }

    /** Whether a record, or the lack of one for long enough, has shown how far the partition has been read. */
    public boolean isKnown(long nowMs) {
        return lastRecordTimestampMs != Long.MIN_VALUE || isCaughtUp(nowMs);
    }

    /** The clock's reading, never ahead of {@code nowMs}; {@code nowMs} itself while it is not known. */
    public long read(long nowMs) {
        return isKnown(nowMs) && !isCaughtUp(nowMs) ? Math.min(nowMs, lastRecordTimestampMs) : nowMs;
    }

    private boolean isCaughtUp(long nowMs) {
        return nowMs - lastRecordSeenMs >= caughtUpAfterMs;
    }
}
