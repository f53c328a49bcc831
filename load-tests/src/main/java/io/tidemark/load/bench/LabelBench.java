package io.tidemark.load.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.load.event.GeneratedEvent;
import io.tidemark.load.speed.Interruption;
import io.tidemark.load.speed.Rate;
import io.tidemark.load.speed.Stopwatch;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;

/**
 * Predictions and their labels in two topics of one partition, and how fast one thread gets through them. The label of a prediction stands
 * some predictions behind it.
 *
 * <p>Rates are those of the middle of a run, between a tenth and nine tenths of the pairs, so that start and end do not count.
 */
final class LabelBench {
    private static final String MODEL = "bench";
    private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Cluster cluster;
    private final Path directory;
    private final Load load;
    private final Map<String, String> settings;
    private final FirstFailure failure = new FirstFailure();
    private int runs;

    /**
     * What is joined.
     *
     * @param pairs predictions with a label
     * @param features numeric features of each
     * @param behind predictions between one and its label
     * @param ascendingIds whether inference ids are numbers from a sequence, and not UUIDs
     */
    record Load(int pairs, int features, int behind, boolean ascendingIds) {
        String id(int number) {
            return ascendingIds
                    ? "inference-%09d".formatted(number)
                    : UUID.nameUUIDFromBytes(Integer.toString(number).getBytes(UTF_8))
                            .toString();
        }
    }

    private LabelBench(Cluster cluster, Path directory, Load load, Map<String, String> settings) {
        this.cluster = cluster;
        this.directory = directory;
        this.load = load;
        this.settings = settings;
    }

    /**
     * Writes the records.
     *
     * @param directory for the state of what runs
     * @param settings of the monitor, over its defaults
     */
    static LabelBench prepare(EmbeddedBroker broker, Path directory, Load load, Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        Cluster cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "embedded:bench"));
        LabelBench bench = new LabelBench(cluster, directory, load, settings);
        bench.createTopics();
        bench.write();
        return bench;
    }

    private void createTopics() throws InterruptedException, ExecutionException {
        TopicCatalogue topics = cluster.topics();
        List<String> inputs =
                List.of(topics.inferenceLogs().name(), topics.groundTruth().name());
        try (Admin admin = cluster.admin()) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> inputs.contains(topic.name())
                                    ? new NewTopic(topic.name(), 1, (short) 1)
                                    : topic.toNewTopic(Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get();
        }
    }

    private void write() throws InterruptedException {
        try (SchemaRegistry registry = cluster.registry();
                Producer<byte[], byte[]> producer =
                        cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            try {
                write(registry, producer);
                producer.flush();
            } catch (RuntimeException e) {
                throw Interruption.unlessInterrupted(e);
            }
        }
        failure.check();
    }

    private void write(SchemaRegistry registry, Producer<byte[], byte[]> producer) throws InterruptedException {
        TopicCatalogue topics = cluster.topics();
        Random random = new Random(42);
        // Records as old as their events would be deleted by the broker while they are read.
        long writtenMs = System.currentTimeMillis() - load.pairs() - load.behind();
        AppliedSpec spec = AppliedSpec.of(
                SpecYaml.read("model: bench\nwindow: 1h\nlabels: {wait: 1d, positive: late}"), "", START, "bench");
        send(producer, topics.monitors(), registry, MODEL, spec.toRecord(), writtenMs);
        Serializer<InferenceEvent> events =
                topics.inferenceLogs().valueSerde(registry).serializer();
        Serializer<GroundTruth> truths =
                topics.groundTruth().valueSerde(registry).serializer();
        for (int i = 0; i < load.pairs() + load.behind(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped after " + i + " pairs");
            }
            Instant time = START.plus(STEP.multipliedBy(i));
            if (i < load.pairs()) {
                byte[] value = events.serialize(topics.inferenceLogs().name(), event(i, time, load.features(), random));
                send(producer, topics.inferenceLogs().name(), load.id(i), value, writtenMs + i);
            }
            if (i >= load.behind()) {
                GroundTruth truth = GroundTruth.newBuilder()
                        .setInferenceId(load.id(i - load.behind()))
                        .setModelId(MODEL)
                        .setEventTime(time)
                        .setLabel(random.nextBoolean() ? "late" : "on-time")
                        .build();
                byte[] value = truths.serialize(topics.groundTruth().name(), truth);
                send(producer, topics.groundTruth().name(), load.id(i - load.behind()), value, writtenMs + i);
            }
        }
    }

    private <V> void send(
            Producer<byte[], byte[]> producer,
            Topic<String, V> topic,
            SchemaRegistry registry,
            String key,
            V value,
            long timeMs) {
        send(
                producer,
                topic.name(),
                key,
                topic.valueSerde(registry).serializer().serialize(topic.name(), value),
                timeMs);
    }

    private void send(Producer<byte[], byte[]> producer, String topic, String key, byte[] value, long timeMs) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, timeMs, key.getBytes(UTF_8), value), failure);
    }

    private InferenceEvent event(int number, Instant time, int numbers, Random random) {
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < numbers; i++) {
            features.put("number_" + i, random.nextGaussian());
        }
        features.put("origin", "airport-" + random.nextInt(200));
        features.put("weekend", random.nextBoolean());
        double score = random.nextDouble();
        return GeneratedEvent.builder(load.id(number), MODEL, time, features, score > 0.5 ? "late" : "on-time", score)
                .setLatencyMicros(500L)
                .build();
    }

    /** Matched pairs a second of the labels role on one thread, exactly once. */
    Rate join() throws InterruptedException {
        try (MonitorApp monitor =
                MonitorApp.start(new MonitorConfig(settings("join", Map.of(MonitorConfig.ROLES, Role.LABELS.key()))))) {
            return rate(new MatchedLabels(monitor.streams(Role.LABELS)));
        }
    }

    /** Pairs a second that one thread reads and does nothing with. */
    Rate readOnly() throws InterruptedException {
        AtomicLong read = new AtomicLong();
        StreamsBuilder builder = new StreamsBuilder();
        TopicCatalogue topics = cluster.topics();
        builder.stream(
                        List.of(
                                topics.inferenceLogs().name(),
                                topics.groundTruth().name()),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((key, value) -> read.incrementAndGet());
        MonitorConfig config = new MonitorConfig(settings("read", Map.of()));
        try (KafkaStreams streams = new KafkaStreams(builder.build(), config.streamsProperties())) {
            streams.start();
            return rate(() -> read.get() / 2.0);
        }
    }

    private Map<String, String> settings(String what, Map<String, String> more) {
        runs++;
        Map<String, String> all = new HashMap<>(cluster.settings());
        all.put("application.id", "bench-" + what + "-" + runs);
        all.put("state.dir", directory.resolve(what + runs).toString());
        all.put("num.stream.threads", "1");
        all.put("tidemark.idle.timeout.ms", "2000");
        all.putAll(more);
        all.putAll(settings);
        return all;
    }

    private Rate rate(DoubleSupplier done) throws InterruptedException {
        return new Stopwatch(load.pairs(), PATIENCE).measure(done);
    }
}
