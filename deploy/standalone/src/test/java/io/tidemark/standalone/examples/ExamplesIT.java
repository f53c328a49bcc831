package io.tidemark.standalone.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.access.PartGrants;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.CliRun;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples as a user runs them, each in a process of its own, against a broker, a registry and a monitor. */
@DisabledIfSystemProperty(named = ExamplesIT.SWITCH, matches = "off")
class ExamplesIT {
    static final String SWITCH = "tidemark.examples";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PREFIX = "examples.";
    /** With a power of two, partitioners that differ in a bit agree. */
    private static final int PARTITIONS = 3;

    private static final int EVENTS = 30;
    private static final OffsetAndMetadata NOTHING = new OffsetAndMetadata(0);

    private static EmbeddedBroker broker;
    private static EmbeddedRegistryServer registryServer;
    private static Cluster cluster;
    private static SchemaRegistry registry;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void startCluster() {
        broker = EmbeddedBroker.start();
        registryServer = EmbeddedRegistryServer.start("examples", 0);
        cluster = new Cluster(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registryServer.url(),
                "tidemark.topic.prefix", PREFIX));
        registry = cluster.registry();
        run("topics", "create", "--partitions", Integer.toString(PARTITIONS));
        writeEvents();
    }

    @AfterAll
    static void stopCluster() {
        registry.close();
        registryServer.close();
        broker.close();
    }

    private static void run(String... command) {
        CliRun run = CliRun.of(Stream.concat(
                        Stream.of(command),
                        Stream.of("-b", broker.bootstrapServers(), "-r", registryServer.url(), "--prefix", PREFIX))
                .toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** Two transactions that are committed, the second with events of the first among its own, and one between them that is not. */
    private static void writeEvents() {
        Topic<String, DriftEvent> topic = cluster.topics().driftEvents();
        try (Producer<String, DriftEvent> producer = cluster.producer(
                new StringSerializer(),
                topic.valueSerde(registry).serializer(),
                Map.of("transactional.id", "examples"))) {
            producer.initTransactions();
            write(producer, topic, 0, EVENTS / 2);
            producer.commitTransaction();
            write(producer, topic, 1_000, 1_000 + EVENTS);
            producer.flush();
            producer.abortTransaction();
            write(producer, topic, EVENTS / 3, EVENTS);
            producer.commitTransaction();
        }
    }

    private static void write(
            Producer<String, DriftEvent> producer, Topic<String, DriftEvent> topic, int from, int to) {
        producer.beginTransaction();
        for (int i = from; i < to; i++) {
            DriftEvent event = event(i);
            var _ = producer.send(new ProducerRecord<>(topic.name(), RecordKeys.model(event.getModelId()), event));
        }
    }

    private static DriftEvent event(int number) {
        Instant start = Instant.parse("2001-04-15T00:00:00Z").plus(Duration.ofHours(number));
        boolean isOfAll = number % 5 == 0;
        return DriftEvent.newBuilder()
                .setEventId("event-" + number)
                .setEpisodeId("episode-" + number)
                .setState(EpisodeState.OPENED)
                .setModelId("model-" + number % 7)
                .setModelVersion("1")
                .setSegment("all")
                .setFeature(isOfAll ? null : "feature-" + number)
                .setKind(isOfAll ? DriftKind.DATASET : DriftKind.FEATURE)
                .setSeverity(Severity.MAJOR)
                .setWindowStart(start)
                .setWindowEnd(start.plus(Duration.ofHours(1)))
                .setEpisodeStart(start)
                .setFindings(List.of())
                .setBaselineId("baseline")
                .setBaselineRows(1_000)
                .setCurrentRows(100)
                .setReason("median 12 → " + number)
                .setDiagnosis(null)
                .setDetectedAt(start.plus(Duration.ofHours(1)))
                .build();
    }

    private static String line(DriftEvent event) {
        String about = event.getFeature() == null ? event.getKind().name() : event.getFeature();
        return event.getWindowStart() + " OPENED MAJOR " + event.getModelId() + " " + about + " - " + event.getReason();
    }

    private static Example start(List<String> command) throws IOException {
        return start(command, PREFIX);
    }

    private static Example start(List<String> command, String prefix) throws IOException {
        return Example.start(
                command,
                Map.of(
                        "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                        "TIDEMARK_SCHEMA_REGISTRY_URL", registryServer.url(),
                        "TIDEMARK_TOPIC_PREFIX", prefix),
                directory);
    }

    @ParameterizedTest
    @EnumSource
    void shouldConsumeWhatIsCommittedOnce(Language language) throws Exception {
        List<String> expected =
                IntStream.range(0, EVENTS).mapToObj(i -> line(event(i))).toList();

        try (Example consumer = start(language.consumer())) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(consumer.isAlive()).as(consumer.errors()).isTrue();
                assertThat(consumer.lines()).hasSizeGreaterThanOrEqualTo(EVENTS);
            });
            consumer.terminate();

            // A JVM that ends by a signal says so in its exit code, in whatever order it ended.
            assertThat(consumer.exitCode()).as(consumer.errors()).isEqualTo(language == Language.JAVA ? 143 : 0);
            assertThat(consumer.lines()).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThatAllIsCommitted(new PartGrants(cluster).consumerGroups() + "drift-alerts-" + language.key());
    }

    /** So the next start prints nothing again. The group is one that {@code acls} lets consumers of events have. */
    private static void assertThatAllIsCommitted(String group) throws Exception {
        Map<TopicPartition, Long> last = new HashMap<>();
        records(cluster.topics().driftEvents())
                .forEach(record ->
                        last.merge(new TopicPartition(record.topic(), record.partition()), record.offset(), Math::max));
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            assertThat(last)
                    .hasSizeGreaterThan(1)
                    .allSatisfy((partition, offset) -> assertThat(
                                    committed.getOrDefault(partition, NOTHING).offset())
                            .isGreaterThan(offset));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayThatThereIsNoSuchTopic(Language language) throws Exception {
        try (Example consumer = start(language.consumer(), "nowhere.")) {
            assertThat(consumer.exitCode()).isEqualTo(1);
            assertThat(consumer.errors()).contains("Can't read nowhere.drift-events at " + broker.bootstrapServers());
            assertThat(consumer.lines()).isEmpty();
        }
    }

    /** Those of all languages at once: they register schemas that say the same in other words. */
    @Test
    void shouldLogWhatTheMonitorTakes() throws Exception {
        for (Language language : Language.values()) {
            Path spec = directory.resolve(language.key() + ".yaml");
            Files.writeString(spec, "{model: late-" + language.key() + ", labels: {wait: 1h}}");
            run("apply", "-f", spec.toString());
        }
        List<Example> producers = new ArrayList<>();
        for (Language language : Language.values()) {
            producers.add(start(language.producer()));
        }
        List<String> ids = new ArrayList<>();
        for (Example producer : producers) {
            assertThat(producer.exitCode()).as(producer.errors()).isZero();
            assertThat(producer.lines()).singleElement().asString().startsWith("logged ");
            ids.add(producer.lines().getFirst().substring("logged ".length()));
        }
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", directory.resolve("state").toString());
        settings.put("commit.interval.ms", "200");

        try (MonitorApp _ = MonitorApp.start(new MonitorConfig(settings))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(outcomes())
                            .isEqualTo(Map.of("profile profiled", 3L, "predictions kept", 3L, "labels matched", 3L)));
        }
        assertThatPartitionsAreKafkas(cluster.topics().inferenceLogs(), ids);
        assertThatPartitionsAreKafkas(cluster.topics().groundTruth(), ids);
        assertThat(records(cluster.topics().inferenceLogs()))
                .extracting(ConsumerRecord::value)
                .allSatisfy(ExamplesIT::assertThatAllIsLogged)
                .extracting(InferenceEvent::getModelId)
                .containsExactlyInAnyOrder("late-java", "late-python", "late-javascript");
        assertThat(records(cluster.topics().groundTruth()))
                .extracting(record -> record.value().getLabel())
                .containsOnly("punctual");
    }

    /** As the examples have it, whatever a language makes of numbers. */
    private static void assertThatAllIsLogged(InferenceEvent event) {
        Map<String, Object> features = new HashMap<>(event.getFeatures());
        assertThat(features)
                .hasSize(4)
                .containsEntry("distance", 733.0)
                .containsEntry("origin", "ORD")
                .containsEntry("weekend", false)
                .containsEntry("wind", null);
        assertThat(event.getPrediction().getLabel()).isEqualTo("late");
        assertThat(event.getPrediction().getScore()).isEqualTo(0.83);
        assertThat(event.getTags()).isEqualTo(Map.of("region", "midwest"));
        assertThat(event.getLatencyMicros()).isEqualTo(350);
        assertThat(event.getEventTime()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    }

    private static <V extends SpecificRecord> void assertThatPartitionsAreKafkas(
            Topic<String, V> topic, List<String> ids) {
        assertThat(records(topic))
                .allSatisfy(record -> assertThat(record.partition())
                        .isEqualTo(RecordKeys.partitionOf(record.key().getBytes(UTF_8), PARTITIONS)))
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    /** What became of records, by step and outcome, as the ledger has it. */
    private static Map<String, Long> outcomes() {
        Map<String, PartitionLedger> newest = new HashMap<>();
        records(cluster.topics().ledger()).forEach(record -> newest.put(record.key(), record.value()));
        Map<String, Long> outcomes = new HashMap<>();
        newest.values()
                .forEach(entry -> entry.getCounts().forEach((outcome, count) -> {
                    if (count > 0) {
                        outcomes.merge(entry.getStep() + " " + outcome, count, Long::sum);
                    }
                }));
        return outcomes;
    }

    /** All committed records of a topic. */
    private static <V> List<ConsumerRecord<String, V>> records(Topic<String, V> topic) {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (Consumer<String, V> consumer = cluster.consumer(
                new StringDeserializer(), topic.valueSerde(registry).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
