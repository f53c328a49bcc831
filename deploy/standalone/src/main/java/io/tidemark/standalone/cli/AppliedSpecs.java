package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.spec.AppliedSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the specs that stand in the topic {@code monitors} now, as a monitor that starts would. */
final class AppliedSpecs {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SortedMap<String, AppliedSpec> byModel = new TreeMap<>();
    private final java.util.function.Consumer<String> passedOver;

    private AppliedSpecs(java.util.function.Consumer<String> passedOver) {
        this.passedOver = passedOver;
    }

    /**
     * The last spec of each model.
     *
     * @param passedOver told of each record that is no spec: where it stands, and why
     */
    static SortedMap<String, AppliedSpec> read(Cluster cluster, java.util.function.Consumer<String> passedOver) {
        AppliedSpecs specs = new AppliedSpecs(passedOver);
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        try (SchemaRegistry registry = cluster.registry();
                Consumer<String, byte[]> consumer =
                        cluster.consumer(new StringDeserializer(), new ByteArrayDeserializer())) {
            registry.check();
            specs.read(consumer, topic.name(), topic.valueSerde(registry).deserializer());
        }
        return specs.byModel;
    }

    private void read(Consumer<String, byte[]> consumer, String topic, Deserializer<MonitorSpec> deserializer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(topic + " was not read to its end within " + PATIENCE.toSeconds() + " s");
            }
            consumer.poll(POLL).forEach(message -> apply(message, deserializer));
        }
    }

    private void apply(ConsumerRecord<String, byte[]> message, Deserializer<MonitorSpec> deserializer) {
        if (message.key() == null) {
            passOver(message, "it has no key");
            return;
        }
        String model = RecordKeys.split(message.key()).getFirst();
        if (message.value() == null) {
            byModel.remove(model);
            return;
        }
        try {
            byModel.put(model, AppliedSpec.of(deserializer.deserialize(message.topic(), message.value())));
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            passOver(message, String.valueOf(e.getMessage()));
        }
    }

    private void passOver(ConsumerRecord<?, ?> message, String why) {
        passedOver.accept("%s-%d@%d, which is no spec: %s"
                .formatted(message.topic(), message.partition(), message.offset(), why));
    }
}
