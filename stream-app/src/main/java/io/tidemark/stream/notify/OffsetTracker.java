package io.tidemark.stream.notify;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records are done with, though not in their order. What may be committed of a partition is the first record that is not. One thread
 * uses it.
 */
final class OffsetTracker {
    private static final class Progress {
        final TreeSet<Long> open = new TreeSet<>();
        long committed = -1;
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    void read(TopicPartition partition, long offset) {
        partitions.computeIfAbsent(partition, _ -> new Progress()).open.add(offset);
    }

    void done(TopicPartition partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            progress.open.remove(offset);
        }
    }

    /**
     * What has changed since it was last asked.
     *
     * @param position of the consumer: all before it has been read
     */
    Map<TopicPartition, OffsetAndMetadata> committable(
            Collection<TopicPartition> of, ToLongFunction<TopicPartition> position) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : of) {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                long offset = progress.open.isEmpty() ? position.applyAsLong(partition) : progress.open.getFirst();
                if (offset > progress.committed) {
                    progress.committed = offset;
                    offsets.put(partition, new OffsetAndMetadata(offset));
                }
            }
        }
        return offsets;
    }

    /** Those that records of have been read. */
    Set<TopicPartition> partitions() {
        return Set.copyOf(partitions.keySet());
    }

    /** They could not be committed, and are asked for again. */
    void notCommitted(Collection<TopicPartition> of) {
        for (TopicPartition partition : of) {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                progress.committed = -1;
            }
        }
    }

    void forget(Collection<TopicPartition> gone) {
        gone.forEach(partitions::remove);
    }
}
