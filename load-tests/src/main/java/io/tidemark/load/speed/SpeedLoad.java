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

    /** A thousand events a second in four partitions. */
    static SpeedLoad of(long records, EventShape shape) {
        return new SpeedLoad(records, 4, shape, Duration.ofMillis(1), "");
    }

    Instant timeOf(long record) {
        return START.plus(step.multipliedBy(record));
    }
}
