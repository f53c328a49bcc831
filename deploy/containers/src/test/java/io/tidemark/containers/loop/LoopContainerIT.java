package io.tidemark.containers.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import io.tidemark.load.CommittedRecords;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/**
 * The loop, from the project's own image: flights go wrong, the monitor says so, the worker makes a better model, the running application swaps to
 * it. Then a monitor is killed, and what was published balances with what was written, to the record.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LoopContainerIT {
    private static final int FLIGHTS = 166_117;
    private static final Duration SWAP = Duration.ofMinutes(10);
    private static final Duration REST = Duration.ofMinutes(10);
    private static final Instant INCIDENT = Instant.parse("2001-04-15T00:00:00Z");

    /** What the rules in deploy/prometheus and the dashboard in deploy/grafana ask for; of refused versions there are none. */
    private static final String[] METRICS_OF_ALERTS = {
        "tidemark_ready",
        "tidemark_records_total{",
        "tidemark_labels_total{",
        "tidemark_open_episodes{",
        "tidemark_last_window_end_seconds{",
        "tidemark_retrain_jobs{",
        "kafka_consumer_fetch_manager_records_lag_max{",
        "jvm_gc_live_data_size_bytes",
        "jvm_gc_max_data_size_bytes"
    };

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static List<JsonNode> told = List.of();
    private static ContainerState ofApplication = new InspectContainerResponse().new ContainerState();
    private static boolean killedMidway;

    private static LoopCluster cluster() {
        return (LoopCluster) OPEN.getFirst();
    }

    @BeforeAll
    static void play() throws Exception {
        ProjectImage.build();
        LoopCluster cluster = new LoopCluster();
        OPEN.add(cluster);
        TidemarkContainer app = cluster.startApplication();
        await(
                app,
                "the application swaps",
                SWAP,
                () -> app.getLogs(OutputType.STDOUT).contains("\"type\":\"swap\""));
        cluster.firstMonitor.killHard();
        killedMidway = isRunning(app);
        await(app, "the replay ends", REST, () -> !isRunning(app));
        ofApplication = app.state();
        JsonMapper json = JsonMapper.builder().build();
        told = app.getLogs(OutputType.STDOUT)
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> read(json, line))
                .toList();
    }

    private static JsonNode read(JsonMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException("No JSON: " + line, e);
        }
    }

    private static boolean isRunning(TidemarkContainer container) {
        return Boolean.TRUE.equals(container.state().getRunning());
    }

    private static void await(TidemarkContainer app, String what, Duration patience, Callable<Boolean> reached) {
        Awaitility.await(what)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(250))
                .conditionEvaluationListener(condition -> {
                    if (!condition.isSatisfied() && condition.getRemainingTimeInMS() < 500) {
                        throw new AssertionError(what + " has not come to pass. Its log ends: " + lastOf(app)
                                + "\nthe worker's: " + lastOf(cluster().worker)
                                + "\nthe second monitor's: " + lastOf(cluster().secondMonitor));
                    }
                })
                .until(reached);
    }

    private static String lastOf(TidemarkContainer container) {
        List<String> lines = container.getLogs().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : OPEN) {
            one.close();
        }
    }

    private static Stream<JsonNode> told(String type) {
        return told.stream().filter(line -> line.path("type").asText().equals(type));
    }

    @Test
    @Order(1)
    void shouldTellOfTheDriftThatWasInjected() {
        assertThat(told("event"))
                .filteredOn(event -> event.path("state").asText().equals("OPENED")
                        && !Instant.parse(event.path("windowEnd").asText()).isBefore(INCIDENT))
                .extracting(event -> event.path("feature").asText())
                .contains("origin_delay", "origin", "$prediction");
    }

    @Test
    @Order(1)
    void shouldRetrainAndSwapInTheRunningApplication() {
        assertThat(told("job"))
                .anySatisfy(job -> assertThat(job.path("state").asText()).isEqualTo("PUBLISHED"));
        assertThat(told("version")).anySatisfy(version -> {
            assertThat(version.path("stage").asText()).isEqualTo("PRODUCTION");
            assertThat(version.path("version").asInt()).isGreaterThan(1);
        });
        assertThat(told("swap").findFirst()).hasValueSatisfying(swap -> {
            assertThat(swap.path("version").asInt()).isGreaterThan(1);
            assertThat(Instant.parse(swap.path("at").asText())).isAfter(INCIDENT);
        });
    }

    /** The application itself counted what it wrote, and what the windows hold; it ends with 0 only if every window has all its labels. */
    @Test
    @Order(1)
    void shouldBalanceAlthoughAMonitorWasKilled() {
        assertThat(killedMidway)
                .as("the application still played when the monitor was killed")
                .isTrue();
        assertThat(cluster().firstMonitor.state().getExitCodeLong()).isEqualTo(137);
        assertThat(summary().path("groundTruths").asInt()).isEqualTo(FLIGHTS);
        // A version in the shadow is asked as well, and logs what it would have said.
        long answers = summary().path("inferenceEvents").asLong();
        assertThat(answers).isGreaterThanOrEqualTo(FLIGHTS);
        assertThat(summary().path("rowsInWindows").asLong()).isEqualTo(answers);
        assertThat(summary().path("labelled").asLong()).isEqualTo(answers);
        assertThat(ofApplication.getExitCodeLong()).isZero();
    }

    /** As a client on this machine reads the topics, without trusting anybody's counters. */
    @Test
    @Order(1)
    void shouldAccountForEveryRecordInItsTopics() {
        Cluster outside = cluster().fromOutside();
        LongAdder written = new LongAdder();
        LongAdder accounted = new LongAdder();
        try (SchemaRegistry registry = outside.registry()) {
            Topic<String, WindowProfile> windows = outside.topics().windowProfiles();
            Deserializer<WindowProfile> profiles = windows.valueSerde(registry).deserializer();
            CommittedRecords records = new CommittedRecords(outside);
            records.readOn(outside.topics().inferenceLogs().name(), _ -> written.increment());
            records.readOn(windows.name(), window -> {
                WindowProfile profile = profiles.deserialize(window.topic(), window.value());
                if (profile.getSegment().equals(RecordKeys.ALL_ROWS) && profile.getPart() == 0) {
                    accounted.add(profile.getRows());
                }
            });
            records.readOn(outside.topics().deadLetters().name(), _ -> accounted.increment());
        }
        assertThat(accounted.sum())
                .isEqualTo(written.sum())
                .isEqualTo(summary().path("inferenceEvents").asLong());
    }

    private static JsonNode summary() {
        return told("summary").findFirst().orElseThrow();
    }

    @Test
    @Order(1)
    void shouldAnswerProbesFromOutsideAndAllElseToUsersOnly() throws Exception {
        TidemarkContainer monitor = cluster().secondMonitor;
        for (String probe : List.of("/health/live", "/health/ready", "/health/started")) {
            assertThat(monitor.get(probe, false).statusCode()).as(probe).isEqualTo(200);
        }
        assertThat(monitor.get("/metrics", false).statusCode()).isEqualTo(401);
        assertThat(monitor.get("/metrics", true).body()).contains(METRICS_OF_ALERTS);
    }

    @Test
    @Order(1)
    void shouldRunWithoutRootOnAReadOnlyFileSystem() throws Exception {
        for (TidemarkContainer container : List.of(cluster().secondMonitor, cluster().worker)) {
            assertThat(container.execInContainer("id", "-u").getStdout().strip())
                    .isEqualTo("10001");
            ExecResult write = container.execInContainer("touch", "/opt/tidemark/mine");
            assertThat(write.getExitCode()).isNotZero();
            assertThat(write.getStderr()).contains("Read-only file system");
            assertThat(container
                            .execInContainer("sh", "-c", "grep CapEff /proc/1/status")
                            .getStdout())
                    .contains("0000000000000000");
            // What Docker is asked to signal is Java itself.
            assertThat(container
                            .execInContainer("cat", "/proc/1/comm")
                            .getStdout()
                            .strip())
                    .isEqualTo("java");
        }
    }

    @Test
    @Order(2)
    void shouldCloseInGoodOrderWhenItIsStopped() {
        TidemarkContainer monitor = cluster().secondMonitor;
        long begin = System.nanoTime();
        monitor.stopGently(Duration.ofSeconds(60));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(monitor.state().getExitCodeLong()).isEqualTo(143);
        assertThat(took).isLessThan(Duration.ofSeconds(40));
        assertThat(Objects.requireNonNull(monitor.getLogs())).contains("NOT_RUNNING");
    }
}
