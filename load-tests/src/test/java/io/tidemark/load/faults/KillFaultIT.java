package io.tidemark.load.faults;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills monitors in mid-window, again and again; the ledger balances to the record all the same. */
class KillFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(20);

    @Test
    void shouldLoseAndDoubleNothingWhenItIsKilledInMidWindow() throws Exception {
        killInMidWindow(5);
    }

    @Test
    @Tag("long")
    void shouldLoseAndDoubleNothingWhenItIsKilledTwentyTimes() throws Exception {
        killInMidWindow(20);
    }

    private void killInMidWindow(int kills) throws Exception {
        try (FaultTrial trial =
                new FaultTrial(kills + " kills in mid-window", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            for (int kill = 0; kill < kills; kill++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(random.nextLong(100, 2 * RowPlan.ROWS_PER_WINDOW));
                trial.killAtWork(victim);
            }
            trial.startMonitor("monitor");
            trial.assertLedger();
        }
    }
}
