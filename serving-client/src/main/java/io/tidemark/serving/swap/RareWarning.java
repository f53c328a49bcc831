package io.tidemark.serving.swap;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** A warning that is said at once the first time, and while it lasts at most every half minute. For one thread. */
final class RareWarning {
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Logger log;
    private final LongSupplier nanoClock;
    private long nextAt;

    RareWarning(Logger log) {
        this.log = log;
        this.nanoClock = System::nanoTime;
        this.nextAt = nanoClock.getAsLong();
    }

    void say(String message) {
        long now = nanoClock.getAsLong();
        if (now - nextAt >= 0) {
            nextAt = now + INTERVAL.toNanos();
            log.warn("{}", message);
        } else {
            log.debug("{}", message);
        }
    }

    /** What was warned of is over: the next one is said at once. */
    void over() {
        nextAt = nanoClock.getAsLong();
    }
}
