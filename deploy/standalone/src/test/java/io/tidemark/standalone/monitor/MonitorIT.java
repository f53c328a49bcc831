package io.tidemark.standalone.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.MonitorSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor on a real broker: several partitions, several instances, and what an independent reader finds. */
class MonitorIT {
    private static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDir;

    private Cluster cluster;
    private SchemaRegistry registry;
    private final Random random = new Random(1);

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Every test has topics of its own. */
    @BeforeEach
    void createTopics() throws Exception {
        cluster = FreshCluster.on(broker);
        registry = cluster.registry();
    }

    private MonitorApp startMonitor(String instance) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("application.id", cluster.topics().inferenceLogs().name() + "-monitor");
        settings.put("state.dir", stateDir.resolve(instance).toString());
        settings.put("commit.interval.ms", "200");
        settings.put("tidemark.idle.timeout.ms", "2000");
        return MonitorApp.start(new MonitorConfig(settings));
    }

    /** Writes {@code rows} events of consecutive hours, with {@code badEvery}-th record undecodable. */
    private int produce(int fromHour, int hours, int rowsPerHour, int badEvery) {
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        int records = 0;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            for (int hour = fromHour; hour < fromHour + hours; hour++) {
                for (int row = 0; row < rowsPerHour; row++) {
                    boolean bad = badEvery > 0 && records % badEvery == 0;
                    byte[] value = bad
                            ? "rubbish".getBytes(UTF_8)
                            : topic.valueSerde(registry).serializer().serialize(topic.name(), event(hour, row));
                    sent.add(producer.send(
                            new ProducerRecord<>(topic.name(), ("id-" + hour + "-" + row).getBytes(UTF_8), value)));
                    records++;
                }
            }
        }
        assertThat(sent).allSatisfy(result -> assertThat(result.get()).isNotNull());
        return records;
    }

    private InferenceEvent event(int hour, int row) {
        Map<String, Object> features = new HashMap<>();
        features.put("x", random.nextGaussian());
        features.put("origin", "o" + random.nextInt(3));
        return InferenceEvent.newBuilder()
                .setInferenceId("id-" + hour + "-" + row)
                .setModelId("m")
                .setModelVersion("v1")
                .setEventTime(T0.plus(Duration.ofHours(hour)).plusSeconds(row % 3600))
                .setFeatures(features)
                .setPrediction(null)
                .setTags(Map.of())
                .setLatencyMicros(null)
                .build();
    }

    private long rowsInProfiles() {
        Topic<String, WindowProfile> topic = cluster.topics().windowProfiles();
        return read(topic.name()).stream()
                .map(record -> topic.valueSerde(registry).deserializer().deserialize(topic.name(), record.value()))
                .filter(profile -> profile.getSegment().equals("all") && profile.getPart() == 0)
                .mapToLong(WindowProfile::getRows)
                .sum();
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return read(cluster.topics().deadLetters().name());
    }

    /** All committed records of a topic, by a plain consumer. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer =
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
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

    private void awaitLedger(long produced) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(rowsInProfiles() + deadLetters().size()).isEqualTo(produced));
    }

    @Test
    void shouldAccountForEveryRecordOfSeveralPartitions() {
        int produced = produce(0, 5, 2_000, 100);
        try (MonitorApp monitor = startMonitor("a")) {
            awaitLedger(produced);
            await().atMost(PATIENCE).until(monitor::isReady);
        }
        assertThat(deadLetters()).hasSize(100).allSatisfy(letter -> {
            Header reason = letter.headers().lastHeader("tidemark.reason");
            assertThat(new String(reason.value(), UTF_8)).isEqualTo("not-wire-format");
        });
        assertThat(read(cluster.topics().windowProfiles().name())).hasSize(5);
    }

    @Test
    void shouldAccountForEveryRecordOverARebalanceInMidWindow() {
        int produced = produce(0, 2, 3_000, 0);
        try (MonitorApp first = startMonitor("a")) {
            await().atMost(PATIENCE).until(() -> rowsInProfiles() > 0);
            try (MonitorApp second = startMonitor("b")) {
                produced += produce(2, 3, 3_000, 50);
                await().atMost(PATIENCE).until(() -> second.isReady() && first.isReady());
                produced += produce(5, 2, 3_000, 0);
                await().atMost(PATIENCE).until(() -> rowsInProfiles() > 12_000);
            }
            produced += produce(7, 2, 3_000, 0);
            awaitLedger(produced);
        }
    }

    /** One before the monitor starts, which then reads it at its start, and one while it runs. */
    @Test
    void shouldTakeSpecsWithoutATimestamp() throws Exception {
        applyWithoutTimestamp(MonitorSpec.defaults("m").withMinRows(100));
        int produced = produce(0, 2, 200, 0);
        try (MonitorApp monitor = startMonitor("a")) {
            await().atMost(PATIENCE).until(() -> rowsInProfiles() > 0);
            MonitorSpec changed = MonitorSpec.defaults("m").withMinRows(150);
            applyWithoutTimestamp(changed);
            produced += produce(2, 2, 200, 0);
            awaitLedger(produced);
            await().atMost(PATIENCE).until(monitor::isReady);
            assertThat(revisionsInProfiles())
                    .contains(MonitorSpec.defaults("m").withMinRows(100).revision(), changed.revision());
        }
    }

    private void applyWithoutTimestamp(MonitorSpec spec) throws Exception {
        Topic<String, io.tidemark.schemas.avro.MonitorSpec> topic =
                cluster.topics().monitors();
        byte[] value = topic.valueSerde(registry)
                .serializer()
                .serialize(topic.name(), AppliedSpec.of(spec, "", T0, "").toRecord());
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            assertThat(producer.send(
                                    new ProducerRecord<>(
                                            topic.name(), spec.model().getBytes(UTF_8), value) {
                                        @Override
                                        public Long timestamp() {
                                            return -1L;
                                        }
                                    })
                            .get())
                    .isNotNull();
        }
        assertThat(read(topic.name()).getLast().timestamp()).isEqualTo(-1);
    }

    private List<String> revisionsInProfiles() {
        Topic<String, WindowProfile> topic = cluster.topics().windowProfiles();
        return read(topic.name()).stream()
                .map(record -> topic.valueSerde(registry)
                        .deserializer()
                        .deserialize(topic.name(), record.value())
                        .getSpecRevision())
                .toList();
    }

    @Test
    void shouldTakeUpARestartedInstancesWorkWhereItEnded() {
        int produced = produce(0, 3, 2_000, 0);
        try (MonitorApp first = startMonitor("a")) {
            await().atMost(PATIENCE).until(() -> rowsInProfiles() >= 2_000);
            await().atMost(PATIENCE).until(first::isReady);
        }
        produced += produce(3, 3, 2_000, 0);
        try (MonitorApp again = startMonitor("a")) {
            awaitLedger(produced);
            await().atMost(PATIENCE).until(again::isReady);
        }
    }
}
