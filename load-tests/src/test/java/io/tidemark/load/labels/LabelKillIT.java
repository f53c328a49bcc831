package io.tidemark.load.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.stream.app.MonitorApp;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process of the labels in mid-join, again and again, twice with its disk; all that is published is as if nothing had been. */
class LabelKillIT {
    private static final int KILLS = 5;
    /** Starts before which the disk is lost, so that all state comes from the changelogs. */
    private static final Set<Integer> ON_A_NEW_DISK = Set.of(2, 4);

    private static final int ROWS = 32_000;
    private static final int ROWS_PER_WINDOW = 1_200;
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
        LabelPlan plan = new LabelPlan(11, ROWS, ROWS_PER_WINDOW, LabelShares.mixed());
        try (LabelTrial trial = new LabelTrial(plan, 4)) {
            killInMidJoin(trial);
            try (MonitorApp last = trial.startLabels(folder.resolve("state"), QUICK)) {
                trial.writeAll(perRound(plan));
                trial.finish();
                trial.assertEveryExampleOnce();
                trial.assertPerformance();
                trial.assertLedger(last);
                trial.assertDeadLetters();
            }
        }
    }

    private static int perRound(LabelPlan plan) {
        return plan.steps().size() / KILLS;
    }

    /** Kills the process in each round after it has read all of the rounds before and, by chance, more or less of this one. */
    private void killInMidJoin(LabelTrial trial) throws Exception {
        Random random = new Random(11);
        int perRound = perRound(trial.plan);
        for (int kill = 0; kill < KILLS; kill++) {
            loseDisk(ON_A_NEW_DISK.contains(kill));
            long killAt = (long) perRound * kill + random.nextInt(perRound / 20, perRound * 2 / 3);
            int round = kill;
            Process monitor = startMonitor(trial, round);
            try {
                Thread writer = Thread.ofVirtual().start(() -> trial.write(perRound));
                await().atMost(LabelTrial.PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> trial.committed() >= killAt || !monitor.isAlive());
                assertThat(monitor.isAlive())
                        .as(() -> "the monitor still runs; its last words: " + lastWords(round))
                        .isTrue();
                monitor.destroyForcibly().waitFor();
                writer.join();
            } finally {
                monitor.destroyForcibly().waitFor();
            }
            long lag = trial.lag();
            System.out.printf("kill %d: %d records read, %d left%n", kill, trial.committed(), lag);
            assertThat(lag).as("records left to read at kill %d", kill).isPositive();
        }
    }

    private String lastWords(int round) {
        try {
            List<String> lines = Files.readAllLines(logOf(round));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path logOf(int round) {
        return folder.resolve("labels-" + round + ".log");
    }

    private void loseDisk(boolean lost) throws IOException {
        if (lost) {
            Utils.delete(folder.resolve("state").toFile());
        }
    }

    /** The labels as an operator runs them apart, in a process of their own. */
    private Process startMonitor(LabelTrial trial, int number) throws IOException {
        Path config = folder.resolve("monitor.properties");
        Files.writeString(
                config,
                QUICK.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                                .collect(Collectors.joining())
                        + "tidemark.performance.revise.ms=500\n"
                        + "tidemark.idle.timeout.ms=60000\n"
                        + "state.dir=" + folder.resolve("state") + "\n");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TidemarkCli.class.getName(),
                        "monitor",
                        "--roles",
                        "labels",
                        "--config",
                        config.toString(),
                        "--bootstrap-server",
                        trial.cluster.bootstrapServers(),
                        "--registry",
                        String.valueOf(trial.cluster.settings().get("schema.registry.url")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(logOf(number).toFile()))
                .start();
    }
}
