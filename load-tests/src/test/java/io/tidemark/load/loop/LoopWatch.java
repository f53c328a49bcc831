package io.tidemark.load.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Waits for what the loop comes to, while workers have to stay alive and episodes end as they should. */
record LoopWatch(WorkerProcesses workers, Drifts drifts) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(2);

    void await(String what, Callable<Boolean> reached) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> {
                    workers.assertAlive();
                    drifts.resolveWhatHasBegun();
                    return reached.call();
                });
    }
}
