package io.tidemark.standalone.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds a replay back so that event time passes at the wanted speed, counted from the first event. What is late is not
 * waited for, so a stall is caught up with. For one thread.
 */
public final class Pacer {

    private final ReplaySpeed speed;
    private Optional<Instant> firstEvent = Optional.empty();
    private long startNanos;

    public Pacer(ReplaySpeed speed) {
        this.speed = speed;
    }

    /** Waits until an event of this time is due. */
    public void await(Instant eventTime) throws InterruptedException {
        if (speed.factor().isEmpty()) {
            return;
        }
        if (firstEvent.isEmpty()) {
            firstEvent = Optional.of(eventTime);
            startNanos = System.nanoTime();
            return;
        }
        double eventNanos = Duration.between(firstEvent.get(), eventTime).toNanos();
        long dueNanos = startNanos + (long) (eventNanos / speed.factor().getAsDouble());
        long waitNanos = dueNanos - System.nanoTime();
        if (waitNanos > 0) {
            Thread.sleep(Duration.ofNanos(waitNanos));
        }
    }
}
