package io.tidemark.stream.topology;

import io.tidemark.stream.window.InputLag;
import java.time.Duration;

/** Whether there is anything left to read of one partition of an input. */
final class Backlog {
    private final InputLag lag;
    private final int partition;
    private final long recentMs;
    private long lastTimestampMs = Long.MIN_VALUE;
    private boolean fetchedAll;

    /** @param recent where the lag can't be asked, records that were written less long ago are the last there are */
    Backlog(InputLag lag, int partition, Duration recent) {
        this.lag = lag;
        this.partition = partition;
        this.recentMs = recent.toMillis();
    }

    /** Tells of the Kafka timestamp of a record that was read. */
    void read(long timestampMs) {
        lastTimestampMs = timestampMs;
    }

    /**
     * Whether it is known what there is to read: a record was read, or there is none left.
     *
     * @param nothingLeft what {@link #isNothingLeft} answered
     */
    boolean isKnown(boolean nothingLeft) {
        return nothingLeft || lastTimestampMs != Long.MIN_VALUE || !lag.isKnown();
    }

    /** To be asked at intervals: what was fetched by the last time is taken to be read by now. */
    boolean isNothingLeft(long nowMs) {
        if (!lag.isKnown()) {
            return lastTimestampMs > nowMs - recentMs;
        }
        boolean fetchedBefore = fetchedAll;
        fetchedAll = lag.of(partition).orElse(Long.MAX_VALUE) == 0;
        return fetchedBefore && fetchedAll;
    }
}
