package io.tidemark.retrain.policy;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of jobs that have not begun. */
final class WaitingJobs {
    static final int MOST_TRIGGERS = 100;

    private final String worker;

    WaitingJobs(String worker) {
        this.worker = worker;
    }

    /** A job of the asks, at most a hundred of them; its id is that of the first. */
    RetrainJob requested(String model, List<Ask> asks, Instant now) {
        return JobRecords.requested(
                JobIds.of(model, asks.getFirst().cause()),
                model,
                triggers(List.of(), asks),
                worker,
                asks.getFirst().trigger().getReason(),
                now);
    }

    RetrainJob withAsks(RetrainJob job, List<Ask> asks) {
        return withTriggers(job, triggers(job.getTriggers(), asks));
    }

    private static List<JobTrigger> triggers(List<JobTrigger> held, List<Ask> asks) {
        List<JobTrigger> all = new ArrayList<>(held);
        asks.stream()
                .map(Ask::trigger)
                .limit(Math.max(0, MOST_TRIGGERS - held.size()))
                .forEach(all::add);
        return all;
    }

    RetrainJob withTriggers(RetrainJob job, List<JobTrigger> triggers) {
        RetrainJob copy = JobRecords.copyOf(job);
        copy.put("triggers", triggers);
        copy.put("worker", worker);
        return copy;
    }

    RetrainJob notBefore(RetrainJob job, Optional<Instant> until) {
        RetrainJob copy = JobRecords.copyOf(job);
        copy.put("notBefore", until.orElse(null));
        copy.put("worker", worker);
        return copy;
    }

    RetrainJob skipped(RetrainJob job, Instant now, String reason) {
        return JobRecords.ended(job, JobState.SKIPPED, reason, Optional.empty(), worker, now);
    }
}
