package io.tidemark.load.speed;

import java.time.Duration;
import java.time.Instant;

/**
 * What is written before anything is measured.
 *
 * @param records inference logs, in turn in each partition
 * @param partitions of the inference logs
 * @param shape of each event
 * @param step event time from one event to the next
 * @param specLines further lines of each model's spec
 */
public record SpeedLoad(long records, int partitions, EventShape shape, Duration step, String specLines) {
    static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

    private static final int PARTITIONS = 4;
    /** As good as all of the five minutes that a window of the benchmark has. */
    private static final Duration WITHIN_A_WINDOW = Duration.ofSeconds(280);

    /** A thousand events a second in four partitions. */
    static SpeedLoad of(long records, EventShape shape) {
        return new SpeedLoad(records, PARTITIONS, shape, Duration.ofMillis(1), "");
    }

    /**
     * Events that all belong to one window of each segment, which does not close.
     *
     * @param rows of each segment in each partition, on average
     */
    static SpeedLoad withinOneWindow(EventShape shape, long rows) {
        long records = rows * shape.segments() * PARTITIONS;
        return new SpeedLoad(records, PARTITIONS, shape, WITHIN_A_WINDOW.dividedBy(records), "");
    }

    /** Event time behind that of all records. */
    Instant end() {
        return timeOf(records);
    }

    Instant timeOf(long record) {
        return START.plus(step.multipliedBy(record));
    }
}
