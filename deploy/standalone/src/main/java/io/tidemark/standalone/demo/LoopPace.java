package io.tidemark.standalone.demo;

import java.time.Duration;
import java.time.Instant;

/** Holds the replay back while the loop is behind it: on a slow machine as on a fast one, the loop is shown at the pace of the days. */
final class LoopPace {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** A job takes seconds; what stands still for so long has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoCounts counts;
    private final Instant began;
    private final Duration patience;

    /** @param began time of the first event that is replayed */
    LoopPace(DemoCounts counts, Instant began) {
        this(counts, began, PATIENCE);
    }

    LoopPace(DemoCounts counts, Instant began, Duration patience) {
        this.counts = counts;
        this.began = began;
        this.patience = patience;
    }

    /** @return false where nothing was counted for a minute although the loop is behind */
    boolean await(Instant time) throws InterruptedException {
        long seen = counts.records();
        long since = System.nanoTime();
        while (counts.isBehind(time, began)) {
            if (counts.records() != seen) {
                seen = counts.records();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > patience.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN);
        }
        return true;
    }
}
