package io.tidemark.standalone.serving;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.Scored;
import io.tidemark.serving.artifact.ArtifactChunks;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.NumberEncoding;
import io.tidemark.serving.model.ScorerLoader;
import io.tidemark.serving.version.StageChange;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes versions of one model as the retrain worker does: chunks and record in one transaction. A model answers every question with one number; version n
 * answers with n unless the test says otherwise.
 */
final class PublishedVersions implements AutoCloseable {
    static final String MODEL = "flights";
    static final String RUNTIME = "constant";

    private final Cluster cluster;
    private final SchemaRegistry registry;
    private final Producer<String, byte[]> producer;
    private final Topic<String, ModelVersion> versions;
    private Instant lastChange = Instant.parse("2026-01-01T00:00:00Z");

    PublishedVersions(Cluster cluster) {
        this.cluster = cluster;
        this.registry = cluster.registry();
        this.versions = cluster.topics().modelVersions();
        this.producer = cluster.producer(
                new StringSerializer(),
                new ByteArraySerializer(),
                Map.of("transactional.id", UUID.randomUUID().toString(), "acks", "all"));
        producer.initTransactions();
    }

    /** Loads what {@link #artifact} makes. */
    static ScorerLoader runtime() {
        return artifact -> {
            double value = Double.parseDouble(new String(artifact.model(), StandardCharsets.UTF_8));
            return features -> {
                if (features.containsKey("fail" + (long) value)) {
                    throw new IllegalStateException("told to fail");
                }
                return new Scored.OfNumber(value);
            };
        };
    }

    static byte[] artifact(double answer) {
        return artifact(RUNTIME, Double.toString(answer));
    }

    static byte[] artifact(String runtime, String model) {
        return new ModelArtifact(
                        new ModelOutput.Value(),
                        new FeatureEncodings(List.of(new NumberEncoding("distance", 0, 0, 1))),
                        runtime,
                        model.getBytes(StandardCharsets.UTF_8),
                        Map.of())
                .toBytes();
    }

    /** Version n in this stage, which answers with n. */
    ModelVersion publish(int version, ModelStage stage) throws Exception {
        return publish(version, stage, artifact(version), UnaryOperator.identity());
    }

    /** @param wrong what is done to the record before it is written */
    ModelVersion publish(int version, ModelStage stage, byte[] artifact, UnaryOperator<ModelVersion.Builder> wrong)
            throws Exception {
        producer.beginTransaction();
        ModelArtifactRef ref = sendChunks(version, artifact);
        ModelVersion record = wrong.apply(record(version, stage, ref)).build();
        sendRecord(record);
        producer.commitTransaction();
        return record;
    }

    /** Writes chunks and record and takes all back. */
    void abort(int version, ModelStage stage, byte[] artifact) throws Exception {
        producer.beginTransaction();
        sendRecord(record(version, stage, sendChunks(version, artifact)).build());
        producer.abortTransaction();
    }

    /** Writes the chunks alone. */
    ModelArtifactRef chunks(int version, byte[] artifact) throws Exception {
        producer.beginTransaction();
        ModelArtifactRef ref = sendChunks(version, artifact);
        producer.commitTransaction();
        return ref;
    }

    /** Brings a version to another stage. */
    ModelVersion move(ModelVersion version, ModelStage stage, double share) {
        ModelVersion moved = new StageChange(stage, nextChange(), share, "", "test").of(version);
        write(moved);
        return moved;
    }

    void write(ModelVersion record) {
        producer.beginTransaction();
        sendRecord(record);
        producer.commitTransaction();
    }

    /** Writes whatever bytes to a topic. */
    void raw(String topic, int partition, String key, byte @Nullable [] value) {
        producer.beginTransaction();
        var _ = producer.send(new ProducerRecord<>(topic, partition, key, value));
        producer.commitTransaction();
    }

    ModelVersion.Builder record(int version, ModelStage stage, ModelArtifactRef ref) {
        return ModelVersion.newBuilder()
                .setModelId(MODEL)
                .setVersion(Integer.toString(version))
                .setStage(stage)
                .setStageSince(nextChange())
                .setCreatedAt(lastChange)
                .setArtifact(ref)
                .setGolden(List.of(GoldenPrediction.newBuilder()
                        .setFeatures(Map.of("distance", 1.0))
                        .setValue((double) version)
                        .build()));
    }

    private Instant nextChange() {
        lastChange = lastChange.plusMillis(1);
        return lastChange;
    }

    private ModelArtifactRef sendChunks(int version, byte[] artifact) throws Exception {
        String topic = cluster.topics().modelArtifacts().name();
        ArtifactChunks chunks = ArtifactChunks.split(MODEL, Integer.toString(version), artifact);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        chunks.messages(topic, 0).forEach(message -> sent.add(producer.send(message)));
        return chunks.reference(topic, 0, sent.getFirst().get().offset());
    }

    private void sendRecord(ModelVersion record) {
        byte[] value = versions.valueSerde(registry).serializer().serialize(versions.name(), record);
        var _ = producer.send(
                new ProducerRecord<>(versions.name(), RecordKeys.modelVersion(MODEL, record.getVersion()), value));
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
