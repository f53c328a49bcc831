package io.tidemark.load.faults;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
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
        changeAndKill("spec change", RowPlan.SPEC, other, Set.of(RowPlan.WINDOW));
    }

    @Test
    void shouldCountEveryRowOnceWhenTheWindowsLengthChanges() throws Exception {
        // Half a window of one partition has 125 rows, and is not to wait for the next one: an episode would begin with
        // it.
        String spec = RowPlan.SPEC + "minRows: 100\n";
        changeAndKill(
                "window length",
                spec,
                spec.replace("window: 10m", "window: 5m"),
                Set.of(RowPlan.WINDOW, RowPlan.WINDOW.dividedBy(2)));
    }

    private void changeAndKill(String name, String first, String other, Set<Duration> windowLengths) throws Exception {
        try (FaultTrial trial = new FaultTrial(name, folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            trial.apply(first);
            for (int change = 0; change < CHANGES; change++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW * 3 / 2);
                trial.apply(change % 2 == 0 ? other : first);
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 4);
                trial.killAtWork(victim);
            }
            trial.startMonitor("monitor");
            trial.assertLedger(windowLengths);
        }
    }
}
