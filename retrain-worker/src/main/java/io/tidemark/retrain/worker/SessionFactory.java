package io.tidemark.retrain.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.retrain.data.ReadLimits;
import io.tidemark.retrain.job.BaselineMaker;
import io.tidemark.retrain.job.JobRun;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.version.LoopRecords;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.serving.artifact.ArtifactFetcher;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Connects, and puts together what a session works with. */
final class SessionFactory {
    private static final Duration FETCH = Duration.ofSeconds(60);
    private static final Duration NO_EXAMPLES = Duration.ofSeconds(30);

    /** Of the heap, for examples: a model and what is made of both need the rest. */
    private static final double SHARE_OF_EXAMPLES = 0.4;

    private final WorkerConfig config;
    private final SchemaRegistry registry;
    private final BaselineMaker baselines;
    private final InstantSource clock;
    private final TopicCatalogue topics;
    private final WorkerStatus status;
    private final MeterRegistry meters;

    /** One for all sessions: what an attempt of the session before still holds of the memory it is to give back first. */
    private final JobDesk desk;

    /**
     * @param status is told what sessions know and do
     * @param meters where the metrics of their consumers are told
     */
    SessionFactory(
            WorkerConfig config,
            SchemaRegistry registry,
            BaselineMaker baselines,
            InstantSource clock,
            WorkerStatus status,
            MeterRegistry meters) {
        this.status = status;
        this.meters = meters;
        this.config = config;
        this.registry = registry;
        this.baselines = baselines;
        this.clock = clock;
        topics = config.topics();
        JobRun run = run();
        desk = new JobDesk(
                (job, spec, versions) -> progress -> run.attempt(job, spec, versions, progress), config.timeout());
    }

    /** @throws KafkaException if the brokers can't be reached, or topics are missing */
    WorkerSession open() {
        ModelTables tables = new ModelTables();
        LoopDecisions decisions = new LoopDecisions(tables, config.name());
        LoopRecords records = new LoopRecords(topics, registry);
        TopicReader reader = reader(tables, decisions);
        try {
            reader.requireTopics();
            int artifactPartitions = reader.partitions(topics.modelArtifacts().name());
            Owners owners = owners();
            return new WorkerSession(
                    config,
                    clock,
                    new WorkerSession.SessionParts(
                            owners, reader, tables, decisions, records, artifactPartitions, desk, status));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Owners owners() {
        Consumer<byte[], byte[]> group = owning();
        try {
            return new Owners(group, topics.driftEvents().name(), this::producer);
        } catch (RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private TopicReader reader(ModelTables tables, LoopDecisions decisions) {
        Instant since = Collections.max(List.of(Instant.EPOCH, clock.instant().minus(config.lookback())));
        List<TopicSource> sources = List.of(
                whole(topics.monitors(), decisions::specs),
                whole(topics.modelVersions(), tables::versions),
                whole(topics.retrainJobs(), tables::jobs),
                since(since, topics.servingStatus(), decisions::servingStatus),
                since(since, topics.driftEvents(), decisions::driftEvents),
                since(since, topics.performance(), decisions::performance));
        Consumer<byte[], byte[]> consumer = new MeteredConsumer(config.readingConsumer(), meters);
        try {
            return new TopicReader(consumer, sources);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private <V> TopicSource whole(Topic<String, V> topic, Function<Deserializer<V>, RecordSink> sink) {
        return TopicSource.whole(topic.name(), sink.apply(deserializer(topic)));
    }

    private <V> TopicSource since(Instant since, Topic<String, V> topic, Function<Deserializer<V>, RecordSink> sink) {
        return TopicSource.since(topic.name(), since, sink.apply(deserializer(topic)));
    }

    private <V> Deserializer<V> deserializer(Topic<String, V> topic) {
        return topic.valueSerde(registry).deserializer();
    }

    private JobRun run() {
        return new JobRun(
                this::reading,
                this::fetcher,
                registry,
                topics.labeledExamples().name(),
                new ReadLimits(
                        config.maxRows(),
                        (long) (SHARE_OF_EXAMPLES * Runtime.getRuntime().maxMemory()),
                        NO_EXAMPLES),
                baselines,
                ProgramVersion.text());
    }

    private ArtifactFetcher fetcher() {
        Map<String, Object> settings = config.readingConsumer();
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return new ArtifactFetcher(
                () -> new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()),
                topics.modelArtifacts().name(),
                FETCH);
    }

    private Consumer<byte[], byte[]> owning() {
        return new MeteredConsumer(config.ownerConsumer(), meters);
    }

    private Consumer<byte[], byte[]> reading() {
        return new KafkaConsumer<>(config.readingConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer(int partition) {
        return new KafkaProducer<>(
                config.ownerProducer(partition), new ByteArraySerializer(), new ByteArraySerializer());
    }
}
