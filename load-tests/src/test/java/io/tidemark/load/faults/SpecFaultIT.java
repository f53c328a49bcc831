package io.tidemark.load.faults;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spec changes in mid-window, and the monitor is killed right after. */
@Tag("long")
class SpecFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int CHANGES = 4;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepOpenWindowsWhenTheSpecChanges() throws Exception {
        String other = RowPlan.SPEC.replace("grace: 1m", "grace: 3m") + "minRows: 300\n";
        try (FaultTrial trial = new FaultTrial("spec change", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            for (int change = 0; change < CHANGES; change++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW * 3 / 2);
                trial.apply(change % 2 == 0 ? other : RowPlan.SPEC);
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 4);
                trial.killAtWork(victim);
            }
            trial.startMonitor("monitor");
            trial.assertLedger();
        }
    }
}
