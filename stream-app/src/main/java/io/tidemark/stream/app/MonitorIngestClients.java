package io.tidemark.stream.app;

import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.ingest.IngestClients;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/** The clients of ingest, with the settings that those of Kafka Streams have. */
final class MonitorIngestClients implements IngestClients {
    /** After a process was killed, committed readers of what it wrote wait for as long at most, and for the brokers to notice. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;
    /** Each transaction costs some ten milliseconds, however little is in it: a fetch waits so long for so much. */
    private static final int FETCH_BYTES = 64 * 1024;

    private static final int FETCH_WAIT_MS = 200;

    private final MonitorConfig config;
    private final MonitorConsumers consumers;

    MonitorIngestClients(MonitorConfig config) {
        this.config = config;
        this.consumers = new MonitorConsumers(config);
    }

    @Override
    public Consumer<byte[], byte[]> ofGroup(String group, String name) {
        return consumers.ofGroup(
                group,
                name,
                Map.of(
                        // A name in a spec makes no topic.
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS));
    }

    @Override
    public Consumer<byte[], byte[]> withoutGroup() {
        return consumers.withoutGroup("tidemark-ingest-specs");
    }

    @Override
    public Producer<byte[], byte[]> transactional(String transactionalId, String name) {
        Map<String, Object> settings =
                new StreamsConfig(config.streamsProperties(Role.INGEST)).getProducerConfigs(name);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin admin() {
        return Admin.create(ClusterCheck.adminSettings(config));
    }
}
