package io.tidemark.retrain.worker;

import io.tidemark.retrain.job.BaselineMaker;
import io.tidemark.retrain.job.JobRun;
import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.table.RecordSink;
import io.tidemark.retrain.table.TopicReader;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Connects and puts together what a session works with. */
final class SessionFactory {
    private final WorkerConfig config;
    private final SchemaRegistry registry;
    private final BaselineMaker baselines;
    private final InstantSource clock;
    private final TopicCatalogue topics;

    SessionFactory(WorkerConfig config, SchemaRegistry registry, BaselineMaker baselines, InstantSource clock) {
        this.config = config;
        this.registry = registry;
        this.baselines = baselines;
        this.clock = clock;
        topics = config.topics();
    }

    /** @throws KafkaException if the brokers can't be reached, or topics are missing */
    WorkerSession open() {
        return null;
    }

    private Consumer<byte[], byte[]> reading() {
        return new KafkaConsumer<>(
                config.readingConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
