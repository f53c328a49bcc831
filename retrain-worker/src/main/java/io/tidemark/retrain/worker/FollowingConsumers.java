package io.tidemark.retrain.worker;

import io.tidemark.retrain.track.TrackingClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumers that jobs are followed with, with the settings that the worker's own have. */
public record FollowingConsumers(WorkerConfig config) implements TrackingClients {
    @Override
    public Consumer<byte[], byte[]> ofGroup(String group) {
        return new KafkaConsumer<>(
                config.followingConsumer(group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> withoutGroup() {
        return new KafkaConsumer<>(config.readingConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
