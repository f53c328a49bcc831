package io.tidemark.retrain.version;

import io.tidemark.retrain.rollout.StageClock;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.artifact.ArtifactChunks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A new version with its name, ready to be written into an open transaction: its bytes, its baseline, and last the version itself, which says at which offset
 * its bytes begin. Whoever reads committed records only sees all of it or nothing.
 */
public final class VersionPublication {
    private final LoopRecords records;
    private final String model;
    private final NewVersion version;
    private final String name;
    private final int partition;
    private final Instant since;
    private final List<ProducerRecord<byte[], byte[]>> baseline = new ArrayList<>();

    /**
     * Names the version and has all ready but the offset.
     *
     * @param versions all versions of the model so far
     * @param partition of the topic of artifacts
     */
    public VersionPublication(
            LoopRecords records,
            String model,
            NewVersion version,
            Collection<ModelVersion> versions,
            int partition,
            Instant now) {
        this.records = records;
        this.model = model;
        this.version = version;
        this.partition = partition;
        name = VersionNames.next(versions, version.logged());
        since = StageClock.next(versions, now);
        version.baseline()
                .ifPresent(
                        made -> made.records(name).forEach((key, entry) -> baseline.add(records.baseline(key, entry))));
    }

    /** What the version is called. */
    public String name() {
        return name;
    }

    /**
     * Writes it.
     *
     * @param stage the first one
     * @param reason why it is in it
     * @param by who publishes it
     */
    public void writeTo(OpenTransaction transaction, ModelStage stage, String reason, String by)
            throws InterruptedException {
        ArtifactChunks chunks = ArtifactChunks.split(model, name, version.artifact());
        long firstOffset = -1;
        for (ProducerRecord<byte[], byte[]> chunk : records.chunks(chunks, partition)) {
            if (firstOffset < 0) {
                firstOffset = transaction.sendNow(chunk);
            } else {
                transaction.send(chunk);
            }
        }
        baseline.forEach(transaction::send);
        ModelVersion published = ModelVersion.newBuilder()
                .setModelId(model)
                .setVersion(name)
                .setStage(stage)
                .setStageSince(since)
                .setReason(reason)
                .setChangedBy(by)
                .setCreatedAt(since)
                .setArtifact(chunks.reference(records.artifactTopic(), partition, firstOffset))
                .setGolden(version.golden())
                .setPositive(version.positive().orElse(null))
                .setBaselineId(version.baseline().map(VersionBaseline::id).orElse(null))
                .setMetrics(version.metrics())
                .setChampionVersion(version.champion().orElse(null))
                .setChampionMetrics(version.championMetrics())
                .setLineage(version.lineage().orElse(null))
                .build();
        transaction.send(records.version(published));
    }
}
