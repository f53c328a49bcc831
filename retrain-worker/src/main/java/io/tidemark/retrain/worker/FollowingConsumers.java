package io.tidemark.retrain.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.retrain.track.TrackingClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The consumers that jobs are followed with, with the settings that the worker's own have.
 *
 * @param meters where the metrics of those with a group are told
 */
public record FollowingConsumers(WorkerConfig config, MeterRegistry meters) implements TrackingClients {
    @Override
    public Consumer<byte[], byte[]> ofGroup(String group) {
        return new MeteredConsumer(config.followingConsumer(group), meters);
    }

    @Override
    public Consumer<byte[], byte[]> withoutGroup() {
        return new KafkaConsumer<>(config.readingConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
