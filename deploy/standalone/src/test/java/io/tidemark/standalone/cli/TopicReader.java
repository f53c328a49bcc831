package io.tidemark.standalone.cli;

import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads what is in a topic. */
public final class TopicReader {

    private TopicReader() {}

    /**
     * All committed values of the topic, once there are as many as wanted: a transaction shows a moment after its commit
     * has returned.
     */
    public static <V> List<V> read(Cluster cluster, Topic<String, V> topic, int wanted) {
        List<V> values = new ArrayList<>();
        try (SchemaRegistry schemas = cluster.registry();
                Consumer<String, V> consumer = cluster.consumer(
                        new StringDeserializer(), topic.valueSerde(schemas).deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(Duration.ofSeconds(30)).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> values.add(message.value()));
                return values.size() >= wanted && isAtEnd(consumer, partitions);
            });
        }
        return values;
    }

    private static boolean isAtEnd(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
