package io.tidemark.load.speed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Measures the middle of a run, so that its start and end do not count: from when a tenth is done, or some seconds have passed since it began to
 * move, until nine tenths are, or it has been watched for long enough.
 */
public final class Stopwatch {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration LONGEST_START = Duration.ofSeconds(3);
    private static final double FROM = 0.1;
    private static final double TO = 0.9;
    /** Of a run, the least that is watched where it is not cut short. */
    static final double WATCHED = TO - FROM;

    private final double all;
    private final Duration longest;

    /**
     * @param all how much there is to do
     * @param longest for how long to watch
     */
    public Stopwatch(double all, Duration longest) {
        this.all = all;
        this.longest = longest;
    }

    /** @throws IllegalStateException if nothing moves for ten minutes */
    public Rate measure(DoubleSupplier done) throws InterruptedException {
        await(done, 1, PATIENCE);
        double from = await(done, FROM * all, LONGEST_START);
        long fromNanos = System.nanoTime();
        BusyThreads before = BusyThreads.now();
        double to = await(done, TO * all, longest);
        if (to <= from) {
            // It stood still for as long as it was to be watched, which is no rate.
            to = await(done, Math.nextUp(from), PATIENCE);
        }
        if (to <= from) {
            throw new IllegalStateException(
                    "nothing moved for " + PATIENCE.toMinutes() + " minutes after " + from + " of " + all);
        }
        return Rate.of(
                to - from, System.nanoTime() - fromNanos, BusyThreads.now().since(before));
    }

    private static double await(DoubleSupplier done, double wanted, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            double now = done.getAsDouble();
            if (now >= wanted || System.nanoTime() > deadline) {
                return now;
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }
}
