package io.tidemark.load.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What hostile bytes may cost: no more memory and time than their length justifies. */
final class Harmless {
    /** For decoders, dictionaries and the like, which are made anew for each input. */
    private static final long FIXED_BYTES = 32L << 20;

    private static final long BYTES_EACH = 20_000;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Harmless() {}

    /**
     * Runs what reads an input, and fails only where that is at fault.
     *
     * @throws AssertionError if it allocates beyond a bound that grows with the input's length, or takes too long
     */
    static void run(byte[] input, Runnable reading) {
        long bound = FIXED_BYTES + BYTES_EACH * input.length;
        long cost = cost(reading);
        if (cost > bound) {
            cost = cost(reading); // The first time, the classes that it needs were loaded as well.
        }
        if (cost > bound) {
            throw new AssertionError(input.length + " bytes made it allocate " + cost);
        }
    }

    private static long cost(Runnable reading) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        reading.run();
        long took = System.nanoTime() - began;
        if (took > LONGEST.toNanos()) {
            throw new AssertionError("it took " + Duration.ofNanos(took));
        }
        return THREADS.getCurrentThreadAllocatedBytes() - allocated;
    }
}
