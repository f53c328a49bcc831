package io.tidemark.stream.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What has been read of several partitions and not been taken, to be taken in the order of the records' timestamps; those of one partition stay in
 * their order.
 *
 * <p>A consumer hands out a backlog partition by partition. Written so to the partitions of the inference logs, the hours of one source partition
 * would come before the same hours of the next, which would then be late. One thread uses it.
 */
final class TimeOrder {
    /** Of a partition's records: what is read beyond waits at the brokers. */
    private static final long ENOUGH_BYTES = 1 << 20;

    private final Map<TopicPartition, Waiting> byPartition = new HashMap<>();

    private static final class Waiting {
        private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
        private long bytes;
    }

    void add(ConsumerRecord<byte[], byte[]> message) {
        Waiting waiting = byPartition.computeIfAbsent(partitionOf(message), _ -> new Waiting());
        waiting.records.add(message);
        waiting.bytes += sizeOf(message);
    }

    static TopicPartition partitionOf(ConsumerRecord<?, ?> message) {
        return new TopicPartition(message.topic(), message.partition());
    }

    private static long sizeOf(ConsumerRecord<?, ?> message) {
        return Math.max(0, message.serializedKeySize()) + (long) Math.max(0, message.serializedValueSize());
    }

    void forget(TopicPartition partition) {
        byPartition.remove(partition);
    }

    boolean isEmpty(TopicPartition partition) {
        Waiting waiting = byPartition.get(partition);
        return waiting == null || waiting.records.isEmpty();
    }

    /** The partitions of which there is enough for now. */
    List<TopicPartition> full() {
        List<TopicPartition> full = new ArrayList<>();
        byPartition.forEach((partition, waiting) -> {
            if (waiting.bytes >= ENOUGH_BYTES) {
                full.add(partition);
            }
        });
        return full;
    }

    /** The first record by time of those partitions; it stays until it is {@linkplain #take taken}. */
    Optional<ConsumerRecord<byte[], byte[]>> first(Predicate<TopicPartition> of) {
        ConsumerRecord<byte[], byte[]> first = null;
        for (Map.Entry<TopicPartition, Waiting> each : byPartition.entrySet()) {
            ConsumerRecord<byte[], byte[]> message = each.getValue().records.peek();
            boolean isEarlier = message != null && (first == null || message.timestamp() < first.timestamp());
            if (isEarlier && of.test(each.getKey())) {
                first = message;
            }
        }
        return Optional.ofNullable(first);
    }

    /** Removes what is the first of its partition. */
    void take(ConsumerRecord<byte[], byte[]> message) {
        Waiting waiting = Objects.requireNonNull(byPartition.get(partitionOf(message)));
        waiting.records.remove();
        waiting.bytes -= sizeOf(message);
    }
}
