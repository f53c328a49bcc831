package io.tidemark.standalone.loop;

import io.tidemark.retrain.table.ModelTables;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
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
        List<TopicSource> sources = List.of(
                whole(topics.monitors(), registry, state.tables::specs),
                whole(topics.modelVersions(), registry, state.tables::versions),
                whole(topics.retrainJobs(), registry, state.tables::jobs),
                whole(topics.servingStatus(), registry, state::serving));
        try (TopicReader reader =
                new TopicReader(cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer()), sources)) {
            reader.catchUp(PATIENCE);
        }
        return state;
    }

    private static <V> TopicSource whole(
            Topic<String, V> topic, SchemaRegistry registry, Function<Deserializer<V>, RecordSink> sink) {
        return TopicSource.whole(
                topic.name(), sink.apply(topic.valueSerde(registry).deserializer()));
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
