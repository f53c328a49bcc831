package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes a baseline in one transaction, its manifest last: readers see all of it or nothing, and after a crash the
 * baseline before stays in force.
 */
public final class BaselinePublisher {

    /** A baseline's feature with its sketch is some hundred kilobytes at most. */
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    private BaselinePublisher() {}

    /** Publishes and returns once the transaction is committed. */
    public static void publish(Cluster cluster, SchemaRegistry registry, BaselineTarget target, Baseline baseline)
            throws InterruptedException, ExecutionException {
        Topic<String, BaselineEntry> topic = cluster.topics().baselines();
        Map<String, Object> settings = Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                cluster.transactionalIds() + "baseline-" + UUID.randomUUID(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                MAX_REQUEST_BYTES,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                15_000);
        try (Producer<String, BaselineEntry> producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), settings)) {
            producer.initTransactions();
            producer.beginTransaction();
            try {
                List<Future<?>> sent = new ArrayList<>();
                for (BaselineEntry entry : BaselineRecords.of(target, baseline)) {
                    sent.add(producer.send(new ProducerRecord<>(topic.name(), BaselineRecords.keyOf(entry), entry)));
                }
                for (Future<?> acknowledged : sent) {
                    acknowledged.get();
                }
                producer.commitTransaction();
            } catch (KafkaException | ExecutionException e) {
                producer.abortTransaction();
                throw e;
            }
        }
    }
}
