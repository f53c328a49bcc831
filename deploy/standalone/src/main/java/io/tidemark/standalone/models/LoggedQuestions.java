package io.tidemark.standalone.models;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * The latest questions that a model was asked, from the end of the inference logs backwards. Records that are no inference events are passed over.
 */
public final class LoggedQuestions {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long FIRST_STEP = 1_000;
    private static final long MOST_RECORDS = 1_000_000;

    private final List<Map<String, @Nullable Object>> questions = new ArrayList<>();
    private final Set<String> features = new TreeSet<>();
    private final Set<String> versions = new TreeSet<>();
    private final Set<String> labels = new TreeSet<>();
    private long records;

    private LoggedQuestions() {}

    /**
     * Reads until it has enough, has seen all, or a million records.
     *
     * @param wanted how many questions are enough
     */
    public static LoggedQuestions read(Cluster cluster, SchemaRegistry registry, String model, int wanted) {
        LoggedQuestions found = new LoggedQuestions();
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        Deserializer<InferenceEvent> deserializer = topic.valueSerde(registry).deserializer();
        try (Consumer<byte[], byte[]> consumer =
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
            long step = FIRST_STEP;
            boolean isMore = true;
            while (isMore && found.questions.size() < wanted && found.records < MOST_RECORDS) {
                isMore = false;
                for (TopicPartition partition : partitions) {
                    long begin = begins.getOrDefault(partition, 0L);
                    long end = ends.getOrDefault(partition, begin);
                    long from = Math.max(begin, end - step);
                    found.read(consumer, partition, from, end, model, deserializer);
                    ends.put(partition, from);
                    isMore |= from > begin;
                }
                step *= 4;
            }
        }
        return found;
    }

    private void read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long end,
            String model,
            Deserializer<InferenceEvent> deserializer) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                if (message.offset() < end && message.value() != null) {
                    records++;
                    add(message, model, deserializer);
                }
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> message, String model, Deserializer<InferenceEvent> deserializer) {
        InferenceEvent event;
        try {
            event = deserializer.deserialize(message.topic(), message.headers(), message.value());
        } catch (UndecodableRecordException e) {
            return;
        }
        if (!event.getModelId().equals(model)) {
            return;
        }
        questions.add(new HashMap<>(event.getFeatures()));
        features.addAll(event.getFeatures().keySet());
        versions.add(event.getModelVersion());
        Prediction prediction = event.getPrediction();
        if (prediction != null) {
            labels.addAll(prediction.getScores().keySet());
            if (prediction.getLabel() != null) {
                labels.add(prediction.getLabel());
            }
        }
    }

    /** Features by name, one map for each question. */
    public List<Map<String, @Nullable Object>> questions() {
        return List.copyOf(questions);
    }

    /** The features that these questions had. */
    public Set<String> features() {
        return features;
    }

    /** The versions that answered. */
    public Set<String> versions() {
        return versions;
    }

    /** The classes among the answers. */
    public Set<String> labels() {
        return labels;
    }
}
