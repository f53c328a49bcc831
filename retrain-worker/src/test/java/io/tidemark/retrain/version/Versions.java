package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions for tests. */
public final class Versions {
    static final String MODEL = "flights";

    private Versions() {}

    /** @param sinceMs when it came to its stage */
    public static ModelVersion version(String name, ModelStage stage, long sinceMs) {
        return ModelVersion.newBuilder()
                .setModelId(MODEL)
                .setVersion(name)
                .setStage(stage)
                .setStageSince(Instant.ofEpochMilli(sinceMs))
                .setCreatedAt(Instant.ofEpochMilli(1))
                .setArtifact(ModelArtifactRef.newBuilder()
                        .setTopic("model-artifacts")
                        .setPartition(0)
                        .setFirstOffset(0)
                        .setChunks(1)
                        .setBytes(3)
                        .setSha256("ab")
                        .build())
                .setGolden(List.of())
                .setMetrics(Map.of("logLoss", 0.4))
                .setBaselineId("b-" + name)
                .build();
    }
}
