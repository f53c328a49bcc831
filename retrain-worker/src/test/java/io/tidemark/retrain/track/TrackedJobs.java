package io.tidemark.retrain.track;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TriggerKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One job on its way: asked for by drift at 08:00, begun at 08:01, ended at 08:05. */
final class TrackedJobs {
    static final String TOPIC = "tidemark.retrain-jobs";
    static final Instant REQUESTED = Instant.parse("2026-03-01T08:00:00Z");
    static final Instant BEGUN = Instant.parse("2026-03-01T08:01:00Z");
    static final Instant ENDED = Instant.parse("2026-03-01T08:05:00.250Z");

    private static final String WORKER = "w1";

    private TrackedJobs() {}

    static RetrainJob requested() {
        JobTrigger drift = JobTrigger.newBuilder()
                .setKind(TriggerKind.DRIFT)
                .setTriggerId("event-7")
                .setEpisodeId("episode-7")
                .setModelVersion("1")
                .setAt(REQUESTED)
                .setReason("distance drifted")
                .build();
        return JobRecords.requested("flights-3f9a12cd07", "flights", List.of(drift), WORKER, "", REQUESTED);
    }

    static RetrainJob begun() {
        return JobRecords.begun(requested(), "r1", WORKER, BEGUN);
    }

    static RetrainJob training() {
        return JobRecords.at(planned(), JobState.TRAINING, "", WORKER, BEGUN.plusSeconds(20));
    }

    private static RetrainJob planned() {
        return JobRecords.planned(
                begun(),
                List.of(new DataRange("tidemark.labeled-examples", 2, 100L, 1100L)),
                Optional.of(Instant.parse("2026-02-01T00:00:00Z")),
                WORKER,
                BEGUN.plusSeconds(10));
    }

    static RetrainJob published() {
        return JobRecords.published(training(), "2", "passed all gates", report(), WORKER, ENDED);
    }

    static RetrainJob rejected() {
        return JobRecords.ended(
                training(), JobState.REJECTED, "no better than version 1", Optional.of(report()), WORKER, ENDED);
    }

    static RetrainJob failed() {
        return JobRecords.ended(training(), JobState.FAILED, "took longer than PT30M", Optional.empty(), WORKER, ENDED);
    }

    /** Ended before it was begun. */
    static RetrainJob skipped() {
        return JobRecords.ended(
                requested(), JobState.SKIPPED, "the spec says nothing of retraining", Optional.empty(), WORKER, ENDED);
    }

    static JobReport report() {
        return JobReport.newBuilder()
                .setChampionVersion("1")
                .setChampionScored(true)
                .setTrainingRows(800)
                .setHoldoutRows(200)
                .setTrainingFrom(REQUESTED)
                .setHoldoutFrom(REQUESTED)
                .setHoldoutTo(REQUESTED)
                .setTraining(Map.of("algorithm", "XGBOOST", "hyperParameters.depth", "6", "seed", "1"))
                .setChecks(List.of())
                .setGates(List.of(
                        new GateResult("improvement", GateVerdict.PASSED, 0.25, 0.01, "25 % less loss"),
                        new GateResult("fairness", GateVerdict.NOT_JUDGED, null, null, "switched off")))
                .setMetrics(List.of(
                        new ComparedMetric("logLoss", "all", 200L, 0.3, 0.4),
                        new ComparedMetric("accuracy", "carrier=A/B", 50L, 0.9, null)))
                .setImportance(List.of())
                .setTrials(List.of())
                .build();
    }

    static ModelVersion version() {
        return ModelVersion.newBuilder()
                .setModelId("flights")
                .setVersion("2")
                .setStage(ModelStage.CANDIDATE)
                .setStageSince(ENDED)
                .setCreatedAt(ENDED)
                .setArtifact(new ModelArtifactRef("tidemark.model-artifacts", 0, 0L, 1, 4096L, "ab"))
                .setGolden(List.of())
                .setLineage(ModelLineage.newBuilder()
                        .setJobId("flights-3f9a12cd07")
                        .setData(List.of())
                        .setDataHash("c0ffee")
                        .setCode("0.1.0 (abc)")
                        .build())
                .build();
    }

    static TrackedJob tracked(RetrainJob job) {
        return TrackedJob.of(TOPIC, job, Optional.empty());
    }

    static TrackedJob trackedWithVersion(RetrainJob job) {
        return TrackedJob.of(TOPIC, job, Optional.of(version()));
    }
}
