package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.version.ServingPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the stages of a model's versions amount to.
 *
 * @param inProduction those in production, the one that came there last first: the champion, then those it can be taken back to
 * @param onTheirWay those that may come to production, the farthest first, and of those as far the latest
 */
record Stages(List<ModelVersion> inProduction, List<ModelVersion> onTheirWay) {
    private static final Comparator<ModelVersion> LATEST_MADE_FIRST =
            Comparator.comparing(ModelVersion::getCreatedAt).reversed().thenComparing(ServingPlan.LATEST_FIRST);

    static Stages of(Collection<ModelVersion> versions) {
        return new Stages(
                versions.stream()
                        .filter(version -> version.getStage() == ModelStage.PRODUCTION)
                        .sorted(ServingPlan.LATEST_FIRST)
                        .toList(),
                Stream.of(ModelStage.CANARY, ModelStage.SHADOW, ModelStage.CANDIDATE)
                        .flatMap(stage -> versions.stream()
                                .filter(version -> version.getStage() == stage)
                                .sorted(stage == ModelStage.CANDIDATE ? LATEST_MADE_FIRST : ServingPlan.LATEST_FIRST))
                        .toList());
    }

    Optional<ModelVersion> champion() {
        return inProduction.stream().findFirst();
    }

    /** The version that answers again where the champion is taken back. */
    Optional<ModelVersion> former() {
        return inProduction.stream().skip(1).findFirst();
    }

    /** The version that goes on next; others wait until it has come to an end. */
    Optional<ModelVersion> leader() {
        return onTheirWay.stream().filter(version -> !isOutdated(version)).findFirst();
    }

    /** A version on its way that is older than the one that answers. */
    Optional<ModelVersion> outdated() {
        return onTheirWay.stream().filter(this::isOutdated).findFirst();
    }

    private boolean isOutdated(ModelVersion version) {
        Instant made = version.getCreatedAt();
        return champion()
                .filter(champion -> made.isBefore(champion.getCreatedAt()))
                .isPresent();
    }
}
