package io.tidemark.standalone.demo;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what the monitor publishes, as any consumer would, and has it counted. One thread runs it. */
final class DemoFeed implements Runnable {
    private final Cluster cluster;
    private final DemoCounts counts;
    private volatile boolean stopped;

    DemoFeed(Cluster cluster, DemoCounts counts) {
        this.cluster = cluster;
        this.counts = counts;
    }

    @Override
    public void run() {
        TopicCatalogue topics = cluster.topics();
        try (SchemaRegistry registry = cluster.registry();
                var consumer = cluster.consumer(new StringDeserializer(), new ByteArrayDeserializer())) {
            Map<String, Consumer<byte[]>> readers = Map.of(
                    topics.driftEvents().name(), reader(topics.driftEvents(), registry, counts::add),
                    topics.windowProfiles().name(), reader(topics.windowProfiles(), registry, counts::add),
                    topics.performance().name(), reader(topics.performance(), registry, counts::add),
                    topics.retrainJobs().name(), reader(topics.retrainJobs(), registry, counts::add),
                    topics.modelVersions().name(), reader(topics.modelVersions(), registry, counts::add));
            List<TopicPartition> partitions = readers.keySet().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    Objects.requireNonNull(readers.get(message.topic())).accept(message.value());
                }
            }
        }
    }

    private static <V> Consumer<byte[]> reader(Topic<String, V> topic, SchemaRegistry registry, Consumer<V> to) {
        Deserializer<V> deserializer = topic.valueSerde(registry).deserializer();
        return value -> to.accept(deserializer.deserialize(topic.name(), value));
    }

    void stop() {
        stopped = true;
    }
}
