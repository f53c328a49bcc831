package io.tidemark.serving.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.Scored;
import io.tidemark.serving.artifact.ArtifactChunks;
import java.time.Instant;
import java.util.List;

/** Versions of a model whose bytes are the version's name, and whose stages follow each other in the order in which they are made. */
final class TestVersions {
    static final String MODEL = "flights";
    private static long changes;

    private TestVersions() {}

    static ModelVersion version(String name, ModelStage stage) {
        return version(name, stage, name.getBytes(UTF_8));
    }

    static ModelVersion version(String name, ModelStage stage, byte[] artifact) {
        return ModelVersion.newBuilder()
                .setModelId(MODEL)
                .setVersion(name)
                .setStage(stage)
                .setStageSince(Instant.ofEpochMilli(++changes))
                .setCreatedAt(Instant.EPOCH)
                .setCanaryShare(stage == ModelStage.CANARY ? 0.25 : 0)
                .setArtifact(ArtifactChunks.split(MODEL, name, artifact).reference("artifacts", 0, 0))
                .setGolden(List.of())
                .build();
    }

    /** Answers with the number that is the version's name. */
    static ServedModel model(ModelVersion version) {
        double answer = Double.parseDouble(version.getVersion());
        return new ServedModel(version, features -> new Scored.OfNumber(answer));
    }
}
