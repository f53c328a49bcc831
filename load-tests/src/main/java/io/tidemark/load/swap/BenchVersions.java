package io.tidemark.load.swap;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.artifact.ArtifactChunks;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.version.GoldenPredictions;
import io.tidemark.serving.version.StageChange;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes versions as the retrain worker does: chunks, records and changes of stage in one transaction. */
final class BenchVersions implements AutoCloseable {
    private final Cluster cluster;
    private final String model;
    private final SchemaRegistry registry;
    private final Producer<String, byte[]> producer;
    private final Topic<String, ModelVersion> versions;
    private Instant lastChange = Instant.now();

    BenchVersions(Cluster cluster, String model) {
        this.cluster = cluster;
        this.model = model;
        this.registry = cluster.registry();
        this.versions = cluster.topics().modelVersions();
        this.producer = cluster.producer(
                new StringSerializer(), new ByteArraySerializer(), Map.of("transactional.id", "bench-" + model));
        producer.initTransactions();
    }

    /**
     * A version in production.
     *
     * @param committingAt {@link System#nanoTime} just before its transaction was told to commit
     */
    record Published(ModelVersion record, long committingAt) {}

    /** The bytes of a model, and what it answers. */
    static final class Model {
        private final byte[] artifact;
        private final Scorer scorer;
        private final List<GoldenPrediction> golden;

        Model(byte[] artifact) {
            this.artifact = artifact;
            this.scorer = TribuoScorer.load(ModelArtifact.read(artifact));
            this.golden = GoldenPredictions.make(scorer, List.of(BenchModels.question()));
        }

        Scored answer() {
            return scorer.score(BenchModels.question());
        }
    }

    /** Puts a version into production, and in the same transaction others out of use. */
    Published publish(String version, Model trained, List<ModelVersion> outOfUse)
            throws InterruptedException, ExecutionException {
        producer.beginTransaction();
        ArtifactChunks chunks = ArtifactChunks.split(model, version, trained.artifact);
        String topic = cluster.topics().modelArtifacts().name();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        chunks.messages(topic, 0).forEach(message -> sent.add(producer.send(message)));
        ModelArtifactRef ref = chunks.reference(topic, 0, sent.getFirst().get().offset());
        ModelVersion record = ModelVersion.newBuilder()
                .setModelId(model)
                .setVersion(version)
                .setStage(ModelStage.PRODUCTION)
                .setStageSince(nextChange())
                .setCreatedAt(lastChange)
                .setArtifact(ref)
                .setGolden(trained.golden)
                .build();
        send(record);
        outOfUse.forEach(old -> send(new StageChange(ModelStage.ARCHIVED, nextChange(), 0, "", "bench").of(old)));
        producer.flush();
        long committingAt = System.nanoTime();
        producer.commitTransaction();
        return new Published(record, committingAt);
    }

    void move(ModelVersion version, ModelStage stage) {
        producer.beginTransaction();
        send(new StageChange(stage, nextChange(), 0, "", "bench").of(version));
        producer.commitTransaction();
    }

    private Instant nextChange() {
        lastChange = lastChange.plusMillis(1);
        return lastChange;
    }

    private void send(ModelVersion record) {
        byte[] value = versions.valueSerde(registry).serializer().serialize(versions.name(), record);
        var _ = producer.send(
                new ProducerRecord<>(versions.name(), RecordKeys.modelVersion(model, record.getVersion()), value));
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
