package io.tidemark.load.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sees chunks of models as they are written, before they are committed: the one way to know that a publication is open. */
final class OpenPublications implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    OpenPublications(Cluster cluster) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("isolation.level", "read_uncommitted");
        String topic = cluster.topics().modelArtifacts().name();
        consumer = new Cluster(settings).consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** From now on. */
    void skipToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** The model of a publication that began since the last call. */
    Optional<String> poll() {
        Optional<String> model = Optional.empty();
        for (ConsumerRecord<byte[], byte[]> chunk : consumer.poll(POLL)) {
            model = Optional.of(RecordKeys.split(new String(chunk.key(), UTF_8)).getFirst());
        }
        return model;
    }

    /** How many chunks there are, also of publications that were undone. */
    int count() {
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        int count = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            count += consumer.poll(POLL).count();
        }
        return count;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
