package io.tidemark.load.faults;

import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees window profiles as they are written, before they are committed: the one way to know that a transaction is open. */
final class OpenProfiles implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final Map<TopicPartition, Long> seen = new HashMap<>();

    OpenProfiles(Cluster cluster) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("isolation.level", "read_uncommitted");
        String topic = cluster.topics().windowProfiles().name();
        consumer = new Cluster(settings).consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer());
        admin = cluster.admin();
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** From now on. */
    void skipToEnd() {
        seen.clear();
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** Whether a profile has been written since the last call. */
    boolean poll() {
        for (ConsumerRecord<byte[], byte[]> profile : consumer.poll(POLL)) {
            seen.put(new TopicPartition(profile.topic(), profile.partition()), profile.offset());
        }
        return !seen.isEmpty();
    }

    /** Whether the last profile seen of some partition is not committed. */
    boolean isOpen() throws Exception {
        for (Map.Entry<TopicPartition, Long> last : seen.entrySet()) {
            long stable = admin.listOffsets(
                            Map.of(last.getKey(), OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .partitionResult(last.getKey())
                    .get()
                    .offset();
            if (stable <= last.getValue()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        admin.close();
        consumer.close();
    }
}
