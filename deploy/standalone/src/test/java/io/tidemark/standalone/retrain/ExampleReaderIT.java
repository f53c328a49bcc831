package io.tidemark.standalone.retrain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.DataPlanner;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.ExampleReader;
import io.tidemark.retrain.data.Examples;
import io.tidemark.retrain.data.ReadLimits;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExampleReaderIT {
    private static final ReadLimits LIMITS = new ReadLimits(1_000, 100L << 20, Duration.ofSeconds(30));
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final AtomicInteger TRIALS = new AtomicInteger();
    private static EmbeddedBroker broker;

    private Cluster cluster;
    private String topic;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        int trial = TRIALS.incrementAndGet();
        cluster = new Cluster(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "schema.registry.url",
                "embedded:examples-" + trial,
                "tidemark.topic.prefix",
                "t" + trial + "."));
        topic = cluster.topics().labeledExamples().name();
        try (Admin admin = cluster.admin()) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
    }

    @Test
    void shouldReadTheSameWhateverIsWrittenLater() throws Exception {
        write(0, 0, 50);
        List<DataRange> ranges = plan(RetrainSpec.newBuilder().build());
        Examples before = read(ranges, RetrainSpec.newBuilder().build());
        write(0, 50, 20);

        assertThat(read(ranges, RetrainSpec.newBuilder().build())).isEqualTo(before);
        assertThat(before.rows()).hasSize(50).isSortedAccordingTo(Example.IN_ORDER);
        assertThat(ranges).singleElement().satisfies(range -> {
            assertThat(range.getPartition()).isZero();
            assertThat(range.getTo()).isEqualTo(50);
        });
    }

    @Test
    void shouldReadTheSameHashOfOtherPartitions() throws Exception {
        write(0, 0, 30);
        write(1, 30, 30);
        String apart = read(
                        plan(RetrainSpec.newBuilder().build()),
                        RetrainSpec.newBuilder().build())
                .dataHash();
        createTopic();
        write(1, 0, 60);

        Examples together = read(
                plan(RetrainSpec.newBuilder().build()), RetrainSpec.newBuilder().build());
        assertThat(together.rows()).hasSize(60);
        assertThat(together.dataHash()).isEqualTo(apart);
    }

    @Test
    void shouldPlanNoMoreThanTheRowsThatAreWanted() throws Exception {
        write(0, 0, 200);
        RetrainSpec spec = RetrainSpec.newBuilder().setMaxRows(30).build();

        List<DataRange> ranges = plan(spec);
        assertThat(ranges)
                .singleElement()
                .satisfies(range -> assertThat(range.getFrom()).isEqualTo(170));
        assertThat(read(ranges, spec).rows())
                .extracting(Example::inferenceId)
                .startsWith("id-0170")
                .hasSize(30);
    }

    @Test
    void shouldCutAWindowOfEventTimeWhateverTheOrderOfLabels() throws Exception {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i : new int[] {90, 10, 99, 20, 95, 5}) {
                send(producer, 0, example(i).build());
            }
        }
        RetrainSpec spec = RetrainSpec.newBuilder().setWindowMs(10_000).build();

        Examples examples = read(plan(spec), spec);
        assertThat(examples.rows()).extracting(Example::inferenceId).containsExactly("id-0090", "id-0095", "id-0099");
        assertThat(examples.counts().outside()).isEqualTo(3);
    }

    @Test
    void shouldSkipWhatWasWrittenBeforeTheWindowBegan() throws Exception {
        Instant now = Instant.now();
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = 0; i < 20; i++) {
                Instant asked = now.minus(Duration.ofDays(20 - i));
                producer.send(new ProducerRecord<>(
                                topic,
                                0,
                                asked.toEpochMilli(),
                                "m".getBytes(UTF_8),
                                bytes(example(i).setEventTime(asked).build())))
                        .get();
            }
        }

        List<DataRange> ranges = plan(RetrainSpec.newBuilder()
                .setWindowMs(Duration.ofDays(5).toMillis())
                .build());
        // Five days before the newest, and one for clocks.
        assertThat(ranges)
                .singleElement()
                .satisfies(range -> assertThat(range.getFrom()).isEqualTo(13));
    }

    @Test
    void shouldCountAnExampleOnceWithTheAnswersOfAllVersions() throws Exception {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            send(producer, 0, example(1).build());
            send(
                    producer,
                    0,
                    example(1).setModelVersion("2").setPrediction(answer(0.75)).build());
            send(
                    producer,
                    0,
                    example(1)
                            .setLabel("no")
                            .setCorrection(true)
                            .setLabelTime(START.plusSeconds(900))
                            .build());
            send(
                    producer,
                    0,
                    example(2)
                            .setFeatures(Map.of("x", 1.0, "e", List.of(1.0, 2.0)))
                            .build());
            send(producer, 0, example(3).setLabel(" ").build());
            producer.send(new ProducerRecord<>(topic, 0, "m".getBytes(UTF_8), "rubbish".getBytes(UTF_8)))
                    .get();
            send(producer, 0, example(4).setModelId("other").build());
        }
        RetrainSpec spec = RetrainSpec.newBuilder().build();

        Examples examples = read(plan(spec), spec);
        assertThat(examples.rows()).hasSize(2);
        Example first = examples.rows().getFirst();
        assertThat(first.target()).isEqualTo(new Target.OfClass("no"));
        assertThat(first.answerOf("1")).contains(new Answer.OfClass("yes", Map.of("yes", 0.6), OptionalDouble.empty()));
        assertThat(first.answerOf("2"))
                .contains(new Answer.OfClass("yes", Map.of("yes", 0.75), OptionalDouble.empty()));
        assertThat(examples.arrayFeatures()).containsExactly("e");
        assertThat(examples.rows().getLast().features()).containsOnlyKeys("x");
        assertThat(examples.counts().repeated()).isEqualTo(2);
        assertThat(examples.counts().unlabelled()).isEqualTo(1);
        assertThat(examples.counts().undecodable()).isEqualTo(1);
        assertThat(examples.counts().undecodableReason()).contains(topic + "-0 at 5");
    }

    @Test
    void shouldNotReadWhatWasNeverCommitted() throws Exception {
        write(0, 0, 10);
        try (Producer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, example(77).build());
            producer.flush();
            List<DataRange> open = plan(RetrainSpec.newBuilder().build());
            assertThat(open)
                    .singleElement()
                    .satisfies(range -> assertThat(range.getTo()).isEqualTo(10));
            producer.abortTransaction();
        }

        assertThat(read(
                                plan(RetrainSpec.newBuilder().build()),
                                RetrainSpec.newBuilder().build())
                        .rows())
                .hasSize(10);
    }

    @Test
    void shouldReadOnlyWhatWasAnsweredSince() throws Exception {
        write(0, 0, 20);
        RetrainSpec spec = RetrainSpec.newBuilder().build();

        try (SchemaRegistry registry = cluster.registry();
                Consumer<byte[], byte[]> consumer = consumer()) {
            Examples examples = new ExampleReader(consumer, registry, LIMITS, Cancellation.NEVER)
                    .read("m", plan(spec), spec, Optional.of(START.plusSeconds(15)), Optional.empty());
            assertThat(examples.rows()).hasSize(5);
        }
    }

    @Test
    void shouldSayThatRecordsAreGone() throws Exception {
        write(0, 0, 20);
        List<DataRange> ranges = plan(RetrainSpec.newBuilder().build());
        try (Admin admin = cluster.admin()) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> read(ranges, RetrainSpec.newBuilder().build()))
                .withMessageContaining("those before 5 have been deleted");
    }

    @Test
    void shouldRefuseMoreThanFitsIntoMemory() throws Exception {
        write(0, 0, 20);
        try (SchemaRegistry registry = cluster.registry();
                Consumer<byte[], byte[]> consumer = consumer()) {
            ExampleReader reader = new ExampleReader(
                    consumer, registry, new ReadLimits(1_000, 5_000, Duration.ofSeconds(30)), Cancellation.NEVER);
            RetrainSpec spec = RetrainSpec.newBuilder().setMaxRows(20).build();
            RetrainSpec any = RetrainSpec.newBuilder().build();

            assertThatExceptionOfType(TrainingException.class)
                    .isThrownBy(() -> reader.read("m", plan(spec), spec, Optional.empty(), Optional.empty()))
                    .withMessageContaining("set retrain.data.rows or a shorter retrain.data.window");
            Examples newest = reader.read("m", plan(any), any, Optional.empty(), Optional.empty());
            assertThat(newest.rows()).extracting(Example::inferenceId).endsWith("id-0019");
            assertThat(newest.rows().size() + newest.counts().noRoom()).isEqualTo(20);
        }
    }

    private List<DataRange> plan(RetrainSpec spec) {
        try (SchemaRegistry registry = cluster.registry();
                Consumer<byte[], byte[]> consumer = consumer()) {
            return new DataPlanner(consumer, registry, LIMITS, Cancellation.NEVER)
                    .plan(topic, "m", spec, Optional.empty());
        }
    }

    private Examples read(List<DataRange> ranges, RetrainSpec spec) {
        try (SchemaRegistry registry = cluster.registry();
                Consumer<byte[], byte[]> consumer = consumer()) {
            return new ExampleReader(consumer, registry, LIMITS, Cancellation.NEVER)
                    .read("m", ranges, spec, Optional.empty(), Optional.empty());
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> more) {
        return cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), more);
    }

    private void write(int partition, int from, int count) throws Exception {
        try (Producer<byte[], byte[]> producer = producer(Map.of())) {
            for (int i = from; i < from + count; i++) {
                send(producer, partition, example(i).build());
            }
        }
    }

    private void send(Producer<byte[], byte[]> producer, int partition, LabeledExample example) throws Exception {
        byte[] key = example.getModelId().getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, key, bytes(example)))
                .get();
    }

    private byte[] bytes(LabeledExample example) {
        Topic<String, LabeledExample> examples = cluster.topics().labeledExamples();
        try (SchemaRegistry registry = cluster.registry();
                Serializer<LabeledExample> serializer =
                        examples.valueSerde(registry).serializer()) {
            return serializer.serialize(topic, example);
        }
    }

    private static LabeledExample.Builder example(int i) {
        return LabeledExample.newBuilder()
                .setInferenceId(String.format("id-%04d", i))
                .setModelId("m")
                .setLabel("yes")
                .setLabelTime(START.plusSeconds(i + 60))
                .setModelVersion("1")
                .setEventTime(START.plusSeconds(i))
                .setFeatures(Map.of("x", (double) i, "colour", "red"))
                .setPrediction(answer(0.6))
                .setTags(Map.of("region", "north"));
    }

    private static Prediction answer(double score) {
        return Prediction.newBuilder()
                .setLabel("yes")
                .setScore(score)
                .setScores(Map.of())
                .build();
    }
}
