package io.tidemark.load;

import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics with a read-committed consumer of its own, each time from where it stopped to the present end. */
public final class CommittedRecords {
    private final Cluster cluster;
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    public CommittedRecords(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Hands what has come since the last call to {@code each}. */
    public void readOn(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            partitions.forEach(p -> consumer.seek(p, positions.getOrDefault(p, 0L)));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(each);
            }
            partitions.forEach(p -> positions.put(p, consumer.position(p)));
        }
    }
}
