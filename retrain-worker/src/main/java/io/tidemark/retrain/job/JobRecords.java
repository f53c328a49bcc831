package io.tidemark.retrain.job;

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

    /** When it ended; empty where it has not. */
    public static Optional<Instant> endedAt(RetrainJob job) {
        return hasEnded(job) && !job.getSteps().isEmpty()
                ? Optional.of(job.getSteps().getLast().getAt())
                : Optional.empty();
    }

    /** A job that was asked for. */
    public static RetrainJob requested(
            String jobId,
            String model,
            List<JobTrigger> triggers,
            Optional<Instant> notBefore,
            String by,
            Instant now) {
        return RetrainJob.newBuilder()
                .setJobId(jobId)
                .setModelId(model)
                .setTriggers(triggers)
                .setRequestedAt(now)
                .setNotBefore(notBefore.orElse(null))
                .setState(JobState.REQUESTED)
                .setWorker(by)
                .setSteps(List.of(step(JobState.REQUESTED, by, "", now)))
                .build();
    }

    /** The same job as it begins an attempt. */
    public static RetrainJob begun(RetrainJob job, String specRevision, String worker, Instant now) {
        int attempt = job.getAttempts() + 1;
        String note = attempt == 1 ? "" : "attempt " + attempt + ", as " + job.getWorker() + " did not end it";
        return moved(job, JobState.COLLECTING, worker, note, now)
                .setAttempts(attempt)
                .setSpecRevision(specRevision)
                .build();
    }

    /** The same job with the examples that it is going to read, and that another attempt will read as well. */
    public static RetrainJob planned(
            RetrainJob job, List<DataRange> data, Optional<Instant> dataSince, String worker, Instant now) {
        return moved(job, JobState.COLLECTING, worker, "examples fixed", now)
                .setData(data)
                .setDataSince(dataSince.orElse(null))
                .build();
    }

    /** The same job as it comes to its next state. */
    public static RetrainJob at(RetrainJob job, JobState state, String note, String worker, Instant now) {
        return moved(job, state, worker, note, now).build();
    }

    /** The same job as it ends without a new version. */
    public static RetrainJob ended(
            RetrainJob job, JobState state, String reason, Optional<JobReport> report, String worker, Instant now) {
        return moved(job, state, worker, reason, now)
                .setReason(reason)
                .setReport(report.orElse(null))
                .build();
    }

    /** The same job as it ends with a new version. */
    public static RetrainJob published(
            RetrainJob job, String version, String reason, JobReport report, String worker, Instant now) {
        return moved(job, JobState.PUBLISHED, worker, reason, now)
                .setVersion(version)
                .setReason(reason)
                .setReport(report)
                .build();
    }

    private static RetrainJob.Builder moved(
            RetrainJob job, JobState state, String worker, String note, Instant now) {
        List<JobStep> steps = new ArrayList<>(job.getSteps());
        steps.add(step(state, worker, note, now));
        int from = Math.max(0, steps.size() - MAX_STEPS);
        return copyOf(job)
                .setState(state)
                .setWorker(worker)
                .setSteps(List.copyOf(steps.subList(from, steps.size())));
    }

    private static JobStep step(JobState state, String worker, String note, Instant now) {
        return JobStep.newBuilder()
                .setState(state)
                .setAt(now)
                .setWorker(worker)
                .setNote(note)
                .build();
    }

    private static RetrainJob.Builder copyOf(RetrainJob job) {
        return RetrainJob.newBuilder()
                .setJobId(job.getJobId())
                .setModelId(job.getModelId())
                .setState(job.getState())
                .setTriggers(job.getTriggers())
                .setRequestedAt(job.getRequestedAt())
                .setNotBefore(job.getNotBefore())
                .setAttempts(job.getAttempts())
                .setWorker(job.getWorker())
                .setSteps(job.getSteps())
                .setData(job.getData())
                .setDataSince(job.getDataSince())
                .setSpecRevision(job.getSpecRevision())
                .setVersion(job.getVersion())
                .setReason(job.getReason())
                .setReport(job.getReport());
    }
}
