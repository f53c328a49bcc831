package io.tidemark.standalone.loop;

import io.tidemark.retrain.table.ModelTables;
import io.tidemark.retrain.table.RecordSink;
import io.tidemark.retrain.table.TopicReader;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** What the topics of the loop say now: specs, versions, jobs, and who serves what. */
public final class LoopState {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ModelTables tables = new ModelTables();
    private final Map<String, ServingStatus> serving = new TreeMap<>();

    private LoopState() {}

    /** Reads them to their ends. Records that can't be read are passed over, and said in the log. */
    public static LoopState read(Cluster cluster, SchemaRegistry registry) {
        LoopState state = new LoopState();
        TopicCatalogue topics = cluster.topics();
        Map<String, RecordSink> sinks = Map.of(
                topics.monitors().name(), state.tables.specs(deserializer(topics.monitors(), registry)),
                topics.modelVersions().name(), state.tables.versions(deserializer(topics.modelVersions(), registry)),
                topics.retrainJobs().name(), state.tables.jobs(deserializer(topics.retrainJobs(), registry)),
                topics.servingStatus().name(), state.serving(deserializer(topics.servingStatus(), registry)));
        try (TopicReader reader = new TopicReader(
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                sinks,
                Map.of(),
                Instant.EPOCH)) {
            reader.catchUp(PATIENCE);
        }
        return state;
    }

    private static <V> Deserializer<V> deserializer(Topic<String, V> topic, SchemaRegistry registry) {
        return topic.valueSerde(registry).deserializer();
    }

    private RecordSink serving(Deserializer<ServingStatus> deserializer) {
        return message -> {
            String key = new String(message.key(), StandardCharsets.UTF_8);
            if (message.value() == null) {
                serving.remove(key);
            } else {
                serving.put(key, deserializer.deserialize(message.topic(), message.value()));
            }
        };
    }

    public ModelTables tables() {
        return tables;
    }

    /** What each instance of a model's applications last said, in the order of their names. */
    public Collection<ServingStatus> serving(String model) {
        return serving.values().stream()
                .filter(status -> status.getModelId().equals(model))
                .toList();
    }

    /** The models that have versions or jobs. */
    public List<String> models() {
        return tables.models().stream()
                .filter(model ->
                        !tables.versions(model).isEmpty() || !tables.jobs(model).isEmpty())
                .toList();
    }
}
