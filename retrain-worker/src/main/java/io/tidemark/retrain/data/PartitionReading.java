package io.tidemark.retrain.data;

import io.tidemark.retrain.train.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads ranges of offsets to their ends. The consumer is this reading's own: it is assigned and sought, never subscribed, and nothing is committed.
 */
final class PartitionReading {
    private static final Duration POLL = Duration.ofMillis(200);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Duration patience;
    private final Cancellation cancellation;

    PartitionReading(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Duration patience,
            Cancellation cancellation) {
        this.consumer = consumer;
        this.patience = patience;
        this.cancellation = cancellation;
    }

    /**
     * Hands the committed records of one range to {@code each}, in their order.
     *
     * @throws TimeoutException where the broker gives nothing for longer than the patience
     */
    void read(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (from >= to) {
            return;
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long position = from;
        long quietSince = System.nanoTime();
        while (position < to) {
            cancellation.check();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                if (record.offset() < to) {
                    each.accept(record);
                }
            }
            // Markers of transactions take offsets too: what was read shows in the position, not in the records.
            long now = consumer.position(partition);
            if (now > position) {
                position = now;
                quietSince = System.nanoTime();
            } else if (System.nanoTime() - quietSince > patience.toNanos()) {
                throw new TimeoutException(partition + ": nothing came for " + patience.toSeconds() + " s at offset "
                        + position + " of " + to + ": is the broker well, and may this worker read the topic?");
            }
        }
    }

    /** The first offset that is still there. */
    long beginning(TopicPartition partition) {
        return only(consumer.beginningOffsets(List.of(partition)), partition);
    }

    /** The offset behind the last committed record. */
    long end(TopicPartition partition) {
        return only(consumer.endOffsets(List.of(partition)), partition);
    }

    private static long only(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new IllegalStateException("no offset for " + partition);
        }
        return offset;
    }
}
