package io.tidemark.retrain.version;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.serving.artifact.ArtifactChunks;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Turns what the loop writes into bytes for its topics. */
public final class LoopRecords {
    private final Topic<String, RetrainJob> jobTopic;
    private final Topic<String, ModelVersion> versionTopic;
    private final Topic<String, BaselineEntry> baselineTopic;
    private final Topic<String, byte[]> artifactTopic;
    private final Serializer<RetrainJob> jobs;
    private final Serializer<ModelVersion> versions;
    private final Serializer<BaselineEntry> baselines;

    public LoopRecords(TopicCatalogue topics, SchemaRegistry registry) {
        jobTopic = topics.retrainJobs();
        versionTopic = topics.modelVersions();
        baselineTopic = topics.baselines();
        artifactTopic = topics.modelArtifacts();
        jobs = jobTopic.valueSerde(registry).serializer();
        versions = versionTopic.valueSerde(registry).serializer();
        baselines = baselineTopic.valueSerde(registry).serializer();
    }

    public ProducerRecord<byte[], byte[]> job(RetrainJob job) {
        return bytes(jobTopic, jobs, job.getJobId(), job);
    }

    public ProducerRecord<byte[], byte[]> version(ModelVersion version) {
        return bytes(
                versionTopic, versions, RecordKeys.modelVersion(version.getModelId(), version.getVersion()), version);
    }

    public ProducerRecord<byte[], byte[]> baseline(String key, BaselineEntry entry) {
        return bytes(baselineTopic, baselines, key, entry);
    }

    /** The chunks of a model's bytes, in order. */
    public List<ProducerRecord<byte[], byte[]>> chunks(ArtifactChunks chunks, int partition) {
        return chunks.messages(artifactTopic.name(), partition).stream()
                .map(chunk -> new ProducerRecord<>(
                        chunk.topic(), chunk.partition(), chunk.key().getBytes(UTF_8), chunk.value()))
                .toList();
    }

    public String artifactTopic() {
        return artifactTopic.name();
    }

    private static <V> ProducerRecord<byte[], byte[]> bytes(
            Topic<String, V> topic, Serializer<V> serializer, String key, V value) {
        return new ProducerRecord<>(
                topic.name(), key.getBytes(UTF_8), Objects.requireNonNull(serializer.serialize(topic.name(), value)));
    }
}
