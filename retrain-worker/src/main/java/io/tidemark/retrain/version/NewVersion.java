package io.tidemark.retrain.version;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.serving.model.ModelArtifact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All of a new version but its name.
 *
 * @param artifact its bytes
 * @param positive of two classes the one whose score is logged as the score
 * @param champion the version that it was compared with
 * @param lineage what it was made of, where that is known
 * @param logged versions that answered the examples: none of these names is free
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy without need
public record NewVersion(
        byte[] artifact,
        List<GoldenPrediction> golden,
        Optional<String> positive,
        Optional<VersionBaseline> baseline,
        Map<String, Double> metrics,
        Optional<String> champion,
        Map<String, Double> championMetrics,
        Optional<ModelLineage> lineage,
        List<String> logged) {

    /** A model that no job made, and that nothing was compared with. */
    public static NewVersion brought(
            ModelArtifact artifact,
            List<GoldenPrediction> golden,
            Optional<String> positive,
            Optional<VersionBaseline> baseline) {
        return new NewVersion(
                artifact.toBytes(),
                golden,
                positive,
                baseline,
                Map.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of());
    }
}
