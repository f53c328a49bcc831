package io.tidemark.standalone.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.WireFormat;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers that know nothing of Tidemark: JSON and Avro of schemas of their own, poison among it, and what is published of them. */
class IngestIT {
    private static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROWS_AN_HOUR = 300;

    private static final Schema OUTCOME = new Schema.Parser().parse("""
            {"type": "record", "name": "Outcome", "namespace": "shop", "fields": [
              {"name": "request", "type": {"type": "record", "name": "Request", "fields": [{"name": "id", "type": "string"}]}},
              {"name": "known", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "churned", "type": ["null", "boolean"]}]}
            """);

    private static EmbeddedBroker broker;

    @TempDir
    private Path stateDir;

    private Cluster cluster;
    private SchemaRegistry registry;
    private String scores;
    private String outcomes;

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
        scores = "shop-" + cluster.topics().prefix() + "scores";
        outcomes = "shop-" + cluster.topics().prefix() + "outcomes";
    }

    private void create(String topic) throws Exception {
        try (Admin admin = cluster.admin()) {
            // The records are of 2001.
            NewTopic kept = new NewTopic(topic, 3, (short) 1).configs(Map.of("retention.ms", "-1"));
            admin.createTopics(List.of(kept)).all().get();
        }
    }

    private String spec(String features) {
        return """
                model: churn
                window: 1h
                minRows: 50
                labels: {wait: 1h}
                source:
                  predictions:
                    topic: %s
                    id: $.requestId
                    time: {at: $.meta.at, unit: seconds}
                    version: $.model.version
                    prediction: {label: $.answer.class, score: $.answer.p}
                    features: %s
                    tags: {region: $.region}
                    where: {$.model.name: churn}
                  truths:
                    topic: %s
                    format: avro
                    id: $.request.id
                    time: $.known
                    label: $.churned
                """.formatted(scores, features, outcomes);
    }

    private void apply(String yaml) throws Exception {
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        MonitorSpec record =
                AppliedSpec.of(SpecYaml.read(yaml), yaml, Instant.now(), "test").toRecord();
        byte[] value = topic.valueSerde(registry).serializer().serialize(topic.name(), record);
        write(topic.name(), List.of(new Foreign(record.getModel(), Instant.now(), value)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Foreign(String key, Instant time, byte[] value) {}

    private void write(String topic, List<Foreign> records) throws Exception {
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Foreign each : records) {
                sent.add(producer.send(new ProducerRecord<>(
                        topic, null, each.time().toEpochMilli(), each.key().getBytes(UTF_8), each.value())));
            }
            for (Future<RecordMetadata> each : sent) {
                assertThat(each.get()).isNotNull();
            }
        }
    }

    private static Instant timeOf(int hour, int row) {
        return T0.plus(Duration.ofHours(hour)).plusSeconds(row * 3_600L / ROWS_AN_HOUR);
    }

    /** Every tenth record is of another model, every fiftieth is poison. */
    private List<Foreign> predictions(int fromHour, int hours) {
        List<Foreign> records = new ArrayList<>();
        for (int hour = fromHour; hour < fromHour + hours; hour++) {
            for (int row = 0; row < ROWS_AN_HOUR; row++) {
                String id = hour + "-" + row;
                String json = """
                        {"requestId": "%s", "meta": {"at": %d}, "region": "eu", "model": {"name": "churn", "version": 7},
                         "answer": {"class": %s, "p": 0.75}, "customer": {"age": %d, "plan": "gold"}}
                        """.formatted(id, timeOf(hour, row).getEpochSecond(), row % 4 == 0, 20 + row % 50);
                records.add(new Foreign(id, timeOf(hour, row), json.getBytes(UTF_8)));
                if (row % 10 == 0) {
                    records.add(
                            new Foreign(id, timeOf(hour, row), "{\"model\": {\"name\": \"basket\"}}".getBytes(UTF_8)));
                }
                if (row % 50 == 0) {
                    records.add(new Foreign(
                            id, timeOf(hour, row), "{\"model\": {\"name\": \"churn\"}, poison".getBytes(UTF_8)));
                }
            }
        }
        return records;
    }

    private List<Foreign> truths(int hours) throws IOException {
        byte[] header = WireFormat.header(registry.register(outcomes + "-value", OUTCOME));
        List<Foreign> records = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            for (int row = 0; row < ROWS_AN_HOUR; row++) {
                GenericRecord outcome = new GenericRecordBuilder(OUTCOME)
                        .set(
                                "request",
                                new GenericRecordBuilder(
                                                OUTCOME.getField("request").schema())
                                        .set("id", hour + "-" + row)
                                        .build())
                        .set("known", timeOf(hour, row).plusSeconds(60).toEpochMilli() * 1_000)
                        // Every eighth is as predicted but for those that the model took for true.
                        .set("churned", row % 100 == 99 ? null : row % 8 == 0)
                        .build();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(header);
                BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
                new GenericDatumWriter<GenericRecord>(OUTCOME).write(outcome, encoder);
                encoder.flush();
                records.add(new Foreign("any key", timeOf(hour, row).plusSeconds(60), bytes.toByteArray()));
            }
        }
        records.add(new Foreign("any key", timeOf(hours, 0), "no Avro".getBytes(UTF_8)));
        return records;
    }

    private MonitorApp startMonitor(String instance) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", stateDir.resolve(instance).toString());
        settings.put("commit.interval.ms", "200");
        settings.put("tidemark.idle.timeout.ms", "2000");
        settings.put("tidemark.performance.revise.ms", "500");
        settings.put("tidemark.http.listen", "127.0.0.1:0");
        return MonitorApp.start(new MonitorConfig(settings));
    }

    @Test
    void shouldMonitorWhatProducersWriteInSchemasOfTheirOwn() throws Exception {
        create(scores);
        create(outcomes);
        apply(spec("{age: $.customer.age, '*': $.customer}"));
        write(scores, predictions(0, 4));
        write(outcomes, truths(4));
        long rows = 4L * ROWS_AN_HOUR;

        try (MonitorApp monitor = startMonitor("a")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(values(cluster.topics().windowProfiles()))
                            .filteredOn(profile -> profile.getSegment().equals("all") && profile.getPart() == 0)
                            .extracting(WindowProfile::getRows)
                            .hasSize(4)
                            .containsOnly((long) ROWS_AN_HOUR));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(labelledRows()).isEqualTo(rows - 4 * 3));
            await().atMost(PATIENCE).until(monitor::isReady);
            assertThat(monitor.states()).containsEntry("ingest", "RUNNING");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(counts(scores))
                        .containsOnly(
                                entry("mapped", rows), entry("not-meant", rows / 10), entry("not-json", rows / 50));
                assertThat(counts(outcomes))
                        .containsOnly(
                                entry("mapped", rows - 4 * 3), entry("no-label", 4L * 3), entry("not-wire-format", 1L));
            });
            assertMetrics(monitor, rows);
        }

        assertThat(reasons())
                .containsOnly(
                        entry("ingest-not-json", rows / 50),
                        entry("ingest-no-label", 4L * 3),
                        entry("ingest-not-wire-format", 1L));
        assertThat(values(cluster.topics().groundTruth()))
                .extracting(GroundTruth::getLabel)
                .containsOnly("true", "false");
        InferenceEvent event = values(cluster.topics().inferenceLogs()).stream()
                .filter(each -> each.getInferenceId().equals("0-4"))
                .findFirst()
                .orElseThrow();
        assertThat(event)
                .isEqualTo(InferenceEvent.newBuilder()
                        .setInferenceId("0-4")
                        .setModelId("churn")
                        .setModelVersion("7")
                        .setEventTime(timeOf(0, 4))
                        .setFeatures(Map.of("age", 24L, "plan", "gold"))
                        .setPrediction(io.tidemark.schemas.avro.Prediction.newBuilder()
                                .setLabel("true")
                                .setScore(0.75)
                                .build())
                        .setTags(Map.of("region", "eu"))
                        .setLatencyMicros(null)
                        .build());
    }

    private void assertMetrics(MonitorApp monitor, long mapped) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String address = monitor.dashboardAddress().orElseThrow();
            String metrics = client.send(
                            HttpRequest.newBuilder(URI.create(address + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            double counted = metrics.lines()
                    .filter(line -> line.startsWith("tidemark_ingest_records_total")
                            && line.contains("outcome=\"mapped\"")
                            && line.contains("topic=\"" + scores + "\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            assertThat(counted).isEqualTo((double) mapped);
        }
    }

    /** Neither the topic nor the mapping has to be right when the monitor starts. */
    @Test
    void shouldWaitForATopicAndTakeAChangedSourceWithoutARestart() throws Exception {
        apply(spec("{age: $.customer.age}"));
        try (MonitorApp monitor = startMonitor("a")) {
            await().atMost(PATIENCE).until(monitor::isReady);
            create(scores);
            write(scores, predictions(0, 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(values(cluster.topics().inferenceLogs())).hasSize(ROWS_AN_HOUR));
            apply(spec("{plan: $.customer.plan}"));
            // The next record that is mapped anew shows that the change has been taken.
            int[] probes = {0};
            await().atMost(PATIENCE).until(() -> {
                write(scores, List.of(predictions(10 + probes[0]++, 1).getFirst()));
                return values(cluster.topics().inferenceLogs()).stream()
                        .anyMatch(event -> event.getFeatures().containsKey("plan"));
            });
            write(scores, predictions(1, 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(values(cluster.topics().inferenceLogs()))
                            .filteredOn(event -> event.getInferenceId().startsWith("1-"))
                            .extracting(InferenceEvent::getFeatures)
                            .hasSize(ROWS_AN_HOUR)
                            .containsOnly(Map.of("plan", "gold")));
        }
    }

    /** The counts go with the partitions, from one process to the next. */
    @Test
    void shouldShareThePartitionsAndKeepTheLedger() throws Exception {
        create(scores);
        create(outcomes);
        apply(spec("{age: $.customer.age}"));
        try (MonitorApp first = startMonitor("a")) {
            write(scores, predictions(0, 2));
            await().atMost(PATIENCE).until(first::isReady);
            try (MonitorApp second = startMonitor("b")) {
                write(scores, predictions(2, 2));
                await().atMost(PATIENCE).until(() -> second.isReady() && first.isReady());
                write(scores, predictions(4, 2));
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(values(cluster.topics().inferenceLogs()))
                                .hasSize(6 * ROWS_AN_HOUR));
            }
        }
        try (MonitorApp again = startMonitor("a")) {
            write(scores, predictions(6, 1));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(counts(scores))
                            .containsOnly(
                                    entry("mapped", 7L * ROWS_AN_HOUR),
                                    entry("not-meant", 7L * ROWS_AN_HOUR / 10),
                                    entry("not-json", 7L * ROWS_AN_HOUR / 50)));
            await().atMost(PATIENCE).until(again::isReady);
        }
        assertThat(values(cluster.topics().inferenceLogs()))
                .extracting(InferenceEvent::getInferenceId)
                .doesNotHaveDuplicates()
                .hasSize(7 * ROWS_AN_HOUR);
    }

    /** Rows whose labels are joined, by the last revision of each window. */
    private long labelledRows() {
        Map<Instant, WindowPerformance> last = new HashMap<>();
        values(cluster.topics().performance()).stream()
                .filter(window -> window.getSegment().equals("all"))
                .forEach(window -> last.merge(
                        window.getWindowStart(),
                        window,
                        (one, other) -> one.getRevision() > other.getRevision() ? one : other));
        return last.values().stream().mapToLong(WindowPerformance::getLabelled).sum();
    }

    /** The last counts of all partitions of a source topic. */
    private Map<String, Long> counts(String topic) {
        Map<Integer, PartitionLedger> last = new HashMap<>();
        values(cluster.topics().ledger()).stream()
                .filter(ledger ->
                        ledger.getStep().equals("ingest") && ledger.getTopic().equals(topic))
                .forEach(ledger -> last.put(ledger.getPartition(), ledger));
        Map<String, Long> counts = new TreeMap<>();
        last.values()
                .forEach(ledger ->
                        ledger.getCounts().forEach((reason, count) -> counts.merge(reason, count, Long::sum)));
        return counts;
    }

    private Map<String, Long> reasons() {
        return read(cluster.topics().deadLetters().name()).stream()
                .collect(Collectors.groupingBy(
                        letter -> new String(
                                letter.headers().lastHeader("tidemark.reason").value(), UTF_8),
                        Collectors.counting()));
    }

    private <V> List<V> values(Topic<String, V> topic) {
        return read(topic.name()).stream()
                .flatMap(message -> Optional.ofNullable(
                        topic.valueSerde(registry).deserializer().deserialize(topic.name(), message.value()))
                        .stream())
                .toList();
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
}
