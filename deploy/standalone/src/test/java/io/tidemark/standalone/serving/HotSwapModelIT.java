package io.tidemark.standalone.serving;

import static io.tidemark.schemas.avro.ModelStage.CANARY;
import static io.tidemark.schemas.avro.ModelStage.PRODUCTION;
import static io.tidemark.schemas.avro.ModelStage.ROLLED_BACK;
import static io.tidemark.schemas.avro.ModelStage.SHADOW;
import static io.tidemark.standalone.serving.PublishedVersions.MODEL;
import static io.tidemark.standalone.serving.PublishedVersions.artifact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.Scored;
import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.serving.swap.Answer;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.serving.swap.ModelNotReadyException;
import io.tidemark.serving.version.InferenceShare;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Following and swapping on a real broker, with whatever may be published by mistake. */
@Timeout(180)
class HotSwapModelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, Double> QUESTION = Map.of("distance", 733.0);

    private static EmbeddedBroker broker;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Cluster cluster;
    private PublishedVersions versions;

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
        versions = open(new PublishedVersions(cluster));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void shouldAnswerEveryRequestWhileItSwapsAThousandTimes() throws Exception {
        ModelVersion one = versions.publish(1, PRODUCTION);
        ModelVersion two = versions.publish(2, PRODUCTION);
        HotSwapModel model = ready(Map.of());
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Map<String, Long>>> scoring = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                scoring.add(threads.submit(() -> answersByVersion(model, over)));
            }
            try {
                for (int swap = 0; swap < 500; swap++) {
                    one = versions.move(one, PRODUCTION, 0);
                    awaitVersion(model, "1");
                    two = versions.move(two, PRODUCTION, 0);
                    awaitVersion(model, "2");
                }
            } finally {
                over.set(true);
            }
            for (Future<Map<String, Long>> answers : scoring) {
                assertThat(answers.get()).containsOnlyKeys("1", "2");
            }
        }
        assertThat(served(model, "2").getFailures()).isZero();
        assertThat(served(model, "1").getFailures()).isZero();
    }

    /** Fails at the first answer that is not its version's. */
    private static Map<String, Long> answersByVersion(HotSwapModel model, AtomicBoolean over) {
        Map<String, Long> counts = new HashMap<>();
        for (long i = 0; !over.get(); i++) {
            Answer answer = model.score("id-" + i, QUESTION);
            assertThat(answer.scored()).isEqualTo(new Scored.OfNumber(Double.parseDouble(answer.version())));
            counts.merge(answer.version(), 1L, Long::sum);
            LockSupport.parkNanos(20_000);
        }
        return counts;
    }

    @Test
    void shouldFetchAVersionOfSeveralChunksAndReportWhatItServes() throws Exception {
        byte[] large = artifact(PublishedVersions.RUNTIME, " ".repeat(1_500_000) + "1");
        versions.publish(1, PRODUCTION, large, UnaryOperator.identity());

        HotSwapModel model = ready(Map.of("tidemark.serving.instance", "pod-1"));

        assertThat(model.score("a", QUESTION).version()).isEqualTo("1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses()).containsKey("flights/pod-1"));
        versions.publish(2, PRODUCTION);
        await().atMost(PATIENCE).untilAsserted(() -> {
            ServingStatus status =
                    Optional.ofNullable(statuses().get("flights/pod-1")).orElseThrow(AssertionError::new);
            assertThat(status.getVersions().stream().map(ServedVersion::getState))
                    .containsExactly(ServedState.READY, ServedState.PRODUCTION);
            assertThat(status.getVersions().getLast().getSwapMillis()).isBetween(0L, 5_000L);
            assertThat(status.getVersions().getFirst().getAnswers()).isOne();
        });

        model.close();

        assertThat(statuses()).doesNotContainKey("flights/pod-1");
    }

    @Test
    void shouldRollBackWithOneRecord() throws Exception {
        versions.publish(1, PRODUCTION);
        ModelVersion two = versions.publish(2, PRODUCTION);
        HotSwapModel model = ready(Map.of());
        awaitVersion(model, "2");
        await().atMost(PATIENCE).until(() -> served(model, "1").getState() == ServedState.READY);

        versions.move(two, ROLLED_BACK, 0);

        awaitVersion(model, "1");
    }

    @Test
    void shouldGoOnWithTheChampionWhateverIsPublished() throws Exception {
        versions.publish(1, PRODUCTION);
        HotSwapModel model = ready(Map.of());
        Map<String, String> reasons = new LinkedHashMap<>();

        byte[] good = artifact(2);
        ModelArtifactRef ref = versions.chunks(2, good);
        refuse(2, ref(ref, b -> b.setSha256("0".repeat(64))), "SHA-256", reasons);
        ModelArtifactRef cut = versions.chunks(3, Arrays.copyOf(artifact(3), 60));
        refuse(3, ref(cut, b -> b.setBytes(artifact(3).length)), "cut short", reasons);
        byte[] damaged = artifact(4);
        damaged[damaged.length / 2] ^= 1;
        refuse(4, versions.chunks(4, damaged), "damaged or cut short", reasons);
        versions.publish(5, PRODUCTION, artifact(5.001), UnaryOperator.identity());
        reasons.put("5", "golden prediction 1 of 1: the answer is 5.001, expected is 5.0");
        versions.publish(6, PRODUCTION, artifact("pmml", "6"), UnaryOperator.identity());
        reasons.put("6", "needs the runtime 'pmml'");
        versions.publish(7, PRODUCTION, artifact(PublishedVersions.RUNTIME, "no number"), UnaryOperator.identity());
        reasons.put("7", "its runtime can't load it");
        versions.publish(8, PRODUCTION, artifact("tribuo", "no model"), UnaryOperator.identity());
        reasons.put("8", "Tribuo model");
        refuse(9, ref(versions.chunks(9, artifact(9)), b -> b.setBytes(65L << 20)), "an artifact may have", reasons);
        refuse(10, ref(versions.chunks(10, artifact(10)), b -> b.setChunks(2)), "1 of 2 chunks", reasons);
        refuse(11, ref(versions.chunks(11, artifact(11)), b -> b.setPartition(99)), "does not exist", reasons);
        refuse(12, ref(versions.chunks(12, artifact(12)), b -> b.setChunks(-1)), "can't be right", reasons);
        versions.publish(13, PRODUCTION, artifact(13), record -> record.setGolden(golden(Map.of("a", 1.0))));
        reasons.put("13", "answers with the number 13.0, expected are scores of [a]");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(model.status().getVersions().stream()
                                .filter(served -> !served.getReason().isEmpty())
                                .map(ServedVersion::getVersion))
                        .containsExactlyInAnyOrderElementsOf(reasons.keySet()));
        assertThat(model.status().getVersions().stream()
                        .filter(served -> served.getState() == ServedState.LOADING)
                        .map(ServedVersion::getVersion))
                .as("whose chunks may still come")
                .containsExactlyInAnyOrder("10", "11");
        reasons.forEach((version, reason) ->
                assertThat(served(model, version).getReason()).as(version).contains(reason));
        assertThat(model.score("a", QUESTION).version()).isEqualTo("1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statuses().values())
                        .singleElement()
                        .satisfies(status -> assertThat(status.getVersions()).hasSize(13)));

        versions.publish(4, PRODUCTION);
        awaitVersion(model, "4");
    }

    private void refuse(int version, ModelArtifactRef ref, String reason, Map<String, String> reasons) {
        versions.write(versions.record(version, PRODUCTION, ref).build());
        reasons.put(Integer.toString(version), reason);
    }

    private static ModelArtifactRef ref(ModelArtifactRef ref, UnaryOperator<ModelArtifactRef.Builder> wrong) {
        return wrong.apply(ModelArtifactRef.newBuilder(ref)).build();
    }

    private static List<GoldenPrediction> golden(Map<String, Double> scores) {
        return List.of(GoldenPrediction.newBuilder()
                .setFeatures(Map.of("distance", 1.0))
                .setScores(scores)
                .build());
    }

    @Test
    void shouldSkipRecordsThatCannotBeRead() throws Exception {
        versions.publish(1, PRODUCTION);
        HotSwapModel model = ready(Map.of());
        String topic = cluster.topics().modelVersions().name();

        versions.raw(topic, 0, "flights/1", "rubbish".getBytes(UTF_8));
        versions.raw(topic, 0, "flights/1", event("of another schema"));
        versions.raw(topic, 0, "no/such/key", "rubbish".getBytes(UTF_8));
        versions.publish(2, PRODUCTION);

        awaitVersion(model, "2");
        assertThat(model.unreadableRecords()).isEqualTo(2);
        assertThat(served(model, "1").getState()).isEqualTo(ServedState.READY);
    }

    private byte[] event(String id) {
        Topic<String, InferenceEvent> logs = cluster.topics().inferenceLogs();
        try (var registry = cluster.registry()) {
            return logs.valueSerde(registry)
                    .serializer()
                    .serialize(
                            logs.name(),
                            InferenceEvent.newBuilder()
                                    .setInferenceId(id)
                                    .setModelId(MODEL)
                                    .setModelVersion("1")
                                    .setEventTime(Instant.EPOCH)
                                    .build());
        }
    }

    @Test
    void shouldNeverSeeWhatWasTakenBack() throws Exception {
        versions.publish(1, PRODUCTION);
        versions.abort(2, PRODUCTION, artifact(666));
        versions.publish(2, PRODUCTION);
        versions.abort(2, PRODUCTION, artifact(666));

        HotSwapModel model = ready(Map.of());

        awaitVersion(model, "2");
        assertThat(model.score("a", QUESTION).scored()).isEqualTo(new Scored.OfNumber(2));
    }

    @Test
    void shouldFindChunksByTheirKeysWhereOffsetsDoNotFit() throws Exception {
        versions.chunks(1, artifact(7));
        versions.chunks(8, artifact(8));
        ModelArtifactRef last = versions.chunks(1, artifact(1));
        versions.chunks(9, artifact(9));
        for (long offset : new long[] {0, last.getFirstOffset() + 1, 1_000_000}) {
            versions.write(versions.record(
                            1,
                            PRODUCTION,
                            ref(last, b -> b.setFirstOffset(offset).setTopic("of.another.cluster")))
                    .build());
            HotSwapModel model = ready(Map.of());
            assertThat(model.score("a", QUESTION).scored()).isEqualTo(new Scored.OfNumber(1));
        }
    }

    @Test
    void shouldAskTheCanaryForItsShareAndTheChampionWhereItFails() throws Exception {
        versions.publish(1, PRODUCTION);
        ModelVersion two = versions.publish(2, CANARY, artifact(2), record -> record.setCanaryShare(0.25));
        HotSwapModel model = ready(Map.of());
        await().atMost(PATIENCE).until(() -> served(model, "2").getState() == ServedState.CANARY);
        InferenceShare share = InferenceShare.of(MODEL, "2");

        for (int i = 0; i < 1_000; i++) {
            boolean canary = share.contains("id-" + i, 0.25);
            assertThat(model.score("id-" + i, QUESTION).version()).isEqualTo(canary ? "2" : "1");
            Answer failing = model.score("id-" + i, Map.of("fail2", 1.0));
            assertThat(failing.version()).isEqualTo("1");
            assertThat(failing.role()).isEqualTo(Answer.Role.CHAMPION);
        }
        long asked = served(model, "2").getAnswers();
        assertThat(asked).isBetween(200L, 300L);
        assertThat(served(model, "2").getFailures()).isEqualTo(asked);

        versions.move(two, CANARY, 1);
        await().atMost(PATIENCE)
                .until(() -> model.score("id-0", QUESTION).version().equals("2")
                        && model.score("id-1", QUESTION).version().equals("2"));
    }

    @Test
    void shouldLogChampionAndShadowUnderOneId() throws Exception {
        versions.publish(1, PRODUCTION);
        versions.publish(2, SHADOW);
        try (InferenceLogger logger = InferenceLogger.connect(cluster.settings())) {
            HotSwapModel model = open(HotSwapModel.of(MODEL)
                    .runtime(PublishedVersions.RUNTIME, PublishedVersions.runtime())
                    .logTo(logger)
                    .follow(cluster.settings()));
            model.awaitReady(PATIENCE);
            await().atMost(PATIENCE).until(() -> served(model, "2").getState() == ServedState.SHADOW);
            Map<String, Object> features = new HashMap<>(QUESTION);

            assertThat(model.score("id-1", features, Map.of("region", "north")).version())
                    .isEqualTo("1");
            features.put("distance", "changed afterwards");
            assertThat(model.score("id-2", Map.of("fail2", true)).version()).isEqualTo("1");

            await().atMost(PATIENCE).until(() -> logger.counts().written() == 3);
            assertThat(served(model, "2").getAnswers()).isOne();
            assertThat(served(model, "2").getFailures()).isOne();
        }
        assertThat(read(cluster.topics().inferenceLogs()).stream()
                        .filter(event -> event.getInferenceId().equals("id-1")))
                .hasSize(2)
                .allSatisfy(event -> {
                    assertThat(event.getFeatures()).isEqualTo(QUESTION);
                    assertThat(event.getTags()).isEqualTo(Map.of("region", "north"));
                    assertThat(event.getPrediction().getValue()).isEqualTo(Double.parseDouble(event.getModelVersion()));
                    assertThat(event.getLatencyMicros()).isNotNull();
                })
                .extracting(InferenceEvent::getModelVersion)
                .containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void shouldStartFromDiskWithoutAnyNetworkAndSurviveADamagedDisk(@TempDir Path disk) throws Exception {
        versions.publish(1, PRODUCTION);
        versions.publish(2, PRODUCTION);
        Map<String, String> caching = Map.of("tidemark.serving.cache.dir", disk.toString());
        HotSwapModel first = ready(caching);
        awaitVersion(first, "2");
        await().atMost(PATIENCE)
                .until(() -> files(disk, ".artifact").size() == 2
                        && files(disk, "version-1").size() == 1);
        first.close();
        Map<String, String> noNetwork = new HashMap<>(caching);
        noNetwork.put("bootstrap.servers", "no-such-host.invalid:9092");
        noNetwork.put("schema.registry.url", "http://no-such-host.invalid:8081");

        try (HotSwapModel model = follow(noNetwork)) {
            model.awaitReady(Duration.ofSeconds(5));
            assertThat(model.score("a", QUESTION).version()).isEqualTo("2");
        }
        Path champion = files(disk, ".artifact").stream()
                .filter(file -> contains(file, "2.0"))
                .findFirst()
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(champion);
        bytes[bytes.length / 2] ^= 1;
        Files.write(champion, bytes);
        try (HotSwapModel model = follow(noNetwork)) {
            model.awaitReady(Duration.ofSeconds(5));
            assertThat(model.score("a", QUESTION).version()).isEqualTo("1");
        }
        Files.writeString(files(disk, "version-0").getFirst(), "rubbish");
        Files.writeString(files(disk, "version-1").getFirst(), "rubbish");
        try (HotSwapModel model = follow(noNetwork)) {
            assertThatThrownBy(() -> model.awaitReady(Duration.ofMillis(500)))
                    .isInstanceOf(ModelNotReadyException.class)
                    .hasMessageContaining("No resolvable bootstrap urls");
            assertThatThrownBy(() -> model.score("a", QUESTION)).isInstanceOf(ModelNotReadyException.class);
        }
        HotSwapModel mended = ready(caching);
        awaitVersion(mended, "2");
        await().atMost(PATIENCE).until(() -> Files.size(files(disk, "version-0").getFirst()) > 100);
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(name))
                    .toList();
        }
    }

    @Test
    void shouldFollowOnAfterTheBrokerWasAway(@TempDir Path data) throws Exception {
        int port;
        Cluster own;
        HotSwapModel model;
        try (EmbeddedBroker first = EmbeddedBroker.builder().dataDirectory(data).start()) {
            port = first.port();
            own = FreshCluster.on(first);
            try (PublishedVersions publisher = new PublishedVersions(own)) {
                publisher.publish(1, PRODUCTION);
            }
            model = open(HotSwapModel.of(MODEL)
                    .runtime(PublishedVersions.RUNTIME, PublishedVersions.runtime())
                    .follow(own.settings()));
            model.awaitReady(PATIENCE);
        }
        assertThat(model.score("a", QUESTION).version()).isEqualTo("1");
        try (EmbeddedBroker _ =
                        EmbeddedBroker.builder().dataDirectory(data).port(port).start();
                PublishedVersions publisher = new PublishedVersions(own)) {
            publisher.publish(2, PRODUCTION, artifact(2), record -> record.setStageSince(Instant.now()));
            awaitVersion(model, "2");
            model.close();
        }
    }

    @Test
    void shouldSayWhatIsWaitedForAndCloseInTime() throws Exception {
        HotSwapModel model = follow(Map.of());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThatThrownBy(() -> model.awaitReady(Duration.ofMillis(100)))
                        .hasMessageContaining("none of its 0 versions is in PRODUCTION"));
        long start = System.nanoTime();
        model.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.startsWith("tidemark-") && name.endsWith("-" + MODEL)))
                .isEmpty();
    }

    private HotSwapModel ready(Map<String, String> more) {
        HotSwapModel model = follow(more);
        model.awaitReady(PATIENCE);
        return model;
    }

    private HotSwapModel follow(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.putAll(more);
        return open(HotSwapModel.of(MODEL)
                .runtime(PublishedVersions.RUNTIME, PublishedVersions.runtime())
                .follow(settings));
    }

    private <T extends AutoCloseable> T open(T one) {
        opened.add(one);
        return one;
    }

    private static void awaitVersion(HotSwapModel model, String version) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> model.version().filter(version::equals).isPresent());
    }

    private static ServedVersion served(HotSwapModel model, String version) {
        return model.status().getVersions().stream()
                .filter(served -> served.getVersion().equals(version))
                .findFirst()
                .orElseGet(() -> ServedVersion.newBuilder()
                        .setVersion(version)
                        .setState(ServedState.LOADING)
                        .setSince(Instant.EPOCH)
                        .build());
    }

    private Map<String, ServingStatus> statuses() {
        Map<String, ServingStatus> statuses = new HashMap<>();
        Topic<String, ServingStatus> topic = cluster.topics().servingStatus();
        forEach(topic, (key, status) -> {
            if (status == null) {
                statuses.remove(key);
            } else {
                assertThat(key).isEqualTo(RecordKeys.modelInstance(status.getModelId(), status.getInstance()));
                statuses.put(key, status);
            }
        });
        return statuses;
    }

    private <V> List<V> read(Topic<String, V> topic) {
        List<V> all = new ArrayList<>();
        forEach(topic, (_, value) -> all.add(value));
        return all;
    }

    private <V> void forEach(Topic<String, V> topic, BiConsumer<String, V> take) {
        try (var registry = cluster.registry();
                Consumer<String, V> consumer = cluster.consumer(
                        topic.keySerde().deserializer(),
                        topic.valueSerde(registry).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> take.accept(message.key(), message.value()));
            }
        }
    }
}
