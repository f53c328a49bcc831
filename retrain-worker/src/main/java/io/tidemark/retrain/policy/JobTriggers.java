package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a job's triggers amount to when it begins. */
public final class JobTriggers {
    private JobTriggers() {}

    /** Those that ask on: without those that were settled while the job waited. */
    public static List<JobTrigger> asking(RetrainJob job) {
        return job.getTriggers().stream()
                .filter(trigger -> trigger.getSettledAt() == null)
                .toList();
    }

    /**
     * When the drift began that asks on, by event time; of several the last to begin: what came before it is of another world. Empty where none asks.
     */
    public static Optional<Instant> driftBegan(RetrainJob job) {
        return asking(job).stream()
                .map(JobTrigger::getSince)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }
}
