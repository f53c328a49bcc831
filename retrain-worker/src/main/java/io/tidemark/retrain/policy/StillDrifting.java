package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether an open episode that has asked before asks again: where the last job that it asked for has ended and left no version that stands. One that had
 * too few or unfit data asks again when a tenth of the rows that the spec asks for have come as new labels: before, it would end the same way. The id of
 * the new job follows from that of the ended one, so each ended job has one successor at most.
 */
final class StillDrifting {
    private StillDrifting() {}

    static Optional<Ask.Again> after(
            RetrainJob last,
            String episodeId,
            Collection<ModelVersion> versions,
            LabelVolume labels,
            RetrainSpec spec) {
        return Jobs.hasEnded(last) && leftNothing(last, versions) && !waitsForLabels(last, labels, spec)
                ? Optional.of(new Ask.Again(last.getJobId(), episodeId))
                : Optional.empty();
    }

    private static boolean leftNothing(RetrainJob last, Collection<ModelVersion> versions) {
        return last.getState() != JobState.PUBLISHED
                || versions.stream()
                        .filter(version -> version.getVersion().equals(last.getVersion()))
                        .anyMatch(version ->
                                CircuitBreaker.isTakenBack(version) || version.getStage() == ModelStage.ARCHIVED);
    }

    private static boolean waitsForLabels(RetrainJob last, LabelVolume labels, RetrainSpec spec) {
        Optional<Instant> begin = Jobs.beginOf(last);
        return last.getState() == JobState.SKIPPED
                && begin.isPresent()
                && labels.after(begin.get()) < Math.max(1, spec.getMinRows() / 10);
    }
}
