package io.tidemark.load.faults;

import io.tidemark.load.ledger.PlannedRow;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.UnorderedPlan;
import io.tidemark.load.process.MonitorProcess;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
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
        killMeanwhile("1 % poison", new RowPlan(POISON_EVERY)::row);
    }

    @Test
    @Tag("long")
    void shouldTakeRowsShuffledWithinGraceAndTwiceAndRefuseLateOnes() throws Exception {
        killMeanwhile(
                "shuffled, twice and late", new UnorderedPlan(new RowPlan(POISON_EVERY), RowPlan.PARTITIONS)::row);
    }

    @Test
    @Tag("long")
    void shouldNotWaitForAPartitionThatHasFallenSilent() throws Exception {
        killMeanwhile("one idle partition", new UnorderedPlan(RowPlan.mostlyGood(), RowPlan.PARTITIONS - 1)::row);
    }

    private void killMeanwhile(String name, LongFunction<PlannedRow> plan) throws Exception {
        Random random = new Random(1);
        try (FaultTrial trial = new FaultTrial(name, folder, plan, ROWS_PER_SECOND)) {
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
