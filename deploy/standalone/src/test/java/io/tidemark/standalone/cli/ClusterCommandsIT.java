package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real broker and a registry over HTTP, each test under a topic prefix of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterCommandsIT {

    @AutoClose
    private final CommandCluster tidemark = new CommandCluster("cluster-commands");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    void createTopics() {
        tidemark.createTopics("replay.", "events.");
    }

    @Test
    void shouldCreateTopicsOnceAndListThem() {
        CliRun before = tidemark.run("fresh.", "topics", "list");
        assertThat(before.exitCode()).isZero();
        assertThat(before.out()).contains("fresh.drift-events").contains("missing");
        assertThat(tidemark.run("fresh.", "topics", "create", "--partitions", "6")
                        .out())
                .contains("created  fresh.inference-logs");
        assertThat(tidemark.run("fresh.", "topics", "create").out())
                .contains("exists   fresh.inference-logs")
                .doesNotContain("created");
        assertThat(tidemark.run("fresh.", "topics", "list").out())
                .containsPattern("fresh.inference-logs +6 +0 ")
                .containsPattern("fresh.ground-truth +6 ")
                .containsPattern("fresh.drift-events +4 ")
                .containsPattern("fresh.model-versions +1 ")
                .doesNotContain("missing");
    }

    @Test
    void shouldSayWhereMoreCopiesAreAskedForThanThereAreBrokers() {
        CliRun run = tidemark.run("copies.", "topics", "create", "--replication-factor", "3");
        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("eplication factor").hasLineCount(1);
    }

    @Test
    void shouldRefuseWrongNumbersAndABrokerThatIsNotThere() {
        CliRun none = tidemark.run("none.", "topics", "create", "--partitions", "0");
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("--partitions").contains("1 or more").hasLineCount(1);
        CliRun words = tidemark.run("none.", "topics", "create", "--partitions", "many");
        assertThat(words.exitCode()).isEqualTo(2);
        assertThat(words.err()).contains("--partitions").contains("many");
        CliRun nobody = tidemark.run("none.", "topics", "create", "--bootstrap-server", "127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(3);
        assertThat(nobody.err())
                .contains("No Kafka broker answers at 127.0.0.1:1")
                .hasLineCount(1);
        assertThat(tidemark.run("none.", "topics", "list").out())
                .contains("missing")
                .contains("none.inference-logs");
    }

    @Test
    void shouldSayWhyEventsCannotBeFollowed() {
        CliRun noBroker = tidemark.run("events.", "events", "--once", "--json", "-b", "127.0.0.1:1");
        assertThat(noBroker.exitCode()).isEqualTo(3);
        assertThat(noBroker.err()).contains("No Kafka broker answers at 127.0.0.1:1");
        CliRun noRegistry = tidemark.run("events.", "events", "--once", "--json", "-r", "http://127.0.0.1:1");
        assertThat(noRegistry.exitCode()).isEqualTo(3);
        assertThat(noRegistry.err()).contains("registry").contains("http://127.0.0.1:1");
        CliRun noUrl = tidemark.run("events.", "events", "--once", "--json", "-r", "registry:8081");
        assertThat(noUrl.exitCode()).isEqualTo(2);
        assertThat(noUrl.err()).contains("registry:8081").contains("http(s)://");
        for (CliRun run : List.of(noBroker, noRegistry, noUrl)) {
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).hasLineCount(1);
        }
    }

    @Test
    void shouldReplayEveryRowWithItsTruth() throws Exception {
        Path csv = Files.writeString(directory.resolve("loans.csv"), """
                at,income,zip,approved,p,region,paid
                2024-05-01T10:00:00Z,1200,01069,yes,0.8,north,1
                2024-05-01T10:00:01Z,,80331,no,0.1,south,
                2024-05-01T10:00:02Z,lots,80331,yes,0.9,,0
                """);
        CliRun run = tidemark.run(
                "replay.",
                "replay",
                "--csv",
                csv.toString(),
                "--model",
                "loans",
                "--version",
                "7",
                "--time",
                "at",
                "--prediction",
                "approved",
                "--score",
                "p",
                "--label",
                "paid",
                "--label-delay",
                "1d",
                "--tag",
                "region",
                "--speed",
                "100x",
                "--json");
        assertThat(run.err()).contains("income (text), zip (text)");
        assertThat(run.exitCode()).isZero();
        JsonNode counts = new ObjectMapper().readTree(run.out());
        assertThat(counts.path("inferenceEvents").asLong()).isEqualTo(3);
        assertThat(counts.path("groundTruths").asLong()).isEqualTo(2);
        assertThat(counts.path("rowsWithoutLabel").asLong()).isEqualTo(1);

        Cluster cluster = tidemark.cluster("replay.");
        List<InferenceEvent> events = TopicReader.read(cluster, cluster.topics().inferenceLogs(), 3);
        InferenceEvent first = find(events, "loans.csv-1");
        assertThat(first.getModelVersion()).isEqualTo("7");
        assertThat(first.getEventTime()).isEqualTo(Instant.parse("2024-05-01T10:00:00Z"));
        assertThat(first.getFeatures()).isEqualTo(Map.of("income", "1200", "zip", "01069"));
        assertThat(first.getPrediction().getLabel()).isEqualTo("yes");
        assertThat(first.getPrediction().getScore()).isEqualTo(0.8);
        assertThat(first.getTags()).isEqualTo(Map.of("region", "north"));
        assertThat(find(events, "loans.csv-2").getFeatures()).isEqualTo(Map.of("zip", "80331"));
        assertThat(find(events, "loans.csv-3").getTags()).isEmpty();

        List<GroundTruth> truths = TopicReader.read(cluster, cluster.topics().groundTruth(), 2);
        assertThat(truths).extracting(GroundTruth::getLabel).containsExactlyInAnyOrder("1", "0");
        assertThat(truths).extracting(GroundTruth::getEventTime).contains(Instant.parse("2024-05-02T10:00:00Z"));
    }

    /** One partition each, so that what is read first was written first. */
    @Test
    void shouldWriteTruthsAsLateAsTheyBecameKnown() throws Exception {
        assertThat(tidemark.run("late.", "topics", "create", "--partitions", "1")
                        .exitCode())
                .isZero();
        StringBuilder text = new StringBuilder("id,at,x,price,paid\n");
        Instant start = Instant.parse("2024-05-01T00:00:00Z");
        for (int i = 0; i < 200; i++) {
            text.append("n%d,%s,1,%d,%d.5%n".formatted(i, start.plus(Duration.ofMinutes(i)), i, i));
        }
        Path csv = Files.writeString(directory.resolve("prices.csv"), text);
        CliRun run = tidemark.run(
                "late.",
                "replay",
                "--csv",
                csv.toString(),
                "--model",
                "prices",
                "--version",
                "1",
                "--time",
                "at",
                "--id",
                "id",
                "--prediction",
                "price",
                "--label",
                "paid",
                "--regression",
                "--label-delay",
                "10m..2h",
                "--seed",
                "5");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("200 inference events, 200 ground truths, 0 rows without a label, 0 rows skipped");

        Cluster cluster = tidemark.cluster("late.");
        List<GroundTruth> truths = TopicReader.read(cluster, cluster.topics().groundTruth(), 200);
        assertThat(truths).extracting(GroundTruth::getEventTime).isSorted();
        for (GroundTruth truth : truths) {
            int row = Integer.parseInt(truth.getInferenceId().substring(1));
            assertThat(truth.getModelId()).isEqualTo("prices");
            assertThat(truth.getLabel()).isNull();
            assertThat(truth.getValue()).isEqualTo(row + 0.5);
            assertThat(Duration.between(start.plus(Duration.ofMinutes(row)), truth.getEventTime()))
                    .isBetween(Duration.ofMinutes(10), Duration.ofHours(2));
        }
        assertThat(truths)
                .extracting(GroundTruth::getInferenceId)
                .isNotEqualTo(IntStream.range(0, 200).mapToObj(i -> "n" + i).toList());
    }

    @Test
    void shouldStopAtABadRowOrSkipAndCountIt() throws Exception {
        Path csv = Files.writeString(
                directory.resolve("bad.csv"), "t,x\n2024-05-01,1\nsoon,2\n2024-05-01\n2024-05-02,4\n");
        String[] args = {"replay", "--csv", csv.toString(), "--model", "bad", "--version", "1", "--time", "t", "--json"
        };
        CliRun stopped = tidemark.run("replay.", args);
        assertThat(stopped.exitCode()).isEqualTo(2);
        assertThat(stopped.err()).contains("bad.csv, line 4: the row has 1 values");

        List<String> skipping = new ArrayList<>(List.of(args));
        skipping.add("--skip-bad-rows");
        CliRun skipped = tidemark.run("replay.", skipping.toArray(String[]::new));
        assertThat(skipped.exitCode()).isZero();
        assertThat(skipped.out()).contains("\"inferenceEvents\":2").contains("\"rowsSkipped\":2");
    }

    @Test
    void shouldTellWhichServerIsNotThere() throws Exception {
        Path csv = Files.writeString(directory.resolve("one.csv"), "x\n1\n");
        CliRun noRegistry = CliRun.of(
                "replay",
                "--csv",
                csv.toString(),
                "--model",
                "m",
                "--version",
                "1",
                "--prefix",
                "replay.",
                "-b",
                tidemark.cluster("replay.").bootstrapServers(),
                "-r",
                "http://127.0.0.1:1");
        assertThat(noRegistry.exitCode()).isEqualTo(3);
        assertThat(noRegistry.err()).contains("registry").contains("http://127.0.0.1:1");

        CliRun noTopics = tidemark.run("nowhere.", "replay", "--csv", csv.toString(), "--model", "m", "--version", "1");
        assertThat(noTopics.exitCode()).isEqualTo(2);
        assertThat(noTopics.err()).contains("nowhere.inference-logs").contains("tidemark topics create");
        assertThat(tidemark.run("nowhere.", "events", "--once").err()).contains("nowhere.drift-events");
    }

    @Test
    void shouldShowCommittedDriftEventsAndPassOverWhatIsNone() throws Exception {
        Cluster cluster = tidemark.cluster("events.");
        Topic<String, DriftEvent> topic = cluster.topics().driftEvents();
        try (SchemaRegistry schemas = cluster.registry();
                Producer<String, byte[]> producer = cluster.producer(
                        new StringSerializer(), new ByteArraySerializer(), Map.of("transactional.id", "test"))) {
            byte[] event = topic.valueSerde(schemas).serializer().serialize(topic.name(), event("flights"));
            byte[] other = topic.valueSerde(schemas).serializer().serialize(topic.name(), event("other"));
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic.name(), "flights", event)).get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic.name(), "flights", event)).get();
            byte[] nonsense = "hello".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(topic.name(), "x", nonsense)).get();
            producer.send(new ProducerRecord<>(topic.name(), "other", other)).get();
            producer.commitTransaction();
        }
        CliRun all = tidemark.run("events.", "events", "--from-beginning", "--once");
        assertThat(all.exitCode()).isZero();
        assertThat(all.out())
                .hasLineCount(2)
                .contains("2001-04-15 10:00 – 11:00 UTC  OPENED    MAJOR  flights/1  origin_delay went up.");
        assertThat(all.err()).contains("Passed over").contains("no drift event");

        CliRun json = tidemark.run("events.", "events", "--from-beginning", "--once", "--json", "--model", "other");
        JsonNode event = new ObjectMapper().readTree(json.out());
        assertThat(event.path("modelId").asText()).isEqualTo("other");
        assertThat(event.path("windowStart").asText()).isEqualTo("2001-04-15T10:00:00Z");
        assertThat(event.path("statistics").path("psi").asDouble()).isEqualTo(1.5);
        assertThat(event.path("statistics").path("ks").isNull()).isTrue();
        assertThat(tidemark.run("events.", "events", "--from-beginning", "--limit", "1")
                        .out())
                .hasLineCount(1);
        assertThat(tidemark.run("events.", "events", "--once").out()).isEmpty();
    }

    private static DriftEvent event(String model) {
        return DriftEvent.newBuilder()
                .setEventId("e-" + model)
                .setEpisodeId("p")
                .setState(EpisodeState.OPENED)
                .setModelId(model)
                .setModelVersion("1")
                .setFeature("origin_delay")
                .setKind(DriftKind.FEATURE)
                .setSeverity(Severity.MAJOR)
                .setWindowStart(Instant.parse("2001-04-15T10:00:00Z"))
                .setWindowEnd(Instant.parse("2001-04-15T11:00:00Z"))
                .setEpisodeStart(Instant.parse("2001-04-15T10:00:00Z"))
                .setStatistics(Map.of("psi", 1.5, "ks", Double.NaN))
                .setFindings(List.of())
                .setBaselineId("b")
                .setBaselineRows(10)
                .setCurrentRows(10)
                .setReason("origin_delay went up.")
                .setDetectedAt(Instant.EPOCH)
                .build();
    }

    private static InferenceEvent find(List<InferenceEvent> events, String id) {
        return events.stream()
                .filter(event -> event.getInferenceId().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
