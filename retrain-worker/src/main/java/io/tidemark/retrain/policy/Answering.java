package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.version.ServingPlan;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which version of a model answers.
 *
 * @param champion the one in production, as applications choose it; empty where Tidemark has put none there, and an application
 *     serves a model of its own
 * @param others the other versions that Tidemark knows
 */
record Answering(Optional<String> champion, Set<String> others) {

    static Answering of(Collection<ModelVersion> versions) {
        Optional<String> champion = ServingPlan.of(versions).champion().map(ModelVersion::getVersion);
        return new Answering(
                champion,
                versions.stream()
                        .map(ModelVersion::getVersion)
                        .filter(version -> champion.filter(version::equals).isEmpty())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether a version may be the one that answers. Without a champion, any version may that is not one of Tidemark's. */
    boolean mayBe(String version) {
        return champion.map(version::equals).orElseGet(() -> !others.contains(version));
    }
}
