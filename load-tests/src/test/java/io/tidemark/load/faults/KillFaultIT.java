package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills monitors in mid-window, again and again; the ledger balances to the record all the same. */
class KillFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int RESTORES = 2;
    private static final int OPEN_KILLS = 3;
    private static final int MOST_KILLS = 15;

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

    @Test
    @Tag("long")
    void shouldLoseAndDoubleNothingWhenItIsKilledWhileItRestores() throws Exception {
        try (FaultTrial trial =
                new FaultTrial("killed while it restores", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            trial.processes.useSettings(Map.of(
                    // Of a new disk's process nobody takes the transaction over: it has to time out.
                    "producer.transaction.timeout.ms", "3000",
                    // A record at a time, so that a restore takes long enough to be killed in it.
                    "restore.consumer.max.poll.records", "1",
                    "restore.consumer.max.partition.fetch.bytes", "1",
                    "restore.consumer.fetch.max.bytes", "1"));
            for (int kill = 0; kill < RESTORES; kill++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(random.nextLong(RowPlan.ROWS_PER_WINDOW, 2 * RowPlan.ROWS_PER_WINDOW));
                trial.killAtWork(victim);
                trial.processes.loseDisk("monitor");
                MonitorProcess restoring = trial.startMonitor("monitor");
                trial.awaitAlive("a restore", restoring::isRestoring);
                Map<TopicPartition, Long> left = trial.freezeAtWork(restoring);
                assertThat(restoring.isRestoring())
                        .as("is restoring when it dies")
                        .isTrue();
                trial.processes.kill(restoring);
                trial.assertLeft(restoring, left);
                trial.processes.loseDisk("monitor");
            }
            MonitorProcess last = trial.startMonitor("monitor");
            trial.assertLedger();
            assertThat(last.restoredRecords()).as("records restored").isPositive();
        }
    }

    @Test
    @Tag("long")
    void shouldPublishOnceWhatWasNotCommittedWhenItDied() throws Exception {
        try (FaultTrial trial =
                        new FaultTrial("killed before the commit", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND);
                OpenProfiles open = new OpenProfiles(trial.processes.cluster())) {
            int before = 0;
            for (int kill = 0; kill < MOST_KILLS && before < OPEN_KILLS; kill++) {
                MonitorProcess victim = trial.startMonitor("monitor");
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
                open.skipToEnd();
                trial.awaitAlive("a profile that is not committed", () -> {
                    if (!open.poll()) {
                        return false;
                    }
                    victim.process().freeze();
                    boolean caught =
                            open.isOpen() && !trial.work.workOf(victim.name()).isEmpty();
                    if (!caught) {
                        victim.process().thaw();
                        open.skipToEnd();
                    }
                    return caught;
                });
                Map<TopicPartition, Long> left = trial.work.workOf(victim.name());
                trial.processes.kill(victim);
                trial.assertLeft(victim, left);
                // A commit that was on its way when the process froze counts all the same.
                before += open.isOpen() ? 1 : 0;
            }
            assertThat(before).as("kills before a commit").isEqualTo(OPEN_KILLS);
            trial.startMonitor("monitor");
            trial.assertLedger();
        }
    }

    @Test
    @Tag("long")
    void shouldLoseNothingUnderAtLeastOnce() throws Exception {
        try (FaultTrial trial = new FaultTrial("at least once", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            trial.processes.useSettings(Map.of("processing.guarantee", "at_least_once"));
            killAtRandom(trial, 5);
            trial.assertNothingLost();
        }
    }

    private void killInMidWindow(int kills) throws Exception {
        try (FaultTrial trial =
                new FaultTrial(kills + " kills in mid-window", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            killAtRandom(trial, kills);
            trial.assertLedger();
        }
    }

    private void killAtRandom(FaultTrial trial, int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            MonitorProcess victim = trial.startMonitor("monitor");
            trial.awaitProgress(random.nextLong(100, 2 * RowPlan.ROWS_PER_WINDOW));
            trial.killAtWork(victim);
        }
        trial.startMonitor("monitor");
    }
}
