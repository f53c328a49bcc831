package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** The records of jobs that have not begun. */
final class JobRecords {
    static final int MOST_TRIGGERS = 100;
    private static final int MOST_STEPS = 100;

    private final String worker;

    JobRecords(String worker) {
        this.worker = worker;
    }

    /** A job of the asks, at most a hundred of them; its id is that of the first. */
    RetrainJob requested(String model, List<Ask> asks, Instant now) {
        RetrainJob job = RetrainJob.newBuilder()
                .setJobId(JobIds.of(model, asks.getFirst().cause()))
                .setModelId(model)
                .setState(JobState.REQUESTED)
                .setTriggers(triggers(List.of(), asks))
                .setRequestedAt(now)
                .setWorker(worker)
                .setSteps(List.of())
                .setData(List.of())
                .setReport((JobReport) null)
                .build();
        return step(job, now, asks.getFirst().trigger().getReason());
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
        RetrainJob copy = copyOf(job);
        copy.put("triggers", triggers);
        copy.put("worker", worker);
        return copy;
    }

    RetrainJob notBefore(RetrainJob job, Optional<Instant> until) {
        RetrainJob copy = copyOf(job);
        copy.put("notBefore", until.orElse(null));
        copy.put("worker", worker);
        return copy;
    }

    RetrainJob skipped(RetrainJob job, Instant now, String reason) {
        RetrainJob ended = copyOf(job);
        ended.put("state", JobState.SKIPPED);
        ended.put("reason", reason);
        ended.put("notBefore", null);
        ended.put("worker", worker);
        return step(ended, now, reason);
    }

    private RetrainJob step(RetrainJob job, Instant now, String note) {
        List<JobStep> steps = new ArrayList<>(job.getSteps());
        steps.add(new JobStep(job.getState(), now, worker, note));
        RetrainJob copy = copyOf(job);
        copy.put("steps", List.copyOf(steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size())));
        return copy;
    }

    /**
     * A copy with all fields, also those that this class knows nothing of. Avro's builders copy lists of records only where the whole process
     * trusts their classes.
     */
    private static RetrainJob copyOf(RetrainJob job) {
        RetrainJob copy = new RetrainJob();
        for (Schema.Field field : job.getSchema().getFields()) {
            copy.put(field.pos(), job.get(field.pos()));
        }
        return copy;
    }
}
