package io.tidemark.standalone.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Finds what was answered to one request: by the version in production, and by those that were asked beside it.
 *
 * <p>A log has no index: the partition where the id belongs is read from an instant on, and where it is not there the others, as not every producer partitions
 * alike. Records are keyed by the inference id, so only those of that key are decoded.
 */
public final class LoggedAnswers {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Topic<String, InferenceEvent> topic;
    private final Deserializer<InferenceEvent> deserializer;
    private final byte[] key;

    private LoggedAnswers(
            Consumer<byte[], byte[]> consumer,
            Topic<String, InferenceEvent> topic,
            Deserializer<InferenceEvent> deserializer,
            byte[] key) {
        this.consumer = consumer;
        this.topic = topic;
        this.deserializer = deserializer;
        this.key = key;
    }

    /**
     * The answers to an inference, those logged first first; records of its key that are no inference events are passed over.
     *
     * @param since when the log is read from, by the records' timestamps; empty for its beginning
     */
    public static List<InferenceEvent> of(
            String inferenceId, Optional<Instant> since, Cluster cluster, SchemaRegistry registry) {
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        try (Consumer<byte[], byte[]> consumer =
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return new LoggedAnswers(
                            consumer, topic, topic.valueSerde(registry).deserializer(), inferenceId.getBytes(UTF_8))
                    .find(since);
        }
    }

    private List<InferenceEvent> find(Optional<Instant> since) {
        int count = consumer.partitionsFor(topic.name()).size();
        int home = RecordKeys.partitionOf(key, count);
        List<InferenceEvent> atHome = read(List.of(new TopicPartition(topic.name(), home)), since);
        if (!atHome.isEmpty()) {
            return atHome;
        }
        List<TopicPartition> others = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            if (partition != home) {
                others.add(new TopicPartition(topic.name(), partition));
            }
        }
        return others.isEmpty() ? List.of() : read(others, since);
    }

    private List<InferenceEvent> read(List<TopicPartition> partitions, Optional<Instant> since) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        since.ifPresent(instant -> seek(instant, ends));
        List<InferenceEvent> found = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                if (Arrays.equals(message.key(), key) && message.value() != null) {
                    decode(message).ifPresent(found::add);
                }
            }
        }
        found.sort(Comparator.comparing(InferenceEvent::getEventTime));
        return found;
    }

    private void seek(Instant since, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        ends.keySet().forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
        ends.forEach((partition, end) -> {
            OffsetAndTimestamp first = offsets.get(partition);
            consumer.seek(partition, first == null ? end : first.offset());
        });
    }

    private Optional<InferenceEvent> decode(ConsumerRecord<byte[], byte[]> message) {
        try {
            return Optional.ofNullable(deserializer.deserialize(message.topic(), message.headers(), message.value()));
        } catch (UndecodableRecordException e) {
            return Optional.empty();
        }
    }
}
