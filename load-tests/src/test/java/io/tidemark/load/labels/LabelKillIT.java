package io.tidemark.load.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.process.JavaProcess;
import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.stream.app.MonitorApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the process of the labels in mid-join, again and again, twice with its disk; all that is published and decided is as if nothing had
 * been. The model learns what its windows are compared with, is wrong for some windows, and right again.
 */
class LabelKillIT {
    private static final int WINDOWS = 36;
    private static final int ROWS_PER_WINDOW = 900;
    private static final int LEARNED_FROM = 4;
    private static final int MORE = 200;
    private static final int MORE_AT_MOST = 10;
    private static final LabelTiming TIMING = new LabelTiming(Duration.ofHours(10), Duration.ofHours(LEARNED_FROM));
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Upset UPSET = new Upset(16, 20, 0.9);
    /** After so many records a prediction has been read, however far the process lags behind. */
    private static final int APART = 2_000;

    /** Times are in windows since the first one began; a window is final when its end, and the wait, are over. */
    private static final List<Kill> KILLS = List.of(
            new Kill("before anything is final", 2, 6, false, Optional.empty()),
            new Kill("while performance is learned", 11, 14, false, Optional.empty()),
            new Kill(
                    "while errors are told of",
                    17,
                    22,
                    true,
                    Optional.of(readings -> VerdictChecks.isOpen(readings, "$errorRate"))),
            new Kill(
                    "while windows are told of",
                    27,
                    29,
                    false,
                    Optional.of(readings -> VerdictChecks.isOpen(readings, "$accuracy"))),
            new Kill("when all is told", 33, WINDOWS, true, Optional.empty()));

    /**
     * When the process is killed.
     *
     * @param readTo it has read what is before this time
     * @param writtenTo there is no more to read than to this time
     * @param onNewDisk whether it was started without the disk of the one before, so that all its state came from the changelogs
     * @param told what has been published by then; where it is empty, there is more to read
     */
    private record Kill(
            String moment, int readTo, int writtenTo, boolean onNewDisk, Optional<Predicate<LabelReadings>> told) {
        boolean isTold(LabelTrial trial) {
            return told.stream().allMatch(wanted -> wanted.test(trial.readOn()));
        }
    }

    private static final Map<String, String> QUICK = Map.of(
            "consumer.session.timeout.ms", "1500",
            "consumer.heartbeat.interval.ms", "400",
            "producer.transaction.timeout.ms", "3000",
            "commit.interval.ms", "200",
            // Small polls, so that there is work left when the process dies.
            "consumer.max.poll.records", "100");

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNothingWhenItIsKilledInMidJoin() throws Exception {
        LabelPlan plan =
                new LabelPlan(11, WINDOWS * ROWS_PER_WINDOW, ROWS_PER_WINDOW, LabelShares.mixed(), TIMING, UPSET);
        try (LabelTrial trial = new LabelTrial(plan, 4)) {
            for (int kill = 0; kill < KILLS.size(); kill++) {
                killInMidJoin(trial, kill);
            }
            try (MonitorApp last = trial.startLabels(folder.resolve("state"), QUICK)) {
                trial.writeAll(plan.steps().size() / KILLS.size());
                trial.finish();
                trial.assertEveryExampleOnce(APART);
                trial.assertPerformance();
                VerdictChecks verdicts = verdictsOf(trial);
                verdicts.assertWindows();
                verdicts.assertEpisodes();
                trial.assertLedger(last);
                trial.assertDeadLetters();
            }
        }
    }

    /** Every segment learns from the first windows, and that counts from when no labels of theirs are waited for any more. */
    private static VerdictChecks verdictsOf(LabelTrial trial) {
        Map<String, Double> learned = LabelPlan.SEGMENTS.stream()
                .collect(Collectors.toMap(
                        segment -> segment,
                        segment -> trial.plan.first(LEARNED_FROM, segment).accuracy()));
        Instant learnedAt =
                LabelPlan.startOf(LEARNED_FROM).plus(TIMING.waitFor()).plus(GRACE);
        return new VerdictChecks(trial.plan, trial.readings, learned, learnedAt);
    }

    private void killInMidJoin(LabelTrial trial, int round) throws Exception {
        Kill kill = KILLS.get(round);
        loseDisk(kill.onNewDisk());
        int killAt = trial.plan.stepsBefore(LabelPlan.startOf(kill.readTo()));
        int portion = trial.plan.stepsBefore(LabelPlan.startOf(kill.writtenTo())) - trial.written();
        JavaProcess monitor = startMonitor(trial, round);
        try {
            Thread writer = Thread.ofVirtual().start(() -> trial.write(portion));
            awaitAlive(monitor, () -> trial.committed() >= killAt);
            awaitAlive(monitor, () -> kill.isTold(trial));
            monitor.freeze();
            writer.join();
            for (int more = 0; trial.lag() == 0 && kill.told().isEmpty() && more < MORE_AT_MOST; more++) {
                giveMore(trial, monitor);
            }
            monitor.kill();
        } finally {
            monitor.kill();
        }
        long lag = trial.lag();
        System.out.printf("kill %s: %d records read, %d left%n", kill.moment(), trial.committed(), lag);
        assertThat(lag > 0 || kill.told().isPresent())
                .as("there are records left to read %s", kill.moment())
                .isTrue();
        assertThat(kill.isTold(trial)).as("was killed %s", kill.moment()).isTrue();
    }

    /** It was so quick that it had read all: it gets more, and is held while it reads that. */
    private static void giveMore(LabelTrial trial, JavaProcess monitor) {
        monitor.thaw();
        trial.write(MORE);
        monitor.freeze();
    }

    private static void awaitAlive(JavaProcess monitor, Callable<Boolean> reached) {
        await().atMost(LabelTrial.PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> reached.call() || !monitor.isAlive());
        assertThat(monitor.isAlive())
                .as(() -> "the monitor still runs; its last words: " + monitor.lastWords())
                .isTrue();
    }

    private void loseDisk(boolean lost) throws IOException {
        if (lost) {
            Utils.delete(folder.resolve("state").toFile());
        }
    }

    /** The labels as an operator runs them apart, in a process of their own. */
    private JavaProcess startMonitor(LabelTrial trial, int number) throws IOException {
        Path config = folder.resolve("monitor.properties");
        Files.writeString(
                config,
                QUICK.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                                .collect(Collectors.joining())
                        + "tidemark.performance.revise.ms=500\n"
                        + "tidemark.idle.timeout.ms=60000\n"
                        + "state.dir=" + folder.resolve("state") + "\n");
        return JavaProcess.start(
                folder.resolve("labels-" + number + ".log"),
                TidemarkCli.class,
                List.of(),
                List.of(
                        "monitor",
                        "--roles",
                        "labels",
                        "--config",
                        config.toString(),
                        "--bootstrap-server",
                        trial.cluster.bootstrapServers(),
                        "--registry",
                        String.valueOf(trial.cluster.settings().get("schema.registry.url"))));
    }
}
