package io.tidemark.standalone.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.notify.Receiver.Behaviour;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.notify.ChannelMetrics;
import io.tidemark.stream.notify.Channels;
import io.tidemark.stream.notify.NotifyService;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What receivers get, beside what was written to a real broker. */
class NotifyServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MODELS = 12;

    private static EmbeddedBroker broker;
    private static EmbeddedRegistryServer registryServer;

    @TempDir
    private Path directory;

    private final Set<String> written = new TreeSet<>();
    private Receiver receiver;
    private Cluster cluster;
    private SchemaRegistry registry;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        registryServer = EmbeddedRegistryServer.start("notify-" + UUID.randomUUID(), 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
        registryServer.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        receiver = new Receiver();
        cluster = new Cluster(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registryServer.url(),
                "tidemark.topic.prefix", "n" + UUID.randomUUID() + "."));
        registry = cluster.registry();
        cluster.createTopics((short) 1);
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
        registry.close();
    }

    private <V extends SpecificRecord> void write(Topic<String, V> topic, Map<String, V> records) {
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            records.forEach((key, value) -> {
                var _ = producer.send(new ProducerRecord<>(
                        topic.name(),
                        key.getBytes(UTF_8),
                        topic.valueSerde(registry).serializer().serialize(topic.name(), value)));
            });
        }
    }

    /** Each of its own window, of one of a few models. */
    private void writeEvents(int from, int to) {
        Topic<String, DriftEvent> topic = cluster.topics().driftEvents();
        for (int i = from; i < to; i++) {
            DriftEvent event = event("model" + i % MODELS, i);
            write(topic, Map.of(event.getModelId(), event));
            written.add(event.getEventId());
        }
    }

    private static DriftEvent event(String model, int number) {
        Instant start = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(number));
        return DriftEvent.newBuilder()
                .setEventId(model + "-" + number)
                .setEpisodeId(model + "-" + number)
                .setState(EpisodeState.OPENED)
                .setModelId(model)
                .setModelVersion("1")
                .setSegment("all")
                .setFeature("age")
                .setKind(DriftKind.FEATURE)
                .setResolution("")
                .setReference("baseline")
                .setSeverity(Severity.MINOR)
                .setWindowStart(start)
                .setWindowEnd(start.plus(Duration.ofHours(1)))
                .setEpisodeStart(start)
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setBaselineId("b")
                .setLearnedBaseline(false)
                .setBaselineRows(1)
                .setCurrentRows(1)
                .setSpecRevision("")
                .setReason("age changed")
                .setDiagnosis(null)
                .setDetectedAt(Instant.now())
                .build();
    }

    private Path channels(String yaml) throws IOException {
        return Files.writeString(directory.resolve("channels.yaml"), yaml);
    }

    /** One channel, without waiting for more events of a window. */
    private Path oneChannel() throws IOException {
        return channels("""
                channels: {ops: {type: webhook, url: "%s", groupWait: 0s, perMinute: 600, timeout: 2s}}
                default: [{channel: ops}]
                """.formatted(receiver.url()));
    }

    private NotifyService start(Path channels) {
        return NotifyService.start(
                Channels.read(channels, Map.of()),
                Optional.empty(),
                cluster.topics(),
                registry,
                new TestClients(cluster),
                InstantSource.system());
    }

    private static ChannelMetrics metrics(NotifyService service, String channel) {
        return Objects.requireNonNull(service.metrics().channels().get(channel));
    }

    /** All that is committed for a channel, over all partitions; 0 before anything is. */
    private long committed(String channel) throws Exception {
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(
                            NotifyService.groupOf(cluster.topics(), channel))
                    .partitionsToOffsetAndMetadata()
                    .get();
            return offsets.values().stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }

    @Test
    void shouldLoseNothingWhenItIsKilledInMidDeliveryAgainAndAgain() throws Exception {
        Path channels = oneChannel();
        receiver.behave(Behaviour.TAKE, Behaviour.FAIL, Behaviour.TAKE, Behaviour.CLOSE, Behaviour.TAKE);
        writeEvents(0, 40);
        for (int kill = 1; kill <= 3; kill++) {
            int before = receiver.requests();
            Process process = NotifierProcess.start(cluster.settings(), channels);
            await().atMost(PATIENCE).until(() -> receiver.requests() >= before + 4);
            assertThat(receiver.events().size()).as("in mid-delivery").isLessThan(written.size());
            process.destroyForcibly().waitFor();
            writeEvents(40 * kill, 40 * kill + 10);
        }
        receiver.behave(Behaviour.TAKE);
        try (NotifyService service = start(channels)) {
            await().atMost(PATIENCE).until(() -> receiver.events().size() >= written.size());
            assertThat(receiver.events()).isEqualTo(written);
            await().atMost(PATIENCE).until(() -> committed("ops") == written.size());
            assertThat(metrics(service, "ops").waiting()).isZero();
        }
    }

    @Test
    void shouldHoldUpNoOtherChannelWhereOneHangs() throws Exception {
        try (Receiver hanging = new Receiver()) {
            hanging.behave(Behaviour.HANG);
            Path channels = channels("""
                    channels:
                      stuck: {type: webhook, url: "%s", groupWait: 0s, timeout: 1s}
                      ops: {type: webhook, url: "%s", groupWait: 0s, perMinute: 600}
                    default: [{channel: stuck}, {channel: ops}]
                    """.formatted(hanging.url(), receiver.url()));
            try (NotifyService service = start(channels)) {
                writeEvents(0, 5);
                await().atMost(PATIENCE).until(() -> receiver.events().equals(written));
                await().atMost(PATIENCE).until(() -> hanging.requests() >= 2);
                writeEvents(5, 10);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> receiver.events().equals(written));
                assertThat(hanging.events()).isEmpty();
                assertThat(metrics(service, "stuck").isFailing()).isTrue();

                hanging.behave(Behaviour.TAKE);
                await().atMost(PATIENCE).until(() -> hanging.events().equals(written));
                assertThat(receiver.repeats()).isZero();
            }
        }
    }

    @Test
    void shouldShareTheWorkAndTakeOverWhereOneEnds() throws Exception {
        Path channels = oneChannel();
        try (NotifyService first = start(channels)) {
            NotifyService second = start(channels);
            writeEvents(0, 1);
            await().atMost(PATIENCE).until(() -> receiver.events().equals(written));
            int[] number = {1};
            await().atMost(PATIENCE).until(() -> {
                writeEvents(number[0], number[0] + MODELS);
                number[0] += MODELS;
                return metrics(first, "ops").delivered() > 1
                        && metrics(second, "ops").delivered() > 1;
            });
            await().atMost(PATIENCE).until(() -> receiver.events().equals(written));

            second.close();
            writeEvents(number[0], number[0] + MODELS);
            await().atMost(PATIENCE).until(() -> receiver.events().equals(written));
        }
    }

    @Test
    void shouldMakeFewMessagesOfAStormAndLoseNothing() throws Exception {
        Path channels = channels("""
                channels: {ops: {type: webhook, url: "%s", groupWait: 1s, perMinute: 3, lines: 1000}}
                default: [{channel: ops}]
                """.formatted(receiver.url()));
        Topic<String, DriftEvent> topic = cluster.topics().driftEvents();
        Map<String, DriftEvent> storm = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            DriftEvent event = event("storm" + i, i);
            storm.put(event.getModelId(), event);
            written.add(event.getEventId());
        }
        write(topic, storm);
        try (NotifyService service = start(channels)) {
            await().atMost(PATIENCE).until(() -> receiver.events().equals(written));
            assertThat(receiver.messages()).isLessThanOrEqualTo(6);
            assertThat(metrics(service, "ops").merged()).isPositive();
        }
    }

    @Test
    void shouldBeToldByTheMonitorAsTheSpecSays() throws Exception {
        Path channels = channels("""
                channels:
                  ops: {type: webhook, url: "%s", groupWait: 0s}
                """.formatted(receiver.url()));
        write(
                cluster.topics().monitors(),
                specs("model: model1\nnotify: [{channel: ops}, {channel: fax}]\n", "model: model2\n"));
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put(MonitorConfig.NOTIFY_CHANNELS, channels.toString());
        settings.put(MonitorConfig.ROLES, "drift");
        settings.put("state.dir", directory.resolve("state").toString());
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(settings))) {
            writeEvents(1, 3);
            await().atMost(PATIENCE).until(() -> receiver.events().equals(Set.of("model1-1")));
            await().atMost(PATIENCE).until(() -> committed("ops") == 2);
            assertThat(monitor.notifyMetrics().orElseThrow().unknownChannels()).isEqualTo(1);

            write(
                    cluster.topics().monitors(),
                    specs("model: model1\nnotify: []\n", "model: model2\nnotify: [{channel: ops}]\n"));
            int[] number = {MODELS};
            await().atMost(PATIENCE).until(() -> {
                writeEvents(number[0] + 1, number[0] + 3);
                number[0] += MODELS;
                return receiver.events().stream().anyMatch(id -> id.startsWith("model2-"));
            });
        }
    }

    private static Map<String, MonitorSpec> specs(String... yaml) {
        return java.util.Arrays.stream(yaml)
                .map(text -> AppliedSpec.of(SpecYaml.read(text), text, Instant.now(), "test")
                        .toRecord())
                .collect(Collectors.toMap(MonitorSpec::getModel, record -> record));
    }
}
