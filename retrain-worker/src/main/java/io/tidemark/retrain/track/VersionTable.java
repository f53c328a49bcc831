package io.tidemark.retrain.track;

import io.tidemark.retrain.table.ModelTables;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;

/** The versions that jobs ended with, as their topic has them. One thread uses it. */
final class VersionTable implements AutoCloseable {
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private final ModelTables tables = new ModelTables();
    private final TopicReader reader;

    /**
     * @param consumer without a group; closed with this
     * @throws org.apache.kafka.common.KafkaException if the topic can't be read
     */
    VersionTable(
            Consumer<byte[], byte[]> consumer,
            Topic<String, ModelVersion> topic,
            Deserializer<ModelVersion> deserializer) {
        try {
            this.reader =
                    new TopicReader(consumer, List.of(TopicSource.whole(topic.name(), tables.versions(deserializer))));
            reader.requireTopics();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * The version that a job ended with; empty where it ended with none, or that one is no more. A version and the end of its job are committed
     * together, so who has read the one finds the other.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers don't answer
     */
    Optional<ModelVersion> of(RetrainJob job) {
        String name = job.getVersion();
        if (name == null) {
            return Optional.empty();
        }
        reader.catchUp(CATCH_UP);
        return tables.versions(job.getModelId()).stream()
                .filter(version -> version.getVersion().equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        reader.close();
    }
}
