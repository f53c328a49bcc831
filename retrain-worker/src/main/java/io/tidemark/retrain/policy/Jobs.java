package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TriggerKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All jobs of one model, as the topic {@code retrain-jobs} has them.
 *
 * @param inOrder those that were requested first, first
 */
record Jobs(List<RetrainJob> inOrder) {
    private static final Comparator<RetrainJob> BY_REQUEST =
            Comparator.comparing(RetrainJob::getRequestedAt).thenComparing(RetrainJob::getJobId);

    Jobs {
        inOrder = inOrder.stream().sorted(BY_REQUEST).toList();
    }

    /** Jobs of other models among them don't count. */
    static Jobs of(String model, Collection<RetrainJob> jobs) {
        return new Jobs(
                jobs.stream().filter(job -> job.getModelId().equals(model)).toList());
    }

    static boolean isWaiting(RetrainJob job) {
        return job.getState() == JobState.REQUESTED;
    }

    /** A state newer than the schema counts as running: rather none beside it than two. */
    static boolean isRunning(RetrainJob job) {
        return switch (job.getState()) {
            case COLLECTING, TRAINING, JUDGING, UNKNOWN -> true;
            case REQUESTED, PUBLISHED, REJECTED, SKIPPED, FAILED -> false;
        };
    }

    static boolean hasEnded(RetrainJob job) {
        return !isWaiting(job) && !isRunning(job);
    }

    /** Whether a person asked for it, perhaps beside other things. */
    static boolean isManual(RetrainJob job) {
        return job.getTriggers().stream().anyMatch(trigger -> trigger.getKind() == TriggerKind.MANUAL);
    }

    /** When a worker began it first; empty where none has. */
    static Optional<Instant> beginOf(RetrainJob job) {
        return job.getSteps().stream()
                .filter(step -> step.getState() == JobState.COLLECTING)
                .map(JobStep::getAt)
                .min(Comparator.naturalOrder());
    }

    /** When it ended; when it was requested where its steps don't say. */
    static Instant endOf(RetrainJob job) {
        return job.getSteps().stream()
                .filter(step -> step.getState() == job.getState())
                .map(JobStep::getAt)
                .max(Comparator.naturalOrder())
                .orElse(job.getRequestedAt());
    }

    static boolean isOf(RetrainJob job, String episodeId) {
        return job.getTriggers().stream().map(JobTrigger::getEpisodeId).anyMatch(episodeId::equals);
    }

    Stream<RetrainJob> stream() {
        return inOrder.stream();
    }

    boolean has(String jobId) {
        return stream().anyMatch(job -> job.getJobId().equals(jobId));
    }

    Optional<RetrainJob> running() {
        return stream().filter(Jobs::isRunning).findFirst();
    }

    /** The automatic job that waits: others that ask are added to it. */
    Optional<RetrainJob> waitingAutomatic() {
        return stream().filter(Jobs::isWaiting).filter(job -> !isManual(job)).findFirst();
    }

    Optional<RetrainJob> waitingManual() {
        return stream().filter(Jobs::isWaiting).filter(Jobs::isManual).findFirst();
    }

    /** Of the jobs that an episode asked for the one that was requested last. */
    Optional<RetrainJob> lastOf(String episodeId) {
        return stream().filter(job -> isOf(job, episodeId)).reduce((_, later) -> later);
    }

    /** The job that began last, whoever asked for it. */
    Optional<RetrainJob> lastBegun() {
        return stream()
                .filter(job -> beginOf(job).isPresent())
                .max(Comparator.comparing(job -> beginOf(job).orElseThrow()));
    }

    /** When the last job ended of those that a worker had begun. */
    Optional<Instant> lastEnd() {
        return stream()
                .filter(job -> hasEnded(job) && beginOf(job).isPresent())
                .map(Jobs::endOf)
                .max(Comparator.naturalOrder());
    }

    /** Those that have ended, the last to end first. */
    List<RetrainJob> endedLatestFirst() {
        return stream()
                .filter(Jobs::hasEnded)
                .sorted(Comparator.comparing(Jobs::endOf)
                        .thenComparing(RetrainJob::getJobId)
                        .reversed())
                .toList();
    }
}
