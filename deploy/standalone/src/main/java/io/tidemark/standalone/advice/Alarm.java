package io.tidemark.standalone.advice;

import java.time.Instant;
import java.util.List;

/**
 * A window at whose end one or more episodes opened: people are told of them together.
 *
 * @param subjects what drifted, in the order in which it was told
 */
public record Alarm(Instant windowStart, Instant windowEnd, List<String> subjects) {
    public Alarm {
        subjects = List.copyOf(subjects);
    }
}
