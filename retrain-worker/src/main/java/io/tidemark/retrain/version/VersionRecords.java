package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;

/** Records of versions. */
public final class VersionRecords {
    private VersionRecords() {}

    /**
     * The same version in another stage.
     *
     * @param share of requests, 0 to 1, where the stage is CANARY; else 0
     * @param since later than that of any version of the model, see {@link io.tidemark.retrain.rollout.StageClock}
     */
    public static ModelVersion moved(
            ModelVersion version, ModelStage stage, double share, String reason, String by, Instant since) {
        return ModelVersion.newBuilder()
                .setModelId(version.getModelId())
                .setVersion(version.getVersion())
                .setStage(stage)
                .setStageSince(since)
                .setCanaryShare(share)
                .setReason(reason)
                .setChangedBy(by)
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

    /**
     * The name of the next version: one more than the highest whole number among the names so far.
     *
     * @param logged versions that answered and were not published, as of an application that began with a model of its own
     */
    public static String nextName(Collection<ModelVersion> versions, Collection<String> logged) {
        long highest = Stream.concat(versions.stream().map(ModelVersion::getVersion), logged.stream())
                .filter(name -> name.matches("[0-9]{1,17}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        return Long.toString(highest + 1);
    }
}
