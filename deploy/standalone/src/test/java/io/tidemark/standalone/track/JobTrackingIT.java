package io.tidemark.standalone.track;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.track.JobTracking;
import io.tidemark.retrain.track.SinkMetrics;
import io.tidemark.retrain.track.TrackingSettings;
import io.tidemark.retrain.worker.FollowingConsumers;
import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.standalone.loop.EventVersionBaselines;
import io.tidemark.standalone.track.TrackingServer.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tracking servers that fail get, beside the jobs that were written to a real broker. */
class JobTrackingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final String WORKER = "w1";
    private static final String OPENLINEAGE = "openlineage";
    private static final String MLFLOW = "mlflow";

    private static EmbeddedBroker broker;

    private Cluster cluster;
    private SchemaRegistry registry;
    private TrackingServer server;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        cluster = FreshCluster.on(broker);
        registry = cluster.registry();
        server = new TrackingServer();
    }

    @AfterEach
    void stop() {
        server.close();
        registry.close();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put(TrackingSettings.OPENLINEAGE_URL, server.url() + "/api/v1/lineage");
        settings.put(TrackingSettings.MLFLOW_URL, server.url());
        settings.put(TrackingSettings.TIMEOUT_MS, "1000");
        return settings;
    }

    private JobTracking track(Map<String, String> settings) {
        WorkerConfig config = new WorkerConfig(settings);
        return JobTracking.start(
                config.tracking(),
                new JobTracking.Source(cluster.topics(), config.bootstrapServers(), "test"),
                registry,
                new FollowingConsumers(config, new SimpleMeterRegistry()),
                InstantSource.system());
    }

    private Map<String, String> only(String other) {
        Map<String, String> settings = settings();
        settings.put("tidemark." + other + ".url", "");
        return settings;
    }

    private static SinkMetrics metrics(JobTracking tracking, String sink) {
        return Objects.requireNonNull(tracking.metrics().get(sink));
    }

    private <V extends SpecificRecord> void write(Topic<String, V> topic, String key, V record) {
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            var _ = producer.send(new ProducerRecord<>(
                    topic.name(),
                    key.getBytes(UTF_8),
                    topic.valueSerde(registry).serializer().serialize(topic.name(), record)));
        }
    }

    private void write(RetrainJob... steps) {
        for (RetrainJob job : steps) {
            write(cluster.topics().retrainJobs(), job.getJobId(), job);
        }
    }

    private static RetrainJob requested(String job) {
        return JobRecords.requested(job, "flights", List.of(), WORKER, "", NOW);
    }

    private static RetrainJob begun(String job) {
        return JobRecords.begun(requested(job), "r1", WORKER, NOW.plusSeconds(1));
    }

    private static RetrainJob ended(String job, JobState state) {
        return JobRecords.ended(begun(job), state, "that is how it is", Optional.empty(), WORKER, NOW.plusSeconds(9));
    }

    private void writeWhole(String job, JobState end) {
        write(requested(job), begun(job), ended(job, end));
    }

    private void writePublished(String job, String version) {
        write(
                cluster.topics().modelVersions(),
                RecordKeys.modelVersion("flights", version),
                ModelVersion.newBuilder()
                        .setModelId("flights")
                        .setVersion(version)
                        .setStage(ModelStage.CANDIDATE)
                        .setStageSince(NOW)
                        .setCreatedAt(NOW)
                        .setArtifact(new ModelArtifactRef("a", 0, 0L, 1, 4096L, "ab"))
                        .setGolden(List.of())
                        .setLineage(ModelLineage.newBuilder()
                                .setData(List.of())
                                .setDataHash("c0ffee")
                                .build())
                        .build());
        JobReport report = JobReport.newBuilder()
                .setTrainingRows(800)
                .setHoldoutRows(200)
                .setTrainingFrom(NOW)
                .setHoldoutFrom(NOW)
                .setHoldoutTo(NOW)
                .setChecks(List.of())
                .setGates(List.of())
                .setMetrics(List.of())
                .setImportance(List.of())
                .setTrials(List.of())
                .build();
        write(
                requested(job),
                begun(job),
                JobRecords.published(begun(job), version, "better", report, WORKER, NOW.plusSeconds(9)));
    }

    private long committed(String sink) throws Exception {
        try (Admin admin = cluster.admin()) {
            return admin
                    .listConsumerGroupOffsets(JobTracking.groupOf(cluster.topics(), sink))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    @Test
    void shouldTellOpenLineageOfEveryJobThoughItFailsFirst() throws Exception {
        server.failWith(Fault.UNAVAILABLE, Fault.HANG, Fault.CLOSE);
        writePublished("a", "2");
        writeWhole("b", JobState.FAILED);
        writeWhole("c", JobState.SKIPPED);
        write(requested("d"));
        write(begun("e"));

        try (JobTracking tracking = track(only(MLFLOW))) {
            await().atMost(PATIENCE).until(() -> !server.eventsOf("e").isEmpty());

            assertThat(server.eventsOf("a")).containsExactly("START", "COMPLETE");
            assertThat(server.eventsOf("b")).containsExactly("START", "FAIL");
            assertThat(server.eventsOf("c")).containsExactly("START", "ABORT");
            assertThat(server.eventsOf("d")).as("waits").isEmpty();
            assertThat(server.eventsOf("e")).containsExactly("START");
            assertThat(metrics(tracking, OPENLINEAGE).retried()).isEqualTo(3);
            await().atMost(PATIENCE).until(() -> committed(OPENLINEAGE) == 11);
            assertThat(metrics(tracking, OPENLINEAGE).delivered()).isEqualTo(7);
        }
        JsonNode complete = server.events().get(1);
        assertThat(complete.at("/inputs/0/namespace").asText()).isEqualTo("kafka://" + cluster.bootstrapServers());
        assertThat(complete.at("/outputs/0/facets/version/datasetVersion").asText())
                .isEqualTo("2");
        assertThat(complete.at("/outputs/0/outputFacets/outputStatistics/size").asLong())
                .isEqualTo(4096);
    }

    @Test
    void shouldKeepARunOfMlflowForEachJobThoughItFailsFirst() throws Exception {
        server.failWith(Fault.UNAVAILABLE, Fault.HANG);
        writePublished("a", "2");
        writeWhole("b", JobState.REJECTED);
        writeWhole("c", JobState.FAILED);
        write(begun("d"));

        try (JobTracking tracking = track(only(OPENLINEAGE))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.runs())
                            .isEqualTo(Map.of("a", "FINISHED", "b", "FINISHED", "c", "FAILED", "d", "RUNNING")));
            assertThat(server.runCount()).isEqualTo(4);
            assertThat(server.experiments()).containsExactly("tidemark/flights");
            assertThat(metrics(tracking, MLFLOW).retried()).isEqualTo(2);
        }
    }

    @Test
    void shouldGiveUpWhatIsRefusedAndGoOn() throws Exception {
        write(begun("a"));
        server.failWith(Fault.REFUSE, Fault.REFUSE, Fault.REFUSE);
        write(begun("b"));

        try (JobTracking tracking = track(only(MLFLOW))) {
            await().atMost(PATIENCE).until(() -> !server.eventsOf("b").isEmpty());

            assertThat(server.eventsOf("a")).isEmpty();
            assertThat(metrics(tracking, OPENLINEAGE).givenUp()).isEqualTo(Map.of("HTTP 400", 1L));
            assertThat(metrics(tracking, OPENLINEAGE).isFailing()).isFalse();
        }
    }

    @Test
    void shouldHoldUpNoOtherServerWhereOneHangs() throws Exception {
        try (TrackingServer hanging = new TrackingServer()) {
            hanging.failWith(java.util.Collections.nCopies(1_000, Fault.HANG).toArray(Fault[]::new));
            Map<String, String> settings = settings();
            settings.put(TrackingSettings.MLFLOW_URL, hanging.url());
            writeWhole("a", JobState.FAILED);
            try (JobTracking tracking = track(settings)) {
                await().atMost(PATIENCE).until(() -> server.eventsOf("a").size() == 2);
                await().atMost(PATIENCE)
                        .until(() -> metrics(tracking, MLFLOW).retried() > 0
                                && metrics(tracking, MLFLOW).isFailing());
                writeWhole("b", JobState.FAILED);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.eventsOf("b").size() == 2);
            }
        }
    }

    @Test
    void shouldLoseNothingWhereItEndsInAnOutage() throws Exception {
        server.setDown(true);
        writeWhole("a", JobState.FAILED);
        try (JobTracking tracking = track(settings())) {
            await().atMost(PATIENCE)
                    .until(() -> metrics(tracking, OPENLINEAGE).retried() > 1
                            && metrics(tracking, MLFLOW).retried() > 1);
        }
        writeWhole("b", JobState.FAILED);
        server.setDown(false);
        try (JobTracking tracking = track(settings())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(server.runs()).isEqualTo(Map.of("a", "FAILED", "b", "FAILED")));
            await().atMost(PATIENCE).until(() -> server.eventsOf("b").size() == 2);
            assertThat(server.eventsOf("a")).containsExactly("START", "FAIL");
            assertThat(metrics(tracking, MLFLOW).givenUp()).isEmpty();
        }
    }

    @Test
    void shouldTellTheSameRunsWhereItsOffsetsAreLost() throws Exception {
        writeWhole("a", JobState.FAILED);
        writeWhole("b", JobState.SKIPPED);
        try (JobTracking tracking = track(settings())) {
            await().atMost(PATIENCE)
                    .until(() -> metrics(tracking, MLFLOW).delivered() == 4
                            && metrics(tracking, OPENLINEAGE).delivered() == 4);
        }
        Set<String> runs = runIds();
        try (Admin admin = cluster.admin()) {
            admin.deleteConsumerGroups(List.of(
                            JobTracking.groupOf(cluster.topics(), MLFLOW),
                            JobTracking.groupOf(cluster.topics(), OPENLINEAGE)))
                    .all()
                    .get();
        }
        try (JobTracking tracking = track(settings())) {
            await().atMost(PATIENCE)
                    .until(() -> metrics(tracking, MLFLOW).delivered() == 4
                            && metrics(tracking, OPENLINEAGE).delivered() == 4);
        }
        assertThat(server.runCount()).isEqualTo(2);
        assertThat(server.runs()).isEqualTo(Map.of("a", "FAILED", "b", "KILLED"));
        assertThat(runIds()).isEqualTo(runs).hasSize(2);
    }

    private Set<String> runIds() {
        return server.events().stream()
                .map(event -> event.at("/run/runId").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void shouldBeToldByTheWorker() throws Exception {
        writeWhole("a", JobState.FAILED);
        try (RetrainWorker worker =
                RetrainWorker.start(new WorkerConfig(settings()), new EventVersionBaselines(InstantSource.system()))) {
            await().atMost(PATIENCE).until(() -> server.eventsOf("a").size() == 2);
            await().atMost(PATIENCE).until(() -> server.runs().equals(Map.of("a", "FAILED")));
            await().atMost(PATIENCE).until(worker::isReady);
            assertThat(worker.trackingMetrics()).containsOnlyKeys(OPENLINEAGE, MLFLOW);
        }
    }
}
