package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions for tests. */
public final class Versions {
    static final String MODEL = "flights";

    private Versions() {}

    /** A version with all that a record has to have; {@code since} is also when it was made. */
    public static ModelVersion.Builder builder(String model, String name, ModelStage stage, Instant since) {
        return ModelVersion.newBuilder()
                .setModelId(model)
                .setVersion(name)
                .setStage(stage)
                .setStageSince(since)
                .setCreatedAt(since)
                .setArtifact(new ModelArtifactRef("model-artifacts", 0, 0L, 1, 3L, "ab"))
                .setGolden(List.of())
                .setMetrics(Map.of())
                .setChampionMetrics(Map.of())
                .setLineage((ModelLineage) null);
    }

    /** @param sinceMs when it came to its stage */
    static ModelVersion version(String name, ModelStage stage, long sinceMs) {
        return builder(MODEL, name, stage, Instant.ofEpochMilli(sinceMs))
                .setCreatedAt(Instant.ofEpochMilli(1))
                .setMetrics(Map.of("logLoss", 0.4))
                .setBaselineId("b-" + name)
                .build();
    }
}
