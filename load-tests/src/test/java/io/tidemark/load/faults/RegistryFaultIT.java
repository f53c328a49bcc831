package io.tidemark.load.faults;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry is away when records of a new schema come: the monitor waits for it and skips nothing. */
@Tag("long")
class RegistryFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;

    @TempDir
    private Path folder;

    @Test
    void shouldWaitForTheRegistryAndDeadLetterNothingMeanwhile() throws Exception {
        try (FaultTrial trial = new FaultTrial("registry down", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            MonitorProcess monitor = trial.startMonitor("monitor");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW * 3 / 2);
            trial.countFault(trial.work.lagTo(trial.freezeAtWork(monitor)));
            trial.processes.registryServer().stop();
            trial.load.useLaterSchema(1);
            monitor.process().thaw();
            // Before that it may still be busy with what was written earlier.
            trial.awaitAlive(
                    "a stream thread stops for want of a schema",
                    () -> monitor.process().saidTimes("stopped and is replaced") > 0);
            long before = trial.work.lag().orElseThrow();
            trial.awaitAlive("lag grows", () -> trial.work.lag().orElse(0) > before + 5 * RowPlan.ROWS_PER_WINDOW);
            trial.processes.registryServer().startAgain();
            trial.awaitAlive(
                    "the monitor has caught up",
                    () -> trial.work.lag().orElse(Long.MAX_VALUE) < RowPlan.ROWS_PER_WINDOW);
            trial.assertLedger();
        }
    }
}
