package io.tidemark.load.loop;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.loop.LoopModel.Champion;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What has to hold of all that was ever committed, when every job has ended. */
final class LoopChecks {
    private final LoopHistory history;
    private final Map<String, LoopModel> asked;

    /** @param asked by trigger id, the models that were asked for */
    LoopChecks(LoopHistory history, Map<String, LoopModel> asked) {
        this.history = history;
        this.asked = asked;
    }

    void assertAll() {
        assertEveryJobEndsOnce();
        assertEveryTriggerIsInOneJob();
        assertAttemptsReadTheSame();
        assertVersionsFollowEachOther();
        assertEveryVersionIsOfOneJob();
        assertSameDataMakeTheSameBytes();
        assertNothingWithoutItsVersion();
    }

    private void assertEveryJobEndsOnce() {
        history.jobsById().forEach((id, records) -> {
            assertThat(records.stream().filter(JobRecords::hasEnded))
                    .as("ends of job %s: %s", id, states(records))
                    .hasSize(1);
            RetrainJob last = records.getLast();
            assertThat(JobRecords.hasEnded(last))
                    .as("nothing comes after the end of job %s: %s", id, states(records))
                    .isTrue();
            assertThat(last.getState())
                    .as("end of job %s: %s", id, last.getReason())
                    .isEqualTo(isKnown(last) ? JobState.REJECTED : JobState.PUBLISHED);
            assertThat(records)
                    .extracting(RetrainJob::getAttempts)
                    .as("attempts of job %s", id)
                    .isSorted();
        });
    }

    private static boolean isKnown(RetrainJob job) {
        return LoopModel.ALL.stream()
                .anyMatch(model -> model.name().equals(job.getModelId()) && model.champion() == Champion.KNOWS);
    }

    private static List<JobState> states(List<RetrainJob> records) {
        return records.stream().map(RetrainJob::getState).toList();
    }

    private void assertEveryTriggerIsInOneJob() {
        Map<String, List<String>> models = history.latestJobs().values().stream()
                .flatMap(job -> job.getTriggers().stream().map(trigger -> Map.entry(trigger, job)))
                .collect(groupingBy(
                        entry -> entry.getKey().getTriggerId(),
                        TreeMap::new,
                        mapping(entry -> entry.getValue().getModelId(), toList())));
        Map<String, List<String>> expected = new TreeMap<>();
        asked.forEach((trigger, model) -> expected.put(trigger, List.of(model.name())));
        assertThat(models).as("models of the jobs that each trigger is in").isEqualTo(expected);
        assertThat(history.latestJobs().values())
                .flatExtracting(RetrainJob::getTriggers)
                .extracting(JobTrigger::getSettledAt)
                .as("triggers that were dropped before their job began")
                .containsOnlyNulls();
    }

    private void assertAttemptsReadTheSame() {
        history.jobsById()
                .forEach((id, records) -> assertThat(records.stream()
                                .map(RetrainJob::getData)
                                .filter(data -> !data.isEmpty())
                                .distinct())
                        .as("data ranges of job %s", id)
                        .hasSize(1));
    }

    private void assertVersionsFollowEachOther() {
        Map<String, List<String>> found = made().stream()
                .collect(groupingBy(ModelVersion::getModelId, mapping(ModelVersion::getVersion, toList())));
        found.forEach((model, versions) -> assertThat(versions)
                .as("versions of %s, in the order of their records", model)
                .isEqualTo(IntStream.range(2, versions.size() + 2)
                        .mapToObj(Integer::toString)
                        .toList()));
    }

    private void assertEveryVersionIsOfOneJob() {
        Map<String, RetrainJob> publishing = new HashMap<>();
        for (RetrainJob job : history.latestJobs().values()) {
            if (job.getState() == JobState.PUBLISHED) {
                String name = job.getModelId() + " " + job.getVersion();
                assertThat(publishing.put(name, job))
                        .as("another job of %s", name)
                        .isNull();
            } else {
                assertThat(job.getVersion())
                        .as("version of job %s", job.getJobId())
                        .isNull();
            }
        }
        assertThat(made().stream().map(version -> version.getModelId() + " " + version.getVersion()))
                .containsExactlyInAnyOrderElementsOf(publishing.keySet());
        for (ModelVersion version : made()) {
            RetrainJob job = Objects.requireNonNull(publishing.get(version.getModelId() + " " + version.getVersion()));
            assertThat(lineage(version).getJobId()).isEqualTo(job.getJobId());
            assertThat(lineage(version).getData()).isEqualTo(job.getData());
        }
    }

    private void assertSameDataMakeTheSameBytes() {
        Map<String, Set<String>> bytes = new TreeMap<>();
        Map<String, Set<String>> data = new TreeMap<>();
        for (ModelVersion version : made()) {
            String hash = lineage(version).getDataHash();
            bytes.computeIfAbsent(version.getModelId() + " of " + hash, none -> new TreeSet<>())
                    .add(version.getArtifact().getSha256());
            data.computeIfAbsent(version.getModelId(), none -> new TreeSet<>()).add(hash);
        }
        assertThat(bytes.entrySet())
                .as("bytes by data")
                .allSatisfy(
                        entry -> assertThat(entry.getValue()).as(entry.getKey()).hasSize(1));
        LoopModel.ALL.stream()
                .filter(model -> !model.grows() && asked.containsValue(model))
                .forEach(model -> assertThat(data.get(model.name()))
                        .as("data of %s, whose examples are all there from the beginning", model.name())
                        .hasSize(1));
    }

    /** Chunks and baselines are seen with their version or not at all, and once. */
    private void assertNothingWithoutItsVersion() {
        List<String> chunks = new ArrayList<>();
        Set<String> manifests = new TreeSet<>();
        for (ModelVersion version : history.versions()) {
            for (int chunk = 0; chunk < version.getArtifact().getChunks(); chunk++) {
                chunks.add(RecordKeys.modelChunk(version.getModelId(), version.getVersion(), chunk));
            }
            if (version.getBaselineId() != null) {
                manifests.add(RecordKeys.modelVersion(version.getModelId(), version.getVersion()));
            }
        }
        assertThat(history.chunks().keySet()).containsExactlyInAnyOrderElementsOf(chunks);
        assertThat(history.chunks().values()).as("chunks of one key").containsOnly(1);
        assertThat(history.baselineKeys().stream()
                        .map(RecordKeys::baselineKey)
                        .map(key -> RecordKeys.modelVersion(key.modelId(), key.modelVersion()))
                        .collect(Collectors.toSet()))
                .as("versions of baselines")
                .isEqualTo(manifests);
    }

    /** Versions that workers made. */
    private Collection<ModelVersion> made() {
        return history.versions().stream()
                .filter(version -> version.getLineage() != null)
                .toList();
    }

    private static ModelLineage lineage(ModelVersion version) {
        return Objects.requireNonNull(version.getLineage(), "lineage");
    }
}
