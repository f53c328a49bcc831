package io.tidemark.serving.version;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;

/**
 * A version's way to another stage, or as a canary to another share.
 *
 * @param stage where it comes to
 * @param since when; later than that of any record of the model before it
 * @param canaryShare the share of requests that a canary answers, 0 to 1; 0 in other stages
 * @param reason why, in words
 * @param changedBy a person, or the retrain worker
 */
public record StageChange(ModelStage stage, Instant since, double canaryShare, String reason, String changedBy) {

    /**
     * The record to write; all else is as in {@code version}.
     *
     * <p>It names every field, since Avro's copying builder looks classes up by name and refuses those that the process does not trust as a whole.
     */
    public ModelVersion of(ModelVersion version) {
        return ModelVersion.newBuilder()
                .setModelId(version.getModelId())
                .setVersion(version.getVersion())
                .setStage(stage)
                .setStageSince(since)
                .setCanaryShare(canaryShare)
                .setReason(reason)
                .setChangedBy(changedBy)
                .setCreatedAt(version.getCreatedAt())
                .setArtifact(version.getArtifact())
                .setGolden(version.getGolden())
                .setPositive(version.getPositive())
                .setBaselineId(version.getBaselineId())
                .setMetrics(version.getMetrics())
                .setChampionVersion(version.getChampionVersion())
                .setChampionMetrics(version.getChampionMetrics())
                .setLineage(version.getLineage())
                .build();
    }
}
