package io.tidemark.standalone.advice;

import java.time.Instant;

/**
 * A time, such as one in which something is known to have been wrong.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to) {
    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "a time ends after it begins, and not at " + to + ", having begun at " + from);
        }
    }

    /** Whether an alarm may be about it: whether any of what the alarm's window holds is of this time. */
    boolean isToldBy(Alarm alarm) {
        return alarm.windowStart().isBefore(to) && from.isBefore(alarm.windowEnd());
    }
}
