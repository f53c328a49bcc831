package io.tidemark.retrain.job;

import io.tidemark.retrain.policy.JobTriggers;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** A job's way as records: each is the one before with a step more. */
public final class JobRecords {
    /** Of a job's steps the last so many are kept. */
    static final int MAX_STEPS = 100;

    private static final Set<JobState> RUNNING = EnumSet.of(JobState.COLLECTING, JobState.TRAINING, JobState.JUDGING);
    private static final Set<JobState> ENDED =
            EnumSet.of(JobState.PUBLISHED, JobState.REJECTED, JobState.SKIPPED, JobState.FAILED);

    private JobRecords() {}

    /** Whether a worker is at it, or was when it died. */
    public static boolean isRunning(RetrainJob job) {
        return RUNNING.contains(job.getState());
    }

    public static boolean hasEnded(RetrainJob job) {
        return ENDED.contains(job.getState());
    }

    /**
     * The event time to which its examples should come near: that at which the drift began that asks. Empty where no drift asks: a person, a schedule and new labels ask
     * at a time of the wall clock, which in a replay is years from that of the examples.
     */
    static Optional<Instant> askedAtEventTime(RetrainJob job) {
        return JobTriggers.driftBegan(job);
    }

    /** A job that was asked for. */
    public static RetrainJob requested(
            String jobId, String model, List<JobTrigger> triggers, String by, String note, Instant now) {
        return RetrainJob.newBuilder()
                .setJobId(jobId)
                .setModelId(model)
                .setTriggers(triggers)
                .setRequestedAt(now)
                .setState(JobState.REQUESTED)
                .setWorker(by)
                .setSteps(List.of(step(JobState.REQUESTED, by, note, now)))
                .setData(List.of())
                .build();
    }

    /** The same job as it begins an attempt. */
    public static RetrainJob begun(RetrainJob job, String specRevision, String worker, Instant now) {
        int attempt = job.getAttempts() + 1;
        String note = attempt == 1 ? "" : "attempt " + attempt + ", as " + job.getWorker() + " did not end it";
        RetrainJob begun = moved(job, JobState.COLLECTING, worker, note, now);
        begun.put("attempts", attempt);
        begun.put("specRevision", specRevision);
        begun.put("notBefore", null);
        return begun;
    }

    /** The same job with the examples that it is going to read, and that another attempt will read as well. */
    public static RetrainJob planned(
            RetrainJob job, List<DataRange> data, Optional<Instant> dataSince, String worker, Instant now) {
        RetrainJob planned = moved(job, JobState.COLLECTING, worker, "its examples are chosen", now);
        planned.put("data", data);
        planned.put("dataSince", dataSince.orElse(null));
        return planned;
    }

    /** The same job as it comes to its next state. */
    public static RetrainJob at(RetrainJob job, JobState state, String note, String worker, Instant now) {
        return moved(job, state, worker, note, now);
    }

    /** The same job as it ends without a new version. */
    public static RetrainJob ended(
            RetrainJob job, JobState state, String reason, Optional<JobReport> report, String worker, Instant now) {
        RetrainJob ended = moved(job, state, worker, reason, now);
        ended.put("reason", reason);
        ended.put("notBefore", null);
        ended.put("report", report.orElse(null));
        return ended;
    }

    /** The same job as it ends with a new version. */
    public static RetrainJob published(
            RetrainJob job, String version, String reason, JobReport report, String worker, Instant now) {
        RetrainJob published = ended(job, JobState.PUBLISHED, reason, Optional.of(report), worker, now);
        published.put("version", version);
        return published;
    }

    private static RetrainJob moved(RetrainJob job, JobState state, String worker, String note, Instant now) {
        List<JobStep> steps = new ArrayList<>(job.getSteps());
        steps.add(step(state, worker, note, now));
        RetrainJob moved = copyOf(job);
        moved.put("state", state);
        moved.put("worker", worker);
        moved.put("steps", List.copyOf(steps.subList(Math.max(0, steps.size() - MAX_STEPS), steps.size())));
        return moved;
    }

    private static JobStep step(JobState state, String worker, String note, Instant now) {
        return JobStep.newBuilder()
                .setState(state)
                .setAt(now)
                .setWorker(worker)
                .setNote(note)
                .build();
    }

    /**
     * A copy with all fields, also those that this class knows nothing of. Avro's builders copy lists of records only where the whole process
     * trusts their classes.
     */
    public static RetrainJob copyOf(RetrainJob job) {
        RetrainJob copy = new RetrainJob();
        for (Schema.Field field : job.getSchema().getFields()) {
            copy.put(field.pos(), job.get(field.pos()));
        }
        return copy;
    }
}
