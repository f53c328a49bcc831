package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the loop has come to: jobs, versions, and which of them answers. For one thread. */
final class LoopCounts {
    private static final Set<JobState> AT_WORK = EnumSet.of(JobState.COLLECTING, JobState.TRAINING, JobState.JUDGING);

    private final Map<String, JobState> jobs = new HashMap<>();
    private final Map<String, String> stages = new HashMap<>();
    private Optional<String> answering = Optional.empty();
    private Optional<Instant> swappedAt = Optional.empty();

    /** @return whether this is news */
    boolean add(RetrainJob job) {
        return job.getState() != jobs.put(job.getJobId(), job.getState());
    }

    /** @return whether this is news */
    boolean add(ModelVersion version) {
        String stage = version.getStage() + " " + version.getCanaryShare();
        return !stage.equals(stages.put(version.getVersion(), stage)) && version.getStage() != ModelStage.UNKNOWN;
    }

    /** Whether a worker is at a job. */
    boolean isAtWork() {
        return jobs.values().stream().anyMatch(AT_WORK::contains);
    }

    void swapped(String version, Instant at) {
        answering = Optional.of(version);
        swappedAt = Optional.of(at);
    }

    /** The version that answers; empty where it is the first one. */
    Optional<String> answering() {
        return answering;
    }

    /** Event time of the last swap. */
    Optional<Instant> swappedAt() {
        return swappedAt;
    }

    /** How many jobs are in which state. */
    Map<String, Long> jobs() {
        Map<String, Long> counts = new TreeMap<>();
        jobs.values().forEach(state -> counts.merge(state.name().toLowerCase(Locale.ROOT), 1L, Long::sum));
        return counts;
    }
}
