package io.tidemark.retrain.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serializer;

/** One partition of labelled examples of the model {@code m}, without a broker. What is written has the label's time for a time of its own. */
final class ExampleLog {
    static final String TOPIC = "labeled-examples";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final Serializer<LabeledExample> serializer =
            new TopicCatalogue("").labeledExamples().valueSerde(registry).serializer();
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final Map<Long, Long> writtenAt = new HashMap<>();

    SchemaRegistry registry() {
        return registry;
    }

    /** @param second of the question, since the epoch */
    static LabeledExample.Builder example(String id, long second) {
        return LabeledExample.newBuilder()
                .setInferenceId(id)
                .setModelId("m")
                .setModelVersion("1")
                .setEventTime(Instant.ofEpochSecond(second))
                .setLabelTime(Instant.ofEpochSecond(second + 60))
                .setLabel("yes")
                .setPrediction(null)
                .setFeatures(Map.of("x", (double) second))
                .setTags(Map.of());
    }

    void write(LabeledExample example) {
        write(example.getLabelTime().toEpochMilli(), serializer.serialize(TOPIC, example));
    }

    void write(long atMs, byte[] value) {
        writtenAt.put((long) records.size(), atMs);
        records.add(new ConsumerRecord<>(TOPIC, 0, records.size(), "m".getBytes(UTF_8), value));
    }

    Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized void seek(TopicPartition partition, long offset) {
                super.seek(partition, offset);
                records.subList((int) offset, records.size()).forEach(this::addRecord);
            }

            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times) {
                Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
                times.forEach((partition, time) -> records.stream()
                        .mapToLong(ConsumerRecord::offset)
                        .filter(offset -> writtenAt.getOrDefault(offset, 0L) >= time)
                        .findFirst()
                        .ifPresent(offset -> found.put(
                                partition, new OffsetAndTimestamp(offset, writtenAt.getOrDefault(offset, 0L)))));
                return found;
            }
        };
        Node node = Node.noNode();
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
        return consumer;
    }
}
