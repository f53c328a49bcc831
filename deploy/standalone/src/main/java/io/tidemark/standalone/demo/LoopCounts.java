package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the loop has come to: jobs, versions, and which of them answers. For one thread. */
final class LoopCounts {
    private static final Set<JobState> AT_WORK = EnumSet.of(JobState.COLLECTING, JobState.TRAINING, JobState.JUDGING);

    private final Map<String, JobState> jobs = new HashMap<>();
    private final Map<String, String> stages = new HashMap<>();
    private final NavigableMap<Instant, String> swaps = new TreeMap<>();
    private final String first;

    /** A version that answered from one event time to another. */
    record Span(String version, Instant from, Instant to) {}

    /** @param first the version that answers before any swap */
    LoopCounts(String first) {
        this.first = first;
    }

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
        swaps.put(at, version);
    }

    /** The version that answers; empty where it is the first one, perhaps again. */
    Optional<String> answering() {
        return Optional.ofNullable(swaps.lastEntry())
                .map(Map.Entry::getValue)
                .filter(version -> !version.equals(first));
    }

    /** Event time since which it answers. */
    Optional<Instant> swappedAt() {
        return answering().map(version -> swaps.lastKey());
    }

    /** When, from an instant on, another version than the first began to answer. */
    Optional<Instant> firstSwapSince(Instant from) {
        return swaps.tailMap(from, true).entrySet().stream()
                .filter(swap -> !swap.getValue().equals(first))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Which version answered when, in the order of time and without gaps. */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        String version = first;
        Instant from = Instant.MIN;
        for (Map.Entry<Instant, String> swap : swaps.entrySet()) {
            spans.add(new Span(version, from, swap.getKey()));
            version = swap.getValue();
            from = swap.getKey();
        }
        spans.add(new Span(version, from, Instant.MAX));
        return spans;
    }

    /** How many jobs are in which state. */
    Map<String, Long> jobs() {
        Map<String, Long> counts = new TreeMap<>();
        jobs.values().forEach(state -> counts.merge(state.name().toLowerCase(Locale.ROOT), 1L, Long::sum));
        return counts;
    }
}
