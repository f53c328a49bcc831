package io.tidemark.load.speed;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads do. */
final class Waiting {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private Waiting() {}

    /** @throws IllegalStateException if it is not reached within ten minutes */
    static void until(String what, BooleanSupplier reached) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited for " + LONGEST + " in vain until " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
