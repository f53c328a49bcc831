package io.tidemark.standalone.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.view.Change;
import io.tidemark.stream.view.HeatMap;
import io.tidemark.stream.view.SeriesKey;
import io.tidemark.stream.view.ViewService;
import io.tidemark.stream.view.ViewSettings;
import io.tidemark.stream.view.WindowSummary;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be looked at, beside what was written to a real broker. */
class ViewServiceIT {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ViewSettings ROOMY = new ViewSettings(64 << 20, Duration.ofDays(7));

    private static EmbeddedBroker broker;

    private final Set<Change> heard = ConcurrentHashMap.newKeySet();
    private Cluster cluster;
    private SchemaRegistry registry;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        cluster = FreshCluster.on(broker);
        registry = cluster.registry();
    }

    private ViewService open(ViewSettings settings) {
        return ViewService.start(
                settings,
                cluster.topics(),
                registry,
                () -> cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                InstantSource.system(),
                heard::addAll);
    }

    /** Each in a transaction of its own, of which every tenth is undone and done again. */
    private void writeWindows(String model, int from, int to, int sketchBytes) {
        Topic<String, WindowProfile> topic = cluster.topics().windowProfiles();
        try (Producer<byte[], byte[]> producer = cluster.producer(
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                Map.of("transactional.id", UUID.randomUUID().toString()))) {
            producer.initTransactions();
            for (int window = from; window < to; window++) {
                byte[] value = topic.valueSerde(registry)
                        .serializer()
                        .serialize(topic.name(), window(model, window, sketchBytes));
                if (window % 10 == 0) {
                    producer.beginTransaction();
                    var _ = producer.send(new ProducerRecord<>(topic.name(), model.getBytes(UTF_8), value));
                    producer.abortTransaction();
                }
                producer.beginTransaction();
                var _ = producer.send(new ProducerRecord<>(topic.name(), model.getBytes(UTF_8), value));
                producer.commitTransaction();
            }
        }
    }

    private static WindowProfile window(String model, int window, int sketchBytes) {
        Instant start = T0.plus(WINDOW.multipliedBy(window));
        return WindowProfile.newBuilder()
                .setModelId(model)
                .setModelVersion("1")
                .setSegment("all")
                .setWindowStart(start)
                .setWindowEnd(start.plus(WINDOW))
                .setRows(100)
                .setSeverity(Severity.MINOR)
                .setDiagnosis(null)
                .setAssessedAt(start.plus(WINDOW))
                .setFeatures(List.of(FeatureProfile.newBuilder()
                        .setName("x")
                        .setKind(FeatureKind.NUMERIC)
                        .setPresent(100)
                        .setQuantiles(List.of())
                        .setTopCategories(List.of())
                        .setSeverity(Severity.MINOR)
                        .setSketch(ByteBuffer.allocate(sketchBytes))
                        .build()))
                .build();
    }

    private static HeatMap heatMap(ViewService service, String model) {
        return service.view()
                .windows()
                .heatMap(new SeriesKey(model, "1", "all"), T0, T0.plus(Duration.ofDays(365)), 10_000)
                .orElse(new HeatMap(List.of(), List.of()));
    }

    @Test
    void shouldShowEachWindowOfBeforeOnceAndThenWhatComes() {
        writeWindows("flights", 0, 450, 10);
        writeWindows("credit", 0, 30, 10);
        try (ViewService service = open(ROOMY)) {
            await().atMost(PATIENCE).until(service::hasHistory);

            HeatMap flights = heatMap(service, "flights");
            assertThat(flights.windows())
                    .hasSize(450)
                    .extracting(WindowSummary::rows)
                    .containsOnly(100L);
            assertThat(flights.features()).containsExactly(new HeatMap.Row("x", "2".repeat(450)));
            assertThat(heatMap(service, "credit").windows()).hasSize(30);
            assertThat(service.view().models()).containsExactly("credit", "flights");

            writeWindows("flights", 450, 451, 10);
            await().atMost(PATIENCE)
                    .until(() -> heatMap(service, "flights").windows().size() == 451);
            await().atMost(PATIENCE).until(() -> heard.contains(new Change("flights", Change.Subject.WINDOWS)));
        }
    }

    @Test
    void shouldGoOnPastWhatCantBeRead() throws Exception {
        List<String> names = List.of(
                cluster.topics().windowProfiles().name(),
                cluster.topics().driftEvents().name(),
                cluster.topics().performance().name(),
                cluster.topics().monitors().name(),
                cluster.topics().ledger().name(),
                cluster.topics().baselines().name(),
                cluster.topics().deadLetters().name());
        writeGarbage(names);
        try (ViewService service = open(ROOMY)) {
            await().atMost(PATIENCE).until(service::hasHistory);
            await().atMost(PATIENCE).until(service::isCaughtUp);
            writeGarbage(names);
            writeWindows("flights", 0, 1, 10);

            await().atMost(PATIENCE)
                    .until(() -> heatMap(service, "flights").windows().size() == 1);
            assertThat(service.view().deadLetters().last(10)).hasSize(2);
        }
    }

    private void writeGarbage(List<String> names) throws Exception {
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            for (String name : names) {
                producer.send(new ProducerRecord<>(name, new byte[] {(byte) 0xff, 0}, new byte[] {0, 0, 0, 0, 1, 2, 3}))
                        .get();
            }
        }
    }

    @Test
    void shouldShowTheLastWindowsWhereThereIsNoRoomForAll() {
        writeWindows("flights", 0, 900, 10);
        try (ViewService service = open(new ViewSettings(100_000, Duration.ofDays(7)))) {
            await().atMost(PATIENCE).until(service::hasHistory);

            List<WindowSummary> windows = heatMap(service, "flights").windows();
            assertThat(windows.size()).isBetween(200, 600);
            assertThat(windows.getLast().start()).isEqualTo(T0.plus(WINDOW.multipliedBy(899)));
            assertThat(windows.getFirst().start())
                    .as("without gaps")
                    .isEqualTo(T0.plus(WINDOW.multipliedBy(900 - windows.size())));
        }
    }
}
