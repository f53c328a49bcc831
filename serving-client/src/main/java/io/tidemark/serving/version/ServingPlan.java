package io.tidemark.serving.version;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is to be served of one model. It follows from all versions of the model and from nothing else.
 *
 * <p>Of two versions that came to their stage at the same instant the later is the one that was created later, then the one with the longer name,
 * then the one whose name is later in the alphabet; so numbers are compared as numbers. A version in any other stage than PRODUCTION, CANARY or SHADOW, also
 * one that this program does not know, is not served.
 *
 * @param champion the latest in PRODUCTION: it answers
 * @param previous the one before it in PRODUCTION: it is kept ready, and answers when the champion leaves PRODUCTION
 * @param canary the latest in CANARY: it answers its share
 * @param shadows all in SHADOW, the latest first: they are asked beside and never answer
 */
public record ServingPlan(
        Optional<ModelVersion> champion,
        Optional<ModelVersion> previous,
        Optional<ModelVersion> canary,
        List<ModelVersion> shadows) {

    /** Versions by the time of their stage, the latest first. */
    public static final Comparator<ModelVersion> LATEST_FIRST = Comparator.comparing(ModelVersion::getStageSince)
            .thenComparing(ModelVersion::getCreatedAt)
            .thenComparingInt(version -> version.getVersion().length())
            .thenComparing(ModelVersion::getVersion)
            .reversed();

    public ServingPlan {
        shadows = List.copyOf(shadows);
    }

    /** @param versions all versions of one model, each once */
    public static ServingPlan of(Collection<ModelVersion> versions) {
        List<ModelVersion> production = in(ModelStage.PRODUCTION, versions);
        return new ServingPlan(
                production.stream().findFirst(),
                production.stream().skip(1).findFirst(),
                in(ModelStage.CANARY, versions).stream().findFirst(),
                in(ModelStage.SHADOW, versions));
    }

    private static List<ModelVersion> in(ModelStage stage, Collection<ModelVersion> versions) {
        return versions.stream()
                .filter(version -> version.getStage() == stage)
                .sorted(LATEST_FIRST)
                .toList();
    }

    /** All versions to have loaded, the most urgent first. */
    public List<ModelVersion> all() {
        return Stream.of(champion.stream(), canary.stream(), previous.stream(), shadows.stream())
                .flatMap(versions -> versions)
                .toList();
    }

    /** The share of requests that the canary answers, 0 to 1; what is no number counts as 0. */
    public double canaryShare() {
        double share = canary.map(ModelVersion::getCanaryShare).orElse(0.0);
        return Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1);
    }
}
