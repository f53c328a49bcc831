package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitors come and go in good order, at work; the ledger balances. */
@Tag("long")
class ScaleFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int STOPS = 3;
    private static final int ROUNDS = 3;
    private static final int MOST = 4;
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int CHANGES = 6;

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnFromItsOwnDiskAfterAStopInGoodOrder() throws Exception {
        try (FaultTrial trial = new FaultTrial("SIGTERM", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            for (int stop = 0; stop < STOPS; stop++) {
                MonitorProcess monitor = trial.startMonitor("monitor");
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
                if (stop > 0) {
                    assertThat(monitor.restoredRecords())
                            .as("records restored from changelogs, with all state on disk")
                            .isZero();
                }
                trial.stopAtWork(monitor);
            }
            trial.startMonitor("monitor");
            trial.assertLedger();
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenOneBecomesFourAndOneAgain() throws Exception {
        try (FaultTrial trial = new FaultTrial("1 to 4 and back", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            trial.startMonitor("monitor-0");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
            for (int round = 0; round < ROUNDS; round++) {
                List<MonitorProcess> more = new ArrayList<>();
                for (int i = 1; i < MOST; i++) {
                    more.add(trial.startMonitor("monitor-" + i));
                }
                trial.awaitAlive("several own partitions", () -> trial.work.owners() > 1);
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW);
                for (MonitorProcess one : more) {
                    if (trial.work.workOf(one.name()).isEmpty()) {
                        trial.processes.stop(one);
                    } else {
                        trial.stopAtWork(one);
                    }
                }
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW);
            }
            trial.assertLedger();
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenOneAndFourTakeTurnsEveryTenSeconds() throws Exception {
        try (FaultTrial trial =
                new FaultTrial("1 and 4 every 10 s", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            trial.startMonitor("monitor-0");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
            List<MonitorProcess> more = new ArrayList<>();
            int stoppedAtWork = 0;
            long begun = System.nanoTime();
            for (int change = 1; change <= CHANGES; change++) {
                if (more.isEmpty()) {
                    for (int i = 1; i < MOST; i++) {
                        more.add(trial.startMonitor("monitor-" + i));
                    }
                } else {
                    stoppedAtWork += trial.stopTogether(more);
                    more.clear();
                }
                long next = begun + EVERY.multipliedBy(change).toNanos();
                trial.awaitAlive("the next change is due", () -> System.nanoTime() >= next);
            }
            assertThat(stoppedAtWork).as("monitors stopped at work").isGreaterThan(1);
            trial.assertLedger();
        }
    }
}
