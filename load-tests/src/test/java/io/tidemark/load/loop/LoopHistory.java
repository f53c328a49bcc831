package io.tidemark.load.loop;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All that a read-committed consumer has seen of the loop, in order. Written by one thread, read by others. */
final class LoopHistory {
    private final List<RetrainJob> jobs = new ArrayList<>();
    private final List<ModelVersion> versions = new ArrayList<>();
    private final Map<String, Integer> chunks = new TreeMap<>();
    private final Set<String> baselineKeys = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    synchronized void add(RetrainJob job) {
        jobs.add(job);
    }

    synchronized void add(ModelVersion version) {
        versions.add(version);
    }

    synchronized void addChunk(String key) {
        chunks.merge(key, 1, Integer::sum);
    }

    synchronized void addBaseline(String key) {
        baselineKeys.add(key);
    }

    synchronized void addFault(String what) {
        faults.add(what);
    }

    /** What must never be seen, and was. */
    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    synchronized int jobRecords() {
        return jobs.size();
    }

    /** The records of jobs from the one with this number on. */
    synchronized List<RetrainJob> jobsFrom(int number) {
        return List.copyOf(jobs.subList(number, jobs.size()));
    }

    synchronized Map<String, List<RetrainJob>> jobsById() {
        return jobs.stream()
                .collect(Collectors.groupingBy(RetrainJob::getJobId, LinkedHashMap::new, Collectors.toList()));
    }

    synchronized Map<String, RetrainJob> latestJobs() {
        Map<String, RetrainJob> latest = new LinkedHashMap<>();
        jobs.forEach(job -> latest.put(job.getJobId(), job));
        return latest;
    }

    synchronized List<ModelVersion> versions() {
        return List.copyOf(versions);
    }

    /** How far each job has come, and with whom. */
    List<String> describeJobs() {
        return latestJobs().values().stream()
                .map(job -> "%s %s, attempt %d, %s"
                        .formatted(job.getJobId(), job.getState(), job.getAttempts(), job.getWorker()))
                .toList();
    }

    /** Whether of each job that ended with a version this version was seen: each partition learns of a commit by itself. */
    synchronized boolean hasAllVersionsOfJobs() {
        return jobs.stream()
                .filter(job -> job.getVersion() != null)
                .allMatch(job -> versions.stream()
                        .anyMatch(version -> version.getModelId().equals(job.getModelId())
                                && version.getVersion().equals(job.getVersion())));
    }

    /** How often the chunk of each key was seen. */
    synchronized Map<String, Integer> chunks() {
        return Map.copyOf(chunks);
    }

    /** How many chunks of a version were seen. */
    synchronized long chunksOf(String model, String version) {
        String prefix = RecordKeys.modelVersion(model, version) + "/";
        return chunks.keySet().stream().filter(key -> key.startsWith(prefix)).count();
    }

    synchronized Set<String> baselineKeys() {
        return Set.copyOf(baselineKeys);
    }
}
