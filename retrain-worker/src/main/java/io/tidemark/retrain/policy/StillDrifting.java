package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether an open episode that has asked before asks again: where the last job that it asked for has ended and left no version that stands. The id
 * of the new job follows from that of the ended one, so each ended job has one successor at most.
 */
final class StillDrifting {
    private StillDrifting() {}

    static Optional<Ask.Again> after(RetrainJob last, String episodeId, Collection<ModelVersion> versions) {
        boolean leftNothing = Jobs.hasEnded(last)
                && (last.getState() != JobState.PUBLISHED
                        || CircuitBreaker.takenBack(versions).contains(String.valueOf(last.getVersion())));
        return leftNothing ? Optional.of(new Ask.Again(last.getJobId(), episodeId)) : Optional.empty();
    }
}
