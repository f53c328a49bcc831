package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.schemas.registry.Compatibility;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds where all is well, and where one thing is broken. */
class DoctorCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static CommandCluster tidemark;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        tidemark = new CommandCluster("doctor");
    }

    @AfterAll
    static void stop() {
        tidemark.close();
    }

    private JsonNode examine(int exitCode, Map<String, String> settings) throws IOException {
        Path file = Files.createTempFile(directory, "client", ".properties");
        StringBuilder lines = new StringBuilder("state.dir=" + directory + "\n");
        settings.forEach(
                (key, value) -> lines.append(key).append('=').append(value).append('\n'));
        Files.writeString(file, lines);
        CliRun run = CliRun.with(Map.of("MALLOC_ARENA_MAX", "2"), "doctor", "--json", "--config", file.toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        return JSON.readTree(run.out());
    }

    private static JsonNode finding(JsonNode findings, String check) {
        for (JsonNode finding : findings) {
            if (finding.path("check").asText().equals(check)) {
                return finding;
            }
        }
        throw new AssertionError("no check " + check + " in " + findings);
    }

    private static void assertFinding(JsonNode findings, String check, String level, String found) {
        JsonNode finding = finding(findings, check);
        assertThat(finding.path("level").asText()).as(finding.toString()).isEqualTo(level);
        assertThat(finding.path("found").asText()).contains(found);
        if (!level.equals("OK")) {
            assertThat(finding.path("remedy").asText()).isNotBlank();
        }
    }

    @Test
    void shouldFindNothingThatFailsWhereAllIsWell() throws Exception {
        tidemark.createTopics("well.");

        JsonNode findings = examine(0, tidemark.settings("well."));

        assertThat(findings).noneMatch(finding -> finding.path("level").asText().equals("FAIL"));
        for (String check : List.of(
                "kafka",
                "metadata.version",
                "transaction.version",
                "topic well.monitors",
                "transactions",
                "rights of operator",
                "registry",
                "subjects",
                "clock",
                "java",
                "MALLOC_ARENA_MAX",
                "state.dir")) {
            assertFinding(findings, check, "OK", "");
        }
        assertFinding(findings, "brokers", "WARN", "1 of them");
        assertFinding(findings, "group well.monitor", "WARN", "no monitor-drift is running");
    }

    @Test
    void shouldFindTopicsThatAreNotAsTheyShouldBe() throws Exception {
        tidemark.createTopics("broken.");
        try (Admin admin = tidemark.cluster("broken.").admin()) {
            admin.deleteTopics(List.of("broken.ledger")).all().get();
            admin.createPartitions(Map.of("broken.ground-truth", NewPartitions.increaseTo(6)))
                    .all()
                    .get();
            alter(admin, "broken.monitors", "cleanup.policy", "delete");
            alter(admin, "broken.drift-events", "retention.ms", "1000");
            alter(admin, "broken.dead-letters", "max.message.bytes", "1000");
            alter(admin, "broken.performance", "min.insync.replicas", "2");
        }

        // The controller knows it a moment before the broker does.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode findings = examine(1, tidemark.settings("broken."));

            assertFinding(findings, "topic broken.ledger", "FAIL", "is not there");
            assertFinding(findings, "topic broken.monitors: cleanup.policy", "FAIL", "delete instead of compact");
            assertFinding(findings, "topic broken.drift-events: retention.ms", "WARN", "1000 instead of");
            assertFinding(findings, "topic broken.dead-letters: max.message.bytes", "FAIL", "1000");
            assertFinding(findings, "topic broken.performance: min.insync.replicas", "FAIL", "2 of 1 copies");
            assertFinding(findings, "partitions of what is joined", "WARN", "has 6");
        });
    }

    @Test
    void shouldFindNothingWrongWithATransactionThatIsUnderWay() throws Exception {
        tidemark.createTopics("busy.");
        Cluster cluster = tidemark.cluster("busy.");
        try (Producer<String, String> producer = cluster.producer(
                new StringSerializer(),
                new StringSerializer(),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "busy.test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("busy.retrain-jobs", "model", "job"))
                    .get();

            assertFinding(examine(0, tidemark.settings("busy.")), "transactions", "OK", "none hangs");
        }
    }

    @Test
    void shouldLookAtTheTopicsOfSources() throws Exception {
        tidemark.createTopics("sources.");
        Path spec = directory.resolve("spec.yaml");
        Files.writeString(spec, """
                model: m
                labels: {}
                source:
                  predictions: {topic: nowhere, id: $.id, version: 1, features: {}}
                  truths: {topic: sources.ledger, id: $.id, label: $.y}
                """);
        Path settings = directory.resolve("apply.properties");
        StringBuilder lines = new StringBuilder();
        tidemark.settings("sources.")
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        Files.writeString(settings, lines);
        assertThat(CliRun.of("apply", "-f", spec.toString(), "--config", settings.toString())
                        .exitCode())
                .isZero();

        JsonNode findings = examine(1, tidemark.settings("sources."));

        assertFinding(findings, "source topic nowhere", "WARN", "does not exist; ingest waits for it, for m");
        assertFinding(findings, "source topic sources.ledger", "FAIL", "is one of Tidemark's own");
        assertFinding(findings, "group sources.monitor-ingest", "WARN", "no monitor-ingest is running");
    }

    private static void alter(Admin admin, String topic, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    @Test
    void shouldFindASubjectThatDoesNotTakeOurSchema() throws Exception {
        tidemark.createTopics("schemas.");
        Cluster cluster = tidemark.cluster("schemas.");
        try (var registry = cluster.registry()) {
            registry.register(
                    cluster.topics().monitors().subject(),
                    SchemaBuilder.record("Other")
                            .fields()
                            .requiredString("another")
                            .endRecord());
            registry.register(
                    cluster.topics().driftEvents().subject(),
                    cluster.topics().driftEvents().schema().orElseThrow());
            registry.setCompatibility(cluster.topics().driftEvents().subject(), Compatibility.NONE);
        }

        JsonNode findings = examine(1, tidemark.settings("schemas."));

        assertFinding(findings, "subject schemas.monitors-value", "FAIL", "does not take");
        assertFinding(findings, "subject schemas.drift-events-value", "WARN", "NONE");
    }

    @Test
    void shouldGoOnWhereBrokersOrRegistryDoNotAnswer() throws Exception {
        Map<String, String> nowhere =
                Map.of("bootstrap.servers", "127.0.0.1:1", "schema.registry.url", "http://127.0.0.1:1");

        JsonNode findings = examine(1, nowhere);

        assertFinding(findings, "kafka", "FAIL", "No Kafka broker answers");
        assertFinding(findings, "registry", "FAIL", "127.0.0.1:1");
        assertFinding(findings, "clock", "WARN", "can't be compared");
        assertFinding(findings, "java", "OK", "");
    }

    @Test
    void shouldFindADirectoryOfStateThatIsAFile() throws Exception {
        tidemark.createTopics("state.");
        Path file = Files.writeString(directory.resolve("file"), "");
        CliRun run = tidemark.run(
                "state.",
                "doctor",
                "--config",
                settingsWith("state.dir=" + file).toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("FAIL  state.dir: ").contains("set state.dir");
    }

    private Path settingsWith(String line) throws IOException {
        return Files.writeString(directory.resolve("more.properties"), line.replace("\\", "/") + "\n");
    }

    @Test
    void shouldSayWhichPartsThereAre() {
        CliRun run = CliRun.of("doctor", "--part", "barber");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("There is no part barber").contains("monitor-drift");
    }
}
