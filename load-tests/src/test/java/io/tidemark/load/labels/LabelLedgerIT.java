package io.tidemark.load.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.app.MonitorApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Predictions and labels of all kinds in four partitions are joined to the record, and windows' performance is what follows from the rows by
 * definition. 30,000 predictions in every build; {@code -Dtidemark.labels.rows=1000000} for a long run.
 */
class LabelLedgerIT {
    private static final int ROWS = Integer.getInteger("tidemark.labels.rows", 30_000);
    private static final int ROWS_PER_WINDOW = 1_000;
    private static final LabelTiming TIMING = new LabelTiming(Duration.ofHours(24), Duration.ofHours(24));
    private static final Upset UPSET = new Upset(8, 14, 0.8);
    private static final Upset NO_UPSET = new Upset(0, 0, 0);
    private static final int REFERENCE_WINDOWS = 10;
    /** All is on the broker when the monitor starts, which then reads in the order of time. Records of one flush may be of the same time. */
    private static final int APART = 2 * LabelGenerator.BATCH;

    @TempDir
    private Path stateDir;

    @Test
    void shouldAccountForEveryLabelAndPublishWhatFollowsFromTheRows() throws Exception {
        LabelPlan plan = new LabelPlan(7, ROWS, ROWS_PER_WINDOW, LabelShares.mixed(), TIMING, UPSET);
        LabelPlan reference = new LabelPlan(
                8, REFERENCE_WINDOWS * ROWS_PER_WINDOW, ROWS_PER_WINDOW, LabelShares.mixed(), TIMING, NO_UPSET);
        try (LabelTrial trial = new LabelTrial(plan, 16)) {
            trial.publishPerformanceOf(reference);
            // All of it is read at once, far more event time than labels are waited for.
            trial.write(Integer.MAX_VALUE);
            long started = System.nanoTime();
            try (MonitorApp monitor = trial.startLabels(stateDir, Map.of("tidemark.idle.timeout.ms", "20000"))) {
                trial.finish();
                System.out.printf(
                        "labels: %d predictions, %d labels, %d s%n",
                        plan.tally().predictions(),
                        plan.tally().labels(),
                        Duration.ofNanos(System.nanoTime() - started).toSeconds());

                trial.assertEveryExampleOnce(APART);
                trial.assertPerformance();
                VerdictChecks verdicts = new VerdictChecks(
                        plan,
                        trial.readings,
                        Map.of(
                                LabelPlan.ALL,
                                reference
                                        .first(REFERENCE_WINDOWS, LabelPlan.ALL)
                                        .accuracy()),
                        LabelPlan.startOf(0));
                verdicts.assertWindows();
                verdicts.assertEpisodes();
                trial.assertLedger(monitor);
                trial.assertDeadLetters();
                assertThat(monitor.isReady()).isTrue();
            }
            long kept = plan.tally().kept();
            System.out.printf(
                    "labels: a kept prediction takes %d bytes in the changelog and %d on the monitor's disk%n",
                    trial.changelogBytes("kept-predictions") / kept, bytesOf("kept-predictions") / kept);
        }
    }

    /** Of a store of all tasks, once the monitor is closed. */
    private long bytesOf(String store) throws IOException {
        try (Stream<Path> files = Files.walk(stateDir)) {
            return files.filter(file -> file.toString().contains(store) && Files.isRegularFile(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
