package io.tidemark.standalone.replay;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes inference logs and ground truth, and counts what the cluster acknowledged: after {@link #flush} the counts are
 * exact. The first record that can't be written fails the next call; nothing is skipped.
 */
public final class ReplayProducer implements ReplaySink, AutoCloseable {

    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 20,
            ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);

    private final Producer<String, byte[]> producer;
    private final Topic<String, InferenceEvent> inferenceLogs;
    private final Topic<String, GroundTruth> groundTruth;
    private final Serializer<InferenceEvent> eventSerializer;
    private final Serializer<GroundTruth> truthSerializer;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong truths = new AtomicLong();
    private final AtomicReference<@Nullable ReplayFailedException> failure = new AtomicReference<>();

    public ReplayProducer(Cluster cluster, SchemaRegistry registry) {
        TopicCatalogue topics = cluster.topics();
        inferenceLogs = topics.inferenceLogs();
        groundTruth = topics.groundTruth();
        eventSerializer = inferenceLogs.valueSerde(registry).serializer();
        truthSerializer = groundTruth.valueSerde(registry).serializer();
        producer = cluster.producer(new StringSerializer(), new ByteArraySerializer(), SETTINGS);
    }

    @Override
    public void send(InferenceEvent event) {
        byte[] value = eventSerializer.serialize(inferenceLogs.name(), event);
        send(new ProducerRecord<>(inferenceLogs.name(), event.getInferenceId(), value), events);
    }

    @Override
    public void send(GroundTruth truth) {
        byte[] value = truthSerializer.serialize(groundTruth.name(), truth);
        send(new ProducerRecord<>(groundTruth.name(), truth.getInferenceId(), value), truths);
    }

    private void send(ProducerRecord<String, byte[]> message, AtomicLong acknowledged) {
        throwFailure();
        var _ = producer.send(message, (metadata, exception) -> {
            if (exception == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(
                        null,
                        new ReplayFailedException(
                                "Record " + message.key() + " could not be written to " + message.topic() + ": "
                                        + exception.getMessage(),
                                exception));
            }
        });
    }

    /** Waits until everything sent is acknowledged. */
    @Override
    public void flush() {
        producer.flush();
        throwFailure();
    }

    private void throwFailure() {
        ReplayFailedException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    /** Inference events that the cluster acknowledged. */
    public long eventsWritten() {
        return events.get();
    }

    /** Ground truths that the cluster acknowledged. */
    public long truthsWritten() {
        return truths.get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
