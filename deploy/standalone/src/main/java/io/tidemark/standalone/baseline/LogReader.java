package io.tidemark.standalone.baseline;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads the inference logs from their beginning to where they end now. */
public final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final Topic<String, InferenceEvent> topic;
    private long records;
    private long undecodable;

    public LogReader(Cluster cluster) {
        this.cluster = cluster;
        this.topic = cluster.topics().inferenceLogs();
    }

    /** Told now and then how many records were read, of how many. */
    public interface Progress {
        void read(long records, long all);
    }

    /** Gives every readable event to {@code each}, until that says it wants no more. */
    public void forEach(SchemaRegistry registry, Progress progress, Predicate<InferenceEvent> each) {
        Deserializer<InferenceEvent> deserializer = topic.valueSerde(registry).deserializer();
        try (Consumer<byte[], byte[]> consumer =
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                    records++;
                    InferenceEvent event = decode(deserializer, read.value());
                    if (event != null && !each.test(event)) {
                        return;
                    }
                }
                progress.read(records, all);
            }
        }
    }

    private @Nullable InferenceEvent decode(Deserializer<InferenceEvent> deserializer, byte @Nullable [] value) {
        if (value == null) {
            undecodable++;
            return null;
        }
        try {
            return deserializer.deserialize(topic.name(), value);
        } catch (UndecodableRecordException e) {
            undecodable++;
            return null;
        }
    }

    public long records() {
        return records;
    }

    /** Records that were passed over because they are no inference events. */
    public long undecodable() {
        return undecodable;
    }
}
