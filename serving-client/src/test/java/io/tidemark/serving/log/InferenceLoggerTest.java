package io.tidemark.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.IncompatibleSchemaException;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InferenceLoggerTest {
    private final SwitchableRegistry registry = new SwitchableRegistry();
    private final List<InferenceLogger> loggers = new ArrayList<>();

    @AfterEach
    void close() {
        loggers.forEach(logger -> logger.close(Duration.ZERO));
    }

    @Test
    void shouldWriteAnInferenceAsAnEventKeyedByItsId() {
        ScriptedProducer producer = new ScriptedProducer(true);
        InferenceLogger logger = logger(producer, Map.of());
        Instant time = Instant.parse("2026-03-01T12:00:00.123456Z");

        boolean taken = logger.log(Inference.of("flights", "3", "f-1")
                .at(time)
                .features(Map.of("distance", 733.5, "origin", "ORD"))
                .label("late")
                .score(0.83)
                .scores(Map.of("late", 0.83, "on-time", 0.17))
                .tags(Map.of("region", "north"))
                .latency(Duration.ofNanos(1_234_567))
                .build());

        assertThat(taken).isTrue();
        await().until(() -> logger.counts().written() == 1);
        ProducerRecord<String, byte[]> message = producer.history().getFirst();
        assertThat(message.topic()).isEqualTo("tidemark.inference-logs");
        assertThat(message.key()).isEqualTo("f-1");
        assertThat(message.partition()).isNull();
        InferenceEvent event = decode(message);
        assertThat(event.getInferenceId()).isEqualTo("f-1");
        assertThat(event.getModelId()).isEqualTo("flights");
        assertThat(event.getModelVersion()).isEqualTo("3");
        assertThat(event.getEventTime()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123Z"));
        assertThat(event.getFeatures()).isEqualTo(Map.of("distance", 733.5, "origin", "ORD"));
        assertThat(event.getPrediction().getLabel()).isEqualTo("late");
        assertThat(event.getPrediction().getScore()).isEqualTo(0.83);
        assertThat(event.getPrediction().getValue()).isNull();
        assertThat(event.getPrediction().getScores()).isEqualTo(Map.of("late", 0.83, "on-time", 0.17));
        assertThat(event.getTags()).isEqualTo(Map.of("region", "north"));
        assertThat(event.getLatencyMicros()).isEqualTo(1_234);
    }

    @Test
    void shouldCountTheUnacknowledgedAgainstTheBoundAndTakeMoreWhenTheyAreAcknowledged() {
        ScriptedProducer producer = new ScriptedProducer(false);
        InferenceLogger logger = logger(producer, Map.of(LoggerConfig.MAX_EVENTS, 2));

        assertThat(logger.log(inference("a"))).isTrue();
        assertThat(logger.log(inference("b"))).isTrue();
        await().until(() -> producer.history().size() == 2);
        assertThat(logger.log(inference("c"))).isFalse();
        assertThat(logger.counts().dropped(DropReason.QUEUE_FULL)).isOne();
        assertThat(logger.counts().pending()).isEqualTo(2);

        producer.completeNext();
        assertThat(logger.log(inference("d"))).isTrue();
        await().until(() -> producer.history().size() == 3);
        assertThat(keys(producer)).containsExactly("a", "b", "d");
        assertThat(logger.counts()).isEqualTo(new LogCounts(4, 1, 2, dropped(Map.of(DropReason.QUEUE_FULL, 1L))));
    }

    @Test
    void shouldBoundTheMemoryOfWhatWaits() {
        ScriptedProducer producer = new ScriptedProducer(false);
        InferenceLogger logger = logger(producer, Map.of(LoggerConfig.MAX_BYTES, 50_000));

        assertThat(logger.log(ofText("a", 30_000))).isTrue();
        assertThat(logger.log(ofText("b", 30_000))).isFalse();
        assertThat(logger.log(ofText("c", 10_000))).isTrue();
        assertThat(logger.log(ofText("d", 50_000))).isFalse();

        assertThat(logger.counts().dropped())
                .isEqualTo(dropped(Map.of(DropReason.QUEUE_FULL, 1L, DropReason.TOO_LARGE, 1L)));
    }

    @Test
    void shouldDropWhatCannotBeSerialisedAndWriteTheRest() {
        ScriptedProducer producer = new ScriptedProducer(true);
        InferenceLogger logger = logger(producer, Map.of(LoggerConfig.MAX_TEXT_LENGTH, 1_000));

        logger.log(Inference.of("", "1", "no-model").build());
        logger.log(Inference.of("m", "1", "object").feature("x", new Object()).build());
        logger.log(ofText("long", 1_001));
        logger.log(inference("fine"));

        await().until(() -> logger.counts().pending() == 0);
        assertThat(keys(producer)).containsExactly("fine");
        assertThat(logger.counts().dropped())
                .isEqualTo(dropped(Map.of(DropReason.NOT_SERIALISABLE, 2L, DropReason.TOO_LARGE, 1L)));
    }

    @Test
    void shouldNotThrowForNull() {
        InferenceLogger logger = logger(new ScriptedProducer(true), Map.of());

        assertThat(logger.log(nothing())).isFalse();

        assertThat(logger.counts().dropped(DropReason.NOT_SERIALISABLE)).isOne();
    }

    @Test
    void shouldCountWhatKafkaRefuses() {
        ScriptedProducer producer = new ScriptedProducer(false);
        InferenceLogger logger = logger(producer, Map.of());
        producer.failNextSend(new TopicAuthorizationException("not allowed"));
        producer.failNextSend(new RecordTooLargeException("too large"));

        List.of("a", "b", "c", "d").forEach(id -> logger.log(inference(id)));
        await().until(() -> producer.history().size() == 2);
        producer.errorNext(new TimeoutException("600000 ms has passed since batch creation"));
        producer.errorNext(new TopicAuthorizationException("no longer"));

        assertThat(keys(producer)).containsExactly("c", "d");
        assertThat(logger.counts())
                .isEqualTo(new LogCounts(4, 0, 0, dropped(Map.of(DropReason.REFUSED, 3L, DropReason.TOO_LARGE, 1L))));
    }

    @Test
    void shouldTryAgainWhatKafkaDidNotTakeYet() {
        ScriptedProducer producer = new ScriptedProducer(true);
        InferenceLogger logger = logger(producer, Map.of());
        IntStream.range(0, 5).forEach(i -> producer.failNextSend(new TimeoutException("no metadata")));

        logger.log(inference("a"));
        logger.log(inference("b"));

        await().until(() -> logger.counts().written() == 2);
        assertThat(keys(producer)).containsExactly("a", "b");
        assertThat(logger.counts().droppedInAll()).isZero();
    }

    @Test
    void shouldKeepWhatFitsWhileTheRegistryIsAway() {
        ScriptedProducer producer = new ScriptedProducer(true);
        registry.failWith(away());
        InferenceLogger logger = logger(producer, Map.of(LoggerConfig.MAX_EVENTS, 3));

        List.of("a", "b", "c", "d").forEach(id -> logger.log(inference(id)));
        await().until(() -> registry.failures() > 2);
        assertThat(producer.history()).isEmpty();
        registry.work();

        await().until(() -> logger.counts().pending() == 0);
        assertThat(keys(producer)).containsExactly("a", "b", "c");
        assertThat(logger.counts()).isEqualTo(new LogCounts(4, 3, 0, dropped(Map.of(DropReason.QUEUE_FULL, 1L))));
    }

    @Test
    void shouldDropWhatTheRegistryHasNoPlaceFor() {
        registry.failWith(new IncompatibleSchemaException("the subject has another schema"));
        InferenceLogger logger = logger(new ScriptedProducer(true), Map.of());

        logger.log(inference("a"));

        await().until(() -> logger.counts().pending() == 0);
        assertThat(logger.counts().dropped()).isEqualTo(dropped(Map.of(DropReason.NOT_SERIALISABLE, 1L)));
    }

    @Test
    void shouldReturnAtOnceWhileKafkaBlocks() {
        ScriptedProducer producer = new ScriptedProducer(true);
        producer.blockSends();
        InferenceLogger logger = logger(producer, Map.of());

        for (int i = 0; i < 100; i++) {
            assertThat(logger.log(inference("i-" + i))).isTrue();
        }
        await().until(producer::isEntered);
        assertThat(logger.counts().pending()).isEqualTo(100);
        producer.unblockSends();

        await().until(() -> logger.counts().written() == 100);
    }

    @Test
    void shouldWaitForAcknowledgementsWhenClosed() {
        ScriptedProducer producer = new ScriptedProducer(false);
        InferenceLogger logger = logger(producer, Map.of());
        List.of("a", "b", "c").forEach(id -> logger.log(inference(id)));

        CompletableFuture<Long> left = CompletableFuture.supplyAsync(() -> logger.close(Duration.ofSeconds(50)));
        await().until(() -> producer.history().size() == 3);
        assertThat(left).isNotDone();
        IntStream.range(0, 3).forEach(i -> producer.completeNext());

        assertThat(left.join()).isZero();
        assertThat(logger.counts().written()).isEqualTo(3);
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldReportWhatIsLeftWhenTheTimeForClosingIsOver() {
        ScriptedProducer producer = new ScriptedProducer(true);
        producer.blockSends();
        InferenceLogger logger = logger(producer, Map.of());
        List.of("a", "b", "c").forEach(id -> logger.log(inference(id)));
        await().until(producer::isEntered);

        assertThat(logger.close(Duration.ofMillis(50))).isEqualTo(3);
        assertThat(logger.close(Duration.ofMillis(50))).isZero();

        assertThat(producer.history()).isEmpty();
        assertThat(logger.counts()).isEqualTo(new LogCounts(3, 0, 0, dropped(Map.of(DropReason.LEFT_AT_CLOSE, 3L))));
    }

    @Test
    void shouldStopWaitingForTheRegistryWhenTheTimeForClosingIsOver() {
        registry.failWith(away());
        InferenceLogger logger = logger(new ScriptedProducer(true), Map.of());
        List.of("a", "b").forEach(id -> logger.log(inference(id)));

        assertThat(logger.close(Duration.ZERO)).isEqualTo(2);

        assertThat(logger.counts().dropped()).isEqualTo(dropped(Map.of(DropReason.LEFT_AT_CLOSE, 2L)));
    }

    @Test
    void shouldStayInterruptedWhenClosingIsInterrupted() {
        ScriptedProducer producer = new ScriptedProducer(false);
        InferenceLogger logger = logger(producer, Map.of());
        logger.log(inference("a"));

        Thread.currentThread().interrupt();
        long left = logger.close(Duration.ofMinutes(10));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left).isOne();
    }

    @Test
    void shouldDropWhatComesAfterClosing() {
        InferenceLogger logger = logger(new ScriptedProducer(true), Map.of());
        logger.close();

        assertThat(logger.log(inference("late"))).isFalse();

        assertThat(logger.counts()).isEqualTo(new LogCounts(1, 0, 0, dropped(Map.of(DropReason.CLOSED, 1L))));
    }

    /** The thread that logs saw the logger open, and is held up until closing is over. */
    @Test
    void shouldAccountForAnInferenceThatClosingOvertakes() {
        List<InferenceLogger> closing = new ArrayList<>();
        Queue<Inference> queue = new ConcurrentLinkedQueue<>() {
            @Override
            public boolean add(Inference inference) {
                closing.forEach(logger -> logger.close(Duration.ZERO));
                return super.add(inference);
            }
        };
        InferenceLogger logger = new InferenceLogger(
                new LoggerConfig(Map.of("bootstrap.servers", "127.0.0.1:9092")),
                new ScriptedProducer(true),
                registry.asRegistry(),
                Duration.ofMillis(1),
                queue);
        closing.add(logger);

        assertThat(logger.log(inference("overtaken"))).isFalse();

        assertThat(logger.counts()).isEqualTo(new LogCounts(1, 0, 0, dropped(Map.of(DropReason.CLOSED, 1L))));
    }

    @Test
    void shouldAccountForEveryInferenceOfManyThreadsWhileItCloses() throws Exception {
        ScriptedProducer producer = new ScriptedProducer(true);
        InferenceLogger logger = logger(producer, Map.of(LoggerConfig.MAX_EVENTS, 50));
        int each = 20_000;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> scoring = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String name = "t" + t + "-";
                scoring.add(threads.submit(
                        () -> IntStream.range(0, each).forEach(i -> logger.log(inference(name + i)))));
            }
            await().until(() -> logger.counts().written() > 100);
            logger.close(Duration.ofMillis(20));
            for (Future<?> one : scoring) {
                one.get();
            }
        }
        LogCounts counts = logger.counts();
        assertThat(counts.logged()).isEqualTo(4L * each);
        assertThat(counts.pending()).isZero();
        assertThat(counts.written() + counts.droppedInAll()).isEqualTo(4L * each);
        assertThat(keys(producer)).doesNotHaveDuplicates().hasSize((int) counts.written());
    }

    @Test
    void shouldSayWhatIsWrongWithItsSettings() {
        Properties properties = new Properties();
        properties.setProperty("bootstrap.servers", "127.0.0.1:9092");
        assertThatThrownBy(() -> InferenceLogger.connect(properties).close())
                .hasMessageContaining("schema.registry.url is not set");
        properties.setProperty("schema.registry.url", "http://127.0.0.1:8081");
        properties.setProperty("acks", "1");
        assertThatThrownBy(() -> InferenceLogger.connect(properties).close())
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("acks");
    }

    private InferenceLogger logger(ScriptedProducer producer, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:9092");
        InferenceLogger logger =
                new InferenceLogger(new LoggerConfig(settings), producer, registry.asRegistry(), Duration.ofMillis(1));
        loggers.add(logger);
        return logger;
    }

    private InferenceEvent decode(ProducerRecord<String, byte[]> message) {
        return TopicCatalogue.withDefaultPrefix()
                .inferenceLogs()
                .valueSerde(registry.asRegistry())
                .deserializer()
                .deserialize(message.topic(), message.value());
    }

    private static RegistryUnavailableException away() {
        return new RegistryUnavailableException("the registry is away", new IOException());
    }

    private static Inference inference(String id) {
        return Inference.of("m", "1", id).feature("x", 1.5).build();
    }

    private static Inference ofText(String id, int length) {
        return Inference.of("m", "1", id).feature("text", "x".repeat(length)).build();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a Java caller may give
    private static Inference nothing() {
        return null;
    }

    private static List<String> keys(ScriptedProducer producer) {
        return producer.history().stream().map(ProducerRecord::key).toList();
    }

    /** With the reasons that are not named at zero. */
    private static Map<DropReason, Long> dropped(Map<DropReason, Long> counts) {
        Map<DropReason, Long> all = new HashMap<>(counts);
        for (DropReason reason : DropReason.values()) {
            all.putIfAbsent(reason, 0L);
        }
        return all;
    }
}
