package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelVersion;
import java.time.Duration;

/**
 * A version that can't be served.
 *
 * @param record the version as it was when it was tried
 * @param reason why, for a person
 * @param attempts how often it was tried
 * @param retryAtNanos when to try again; {@link #NEVER} where only another record of the version could mend it
 */
record Refusal(ModelVersion record, String reason, int attempts, long retryAtNanos) {
    static final long NEVER = Long.MAX_VALUE;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 10;

    /** @param attempts this one included */
    static Refusal of(ModelVersion record, String reason, boolean passing, int attempts, long nowNanos) {
        if (!passing) {
            return new Refusal(record, reason, attempts, NEVER);
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        return new Refusal(record, reason, attempts, nowNanos + bounded.toNanos());
    }

    /** Whether it may be over when it is tried again; until then the version is only not loaded yet. */
    boolean isPassing() {
        return retryAtNanos != NEVER;
    }

    boolean mayBeTriedAgain(long nowNanos) {
        return isPassing() && nowNanos - retryAtNanos >= 0;
    }
}
