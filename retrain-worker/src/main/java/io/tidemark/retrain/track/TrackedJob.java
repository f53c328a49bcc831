package io.tidemark.retrain.track;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A job that was begun, or has ended, as a tracking server is told of it.
 *
 * @param runId follows from the topic and the job's id, so that it is the same whoever tells of it, and however often
 * @param version that it ended with; empty where it ended with none, has not ended, or that version is no more
 */
record TrackedJob(UUID runId, RetrainJob job, Optional<ModelVersion> version) {

    /** @param topic of jobs: other installations may have jobs with the same id */
    static TrackedJob of(String topic, RetrainJob job, Optional<ModelVersion> version) {
        return new TrackedJob(UUID.nameUUIDFromBytes((topic + "/" + job.getJobId()).getBytes(UTF_8)), job, version);
    }

    String id() {
        return job.getJobId();
    }

    String model() {
        return job.getModelId();
    }

    boolean hasEnded() {
        return JobRecords.hasEnded(job);
    }

    /** When it was begun first; for one that ended before it was begun, when it ended. */
    Instant begunAt() {
        return job.getSteps().stream()
                .filter(step -> step.getState() != JobState.REQUESTED)
                .findFirst()
                .map(JobStep::getAt)
                .orElse(job.getRequestedAt());
    }

    /** When it came to where it stands. */
    Instant changedAt() {
        return job.getSteps().isEmpty()
                ? job.getRequestedAt()
                : job.getSteps().getLast().getAt();
    }

    /** In small letters. */
    String state() {
        return word(job.getState());
    }

    /** The kinds of what asked for it, in small letters, each once. */
    List<String> triggerKinds() {
        return job.getTriggers().stream()
                .map(trigger -> word(trigger.getKind()))
                .distinct()
                .toList();
    }

    /** The drift episodes that asked for it. */
    List<String> episodes() {
        return job.getTriggers().stream()
                .map(JobTrigger::getEpisodeId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    static String word(Enum<?> symbol) {
        return symbol.name().toLowerCase(Locale.ROOT);
    }
}
