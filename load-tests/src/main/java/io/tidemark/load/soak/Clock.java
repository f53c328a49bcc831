package io.tidemark.load.soak;

import java.time.Duration;

/** Time since the load began. */
final class Clock {
    private final long began = System.nanoTime();

    Duration now() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Hours, minutes and seconds. */
    static String text(Duration time) {
        return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
