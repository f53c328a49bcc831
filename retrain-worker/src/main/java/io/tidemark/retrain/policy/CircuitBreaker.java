package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends retraining that does not help. After {@code giveUpAfter} jobs in a row that came to nothing no automatic job begins, until a person starts
 * one. A job came to nothing that ended REJECTED or FAILED, or PUBLISHED a version that was refused or taken back since; else each version
 * taken back would ask for the next for ever. Jobs that ended SKIPPED count neither way.
 */
final class CircuitBreaker {
    private CircuitBreaker() {}

    static boolean isOpen(Jobs jobs, Collection<ModelVersion> versions, RetrainSpec spec) {
        return spec.getGiveUpAfter() > 0 && inVain(jobs, versions) >= spec.getGiveUpAfter();
    }

    /** How many jobs in a row came to nothing, up to the last. */
    static int inVain(Jobs jobs, Collection<ModelVersion> versions) {
        Set<String> takenBack = takenBack(versions);
        int inVain = 0;
        for (RetrainJob job : jobs.endedLatestFirst()) {
            if (Jobs.isManual(job)) {
                return inVain;
            }
            switch (job.getState()) {
                case REJECTED, FAILED -> inVain++;
                case PUBLISHED -> {
                    if (isStanding(job, takenBack)) {
                        return inVain;
                    }
                    inVain++;
                }
                case SKIPPED, UNKNOWN, REQUESTED, COLLECTING, TRAINING, JUDGING -> {}
            }
        }
        return inVain;
    }

    private static boolean isStanding(RetrainJob job, Set<String> takenBack) {
        String version = job.getVersion();
        return version == null || !takenBack.contains(version);
    }

    /** Whether it was refused before it answered, or taken back after. */
    static boolean isTakenBack(ModelVersion version) {
        return version.getStage() == ModelStage.REJECTED || version.getStage() == ModelStage.ROLLED_BACK;
    }

    private static Set<String> takenBack(Collection<ModelVersion> versions) {
        return versions.stream()
                .filter(CircuitBreaker::isTakenBack)
                .map(ModelVersion::getVersion)
                .collect(Collectors.toUnmodifiableSet());
    }
}
