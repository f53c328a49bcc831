package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.process.BrokerProcess;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers die and come back; a monitor waits for them, or comes back with them, and the ledger balances. */
class BrokerFaultIT {
    private static final int ROWS_PER_SECOND = 1_000;
    private static final int OUTAGES = 2;
    private static final int BROKERS = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNothingWhenTheBrokerIsKilledAndComesBack() throws Exception {
        try (FaultTrial trial = new FaultTrial("broker killed", folder, RowPlan.mostlyGood()::row, ROWS_PER_SECOND)) {
            MonitorProcess monitor = trial.startMonitor("monitor");
            for (int outage = 0; outage < OUTAGES; outage++) {
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
                trial.countFault(trial.work.lagTo(trial.freezeAtWork(monitor)));
                trial.processes.broker().kill();
                monitor.process().thaw();
                trial.processes.broker().startAgain();
                trial.processes.checkAlive();
            }
            // A process that only waited for its broker has lost nothing from its heap: one that goes down with it has
            // to read it all again.
            Map<TopicPartition, Long> left = trial.freezeAtWork(monitor);
            trial.processes.broker().kill();
            trial.processes.kill(monitor);
            trial.processes.broker().startAgain();
            trial.assertLeft(monitor, left);
            MonitorProcess next = trial.startMonitor("monitor");
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
            assertThat(next.process().isAlive()).isTrue();
            trial.assertLedger();
        }
    }

    @Test
    @Tag("long")
    void shouldLoseAndDoubleNothingWhenThreeBrokersRestartInTurn() throws Exception {
        MonitoredCluster cluster = MonitoredCluster.start(folder, BROKERS);
        try (FaultTrial trial = new FaultTrial("rolling restart", cluster, RowPlan.mostlyGood()::row, ROWS_PER_SECOND);
                Replicas replicas = new Replicas(cluster.cluster())) {
            MonitorProcess monitor = trial.startMonitor("monitor");
            for (BrokerProcess broker : cluster.brokers()) {
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
                trial.countFault(trial.work.lagTo(trial.freezeAtWork(monitor)));
                monitor.process().thaw();
                broker.stop();
                // With two of three everything goes on, the start of a monitor after a kill as well.
                trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 4);
                trial.killAtWork(monitor);
                monitor = trial.startMonitor("monitor");
                broker.startAgain();
                trial.awaitAlive("all copies are up to date", () -> replicas.areInSync(BROKERS));
            }
            trial.awaitProgress(RowPlan.ROWS_PER_WINDOW / 2);
            trial.assertLedger();
        }
    }
}
