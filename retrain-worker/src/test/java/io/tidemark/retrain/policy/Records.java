package io.tidemark.retrain.policy;

import io.tidemark.retrain.version.Versions;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.LabelsSpec;
import io.tidemark.schemas.avro.LatencyQuantiles;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.RolloutSpec;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.TriggerKind;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/** Records as the topics hold them. */
final class Records {
    static final String MODEL = "flights";
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z"); // a Monday

    private Records() {}

    static RetrainSpec.Builder spec() {
        return RetrainSpec.newBuilder()
                .setExclude(List.of())
                .setHyperParameters(Map.of())
                .setFairness((FairnessSpec) null)
                .setDrift(Severity.MAJOR)
                .setPerformance(Severity.MAJOR)
                .setConcept(Severity.MINOR)
                .setCooldownMs(Duration.ofHours(6).toMillis());
    }

    static DriftEvent.Builder event(String episode, EpisodeState state, Severity severity, Instant at) {
        return DriftEvent.newBuilder()
                .setEventId(episode + "/" + state + "/" + at)
                .setEpisodeId(episode)
                .setState(state)
                .setModelId(MODEL)
                .setModelVersion("1")
                .setKind(DriftKind.FEATURE)
                .setSeverity(severity)
                .setWindowStart(at.minusSeconds(7_200))
                .setWindowEnd(at.minusSeconds(3_600))
                .setEpisodeStart(at.minusSeconds(7_200))
                .setBaselineId("b")
                .setBaselineRows(1_000)
                .setCurrentRows(1_000)
                .setReason("distance moved")
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setDiagnosis((Diagnosis) null)
                .setDetectedAt(at);
    }

    static DriftEvent opened(String episode, Instant at) {
        return event(episode, EpisodeState.OPENED, Severity.MAJOR, at).build();
    }

    static DriftEvent resolved(String episode, Instant at) {
        return event(episode, EpisodeState.RESOLVED, Severity.MAJOR, at).build();
    }

    static Diagnosis diagnosis(DiagnosisType type) {
        return Diagnosis.newBuilder()
                .setType(type)
                .setCauses(List.of())
                .setSummary("")
                .build();
    }

    static RetrainJob job(String id, JobState state, Instant began, @Nullable Instant ended) {
        List<JobStep> steps = new ArrayList<>();
        steps.add(new JobStep(JobState.REQUESTED, began, "w", ""));
        if (state != JobState.REQUESTED) {
            steps.add(new JobStep(JobState.COLLECTING, began, "w", ""));
        }
        if (ended != null) {
            steps.add(new JobStep(state, ended, "w", ""));
        }
        return RetrainJob.newBuilder()
                .setJobId(id)
                .setModelId(MODEL)
                .setState(state)
                .setTriggers(List.of(trigger(TriggerKind.SCHEDULE, "t-" + id, began)))
                .setRequestedAt(began)
                .setSteps(steps)
                .setData(List.of())
                .setReport((JobReport) null)
                .build();
    }

    static RetrainJob manual(String id, JobState state, Instant began, @Nullable Instant ended) {
        return with(job(id, state, began, ended), "triggers", List.of(trigger(TriggerKind.MANUAL, "t-" + id, began)));
    }

    /** A copy with one field changed. */
    @SuppressWarnings("unchecked") // the copy is of the record's class
    static <T extends SpecificRecordBase> T with(T record, String field, @Nullable Object value) {
        T copy = (T) SpecificData.newInstance(record.getClass(), record.getSchema());
        record.getSchema().getFields().forEach(each -> copy.put(each.pos(), record.get(each.pos())));
        copy.put(field, value);
        return copy;
    }

    static JobTrigger trigger(TriggerKind kind, String id, Instant at) {
        return JobTrigger.newBuilder()
                .setKind(kind)
                .setTriggerId(id)
                .setAt(at)
                .setReason("why")
                .build();
    }

    static ModelVersion version(String version, ModelStage stage, Instant since) {
        return Versions.builder(MODEL, version, stage, since).build();
    }

    static WindowPerformance labelled(String version, Instant end, int revision, long labelled, Instant at) {
        return WindowPerformance.newBuilder()
                .setModelId(MODEL)
                .setModelVersion(version)
                .setSegment("all")
                .setWindowStart(end.minusSeconds(3_600))
                .setWindowEnd(end)
                .setRevision(revision)
                .setFinal$(false)
                .setPredictions(1_000)
                .setLabelled(labelled)
                .setCoverage(labelled / 1_000.0)
                .setRealised(List.of())
                .setEstimated(List.of())
                .setConfusion(List.of())
                .setLatency((LatencyQuantiles) null)
                .setSeverity(Severity.NONE)
                .setDiagnosis((Diagnosis) null)
                .setAssessedAt(at)
                .build();
    }

    static ModelLoopState state(
            @Nullable RetrainSpec spec,
            Map<String, RetrainJob> jobs,
            Collection<ModelVersion> versions,
            OpenEpisodes episodes,
            LabelVolume labels) {
        MonitorSpec monitor = MonitorSpec.newBuilder()
                .setModel(MODEL)
                .setRevision("r")
                .setRollupMs(List.of())
                .setReferences(List.of())
                .setSegmentBy(List.of())
                .setThresholds(Map.of())
                .setLevels(Map.of())
                .setFeatures(List.of())
                .setLabels((LabelsSpec) null)
                .setPerformance(Map.of())
                .setRetrain(spec)
                .setRollout((RolloutSpec) null)
                .setAppliedAt(NOON.minus(Duration.ofDays(30)))
                .build();
        return new ModelLoopState(MODEL, Optional.of(monitor), List.copyOf(jobs.values()), versions, episodes, labels);
    }
}
