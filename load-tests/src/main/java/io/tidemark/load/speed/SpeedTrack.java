package io.tidemark.load.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.baseline.EventBaselines;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Topics of their own on a cluster, with specs and baselines, and with the inference logs of a {@link SpeedLoad} once they are written. */
final class SpeedTrack {
    private static final int BASELINE_ROWS = 20_000;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final String name;
    private final Cluster cluster;
    private final SpeedLoad load;
    private final Path directory;
    private final Map<String, String> settings;
    private final AtomicInteger runs = new AtomicInteger();
    private final Random random = new Random(42);
    private long written;

    private SpeedTrack(String name, Cluster cluster, SpeedLoad load, Path directory, Map<String, String> settings) {
        this.name = name;
        this.cluster = cluster;
        this.load = load;
        this.directory = directory;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Creates the topics, and publishes specs and baselines.
     *
     * @param name of the track, which its topics begin with
     * @param bootstrapServers of the cluster
     * @param directory for the state of what runs
     * @param settings of what runs, over those of the benchmark
     */
    static SpeedTrack prepare(
            String name, String bootstrapServers, SpeedLoad load, Path directory, Map<String, String> settings)
            throws InterruptedException, ExecutionException {
        Cluster cluster = new Cluster(Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "schema.registry.url",
                "embedded:" + name,
                MonitorConfig.TOPIC_PREFIX,
                name + "."));
        SpeedTrack track = new SpeedTrack(name, cluster, load, directory.resolve(name), settings);
        track.createTopics();
        try (SchemaRegistry registry = cluster.registry();
                Producer<byte[], byte[]> producer =
                        cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            try {
                track.publishSpecs(registry, producer);
                track.publishBaselines(registry);
            } catch (RuntimeException e) {
                throw Interruption.unlessInterrupted(e);
            }
        }
        return track;
    }

    private void createTopics() throws InterruptedException, ExecutionException {
        TopicCatalogue topics = cluster.topics();
        List<NewTopic> all = topics.all().stream()
                .map(topic -> topic.name().equals(inferenceLogs())
                        ? new NewTopic(topic.name(), load.partitions(), (short) 1)
                        : topic.toNewTopic(Optional.of((short) 1)))
                .toList();
        try (Admin admin = cluster.admin()) {
            admin.createTopics(all).all().get();
        }
    }

    private void publishSpecs(SchemaRegistry registry, Producer<byte[], byte[]> producer) {
        FirstFailure failure = new FirstFailure();
        for (int model = 0; model < load.shape().models(); model++) {
            String yaml = "model: " + EventShape.model(model) + "\nwindow: 5m\n"
                    + load.specLines()
                    + (load.shape().segments() == 1
                            ? ""
                            : "segments: {by: [" + EventShape.TAG + "], max: "
                                    + load.shape().segments() + "}\n");
            var spec = AppliedSpec.of(SpecYaml.read(yaml), yaml, SpeedLoad.START, "bench")
                    .toRecord();
            var topic = cluster.topics().monitors();
            byte[] value = topic.valueSerde(registry).serializer().serialize(topic.name(), spec);
            var record =
                    new ProducerRecord<>(topic.name(), EventShape.model(model).getBytes(UTF_8), value);
            var _ = producer.send(record, failure);
        }
        producer.flush();
        failure.check();
    }

    /** All models see the same data, so they share what it is compared with. */
    private void publishBaselines(SchemaRegistry registry) throws InterruptedException, ExecutionException {
        EventShape one = new EventShape(load.shape().features(), 1, 1);
        int rows = Math.max(1_000, BASELINE_ROWS * 20 / load.shape().features());
        Baseline baseline = EventBaselines.of(
                () -> {
                    Random random = new Random(7);
                    return LongStream.range(0, rows)
                            .mapToObj(row -> one.event(row, SpeedLoad.START.plusMillis(60 * row), random));
                },
                WINDOW,
                "events of the benchmark",
                SpeedLoad.START);
        for (int model = 0; model < load.shape().models(); model++) {
            BaselinePublisher.publish(
                    cluster, registry, new BaselineTarget(EventShape.model(model), "1", RecordKeys.ALL_ROWS), baseline);
        }
    }

    /** Writes all inference logs of its load. */
    void writeLogs() throws InterruptedException {
        writeUpTo(load.records());
    }

    /** Goes on as the load began, until there are so many. */
    void writeUpTo(long records) throws InterruptedException {
        try (SchemaRegistry registry = cluster.registry();
                Producer<byte[], byte[]> producer =
                        cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            try {
                write(registry, producer, records);
            } catch (RuntimeException e) {
                throw Interruption.unlessInterrupted(e);
            }
        }
    }

    private void write(SchemaRegistry registry, Producer<byte[], byte[]> producer, long records)
            throws InterruptedException {
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        Serializer<InferenceEvent> serializer = topic.valueSerde(registry).serializer();
        FirstFailure failure = new FirstFailure();
        for (; written < records; written++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped after " + written + " records");
            }
            InferenceEvent event = load.shape().event(written, load.timeOf(written), random);
            var record = new ProducerRecord<>(
                    topic.name(),
                    (int) (written / load.shape().models() % load.partitions()),
                    event.getInferenceId().getBytes(UTF_8),
                    serializer.serialize(topic.name(), event));
            var _ = producer.send(record, failure);
        }
        producer.flush();
        failure.check();
    }

    /** Inference logs written so far. */
    long records() {
        return written;
    }

    /** What its topics begin with, and of its schemas within this process. */
    String name() {
        return name;
    }

    Cluster cluster() {
        return cluster;
    }

    SpeedLoad load() {
        return load;
    }

    String inferenceLogs() {
        return cluster.topics().inferenceLogs().name();
    }

    /** Settings of what runs, over those of the benchmark. */
    Map<String, String> settings() {
        return settings;
    }

    /** Settings of a Streams application that begins from nothing: one thread, exactly once. */
    Map<String, String> freshSettings(String what) {
        return freshSettings(what, Map.of());
    }

    /** @param more settings besides */
    Map<String, String> freshSettings(String what, Map<String, String> more) {
        int run = runs.incrementAndGet();
        Map<String, String> all = new HashMap<>(cluster.settings());
        all.put("application.id", cluster.topics().inferenceLogs().name() + "-" + what + "-" + run);
        all.put("state.dir", directory.resolve(what + run).toString());
        all.put("num.stream.threads", "1");
        all.put(MonitorConfig.ROLES, "drift");
        all.put(HttpSettings.LISTEN, "off"); // a dashboard that nobody looks at would take its share of two cores
        // What is measured is the work, and not how little of it is left when the heap is too small for it.
        all.put(MonitorConfig.MAX_PROFILE_BYTES, String.valueOf(Long.MAX_VALUE / 2));
        all.putAll(more);
        all.putAll(settings);
        return all;
    }
}
