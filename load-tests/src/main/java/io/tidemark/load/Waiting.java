package io.tidemark.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits, within bounds, for what other threads and processes do. */
public final class Waiting {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private Waiting() {}

    /** @throws WaitedInVainException if it is not reached within ten minutes */
    public static void until(String what, BooleanSupplier reached) throws InterruptedException {
        until(what, LONGEST, reached);
    }

    /** @throws WaitedInVainException if it is not reached within this time */
    public static void until(String what, Duration longest, BooleanSupplier reached) throws InterruptedException {
        until(what, longest, POLL, reached);
    }

    /**
     * Waits.
     *
     * @param poll from one look to the next
     * @throws WaitedInVainException if it is not reached within this time
     */
    public static void until(String what, Duration longest, Duration poll, BooleanSupplier reached)
            throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new WaitedInVainException("waited " + longest.toSeconds() + " s in vain until " + what);
            }
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
        }
    }
}
