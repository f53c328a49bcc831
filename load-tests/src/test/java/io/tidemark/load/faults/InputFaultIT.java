package io.tidemark.load.faults;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that is not as it should be, and a monitor that is killed meanwhile. */
class InputFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int POISON_EVERY = 97;
    private static final int KILLS = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldDeadLetterPoisonOnceAndProfileTheRest() throws Exception {
        Random random = new Random(1);
        try (FaultTrial trial = new FaultTrial(
                "1 % poison", folder, new RowPlan(POISON_EVERY)::row, ROWS_PER_SECOND)) {
            for (int kill = 0; kill < KILLS; kill++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(random.nextLong(100, 2 * RowPlan.ROWS_PER_WINDOW));
                trial.killAtWork(victim);
            }
            trial.startMonitor("monitor");
            trial.assertLedger();
        }
    }
}
