package io.tidemark.standalone.http;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.FeatureImportance;
import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.TriggerKind;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Records as monitor, worker and scoring applications write them, to be looked at. */
final class ShownRecords {
    static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");

    private ShownRecords() {}

    static ModelVersion version(String model, String version, ModelStage stage, @Nullable String champion) {
        return ModelVersion.newBuilder()
                .setModelId(model)
                .setVersion(version)
                .setStage(stage)
                .setStageSince(T0.plus(Duration.ofDays(version.length() + version.charAt(0))))
                .setCanaryShare(stage == ModelStage.CANARY ? 0.2 : 0)
                .setReason("because a test says so")
                .setChangedBy("test")
                .setCreatedAt(T0)
                .setArtifact(new ModelArtifactRef("artifacts", 0, 0L, 1, 1_000L, "ab".repeat(32)))
                .setGolden(List.of())
                .setMetrics(Map.of("accuracy", 0.9))
                .setChampionVersion(champion)
                .setChampionMetrics(champion == null ? Map.of() : Map.of("accuracy", 0.8))
                .setLineage(null)
                .build();
    }

    /** An instance that answers with one version and refuses another. */
    static ServingStatus serving(String model, String instance, String answers, String refused, String why) {
        return ServingStatus.newBuilder()
                .setModelId(model)
                .setInstance(instance)
                .setAt(Instant.now())
                .setStartedAt(T0)
                .setVersions(
                        List.of(served(answers, ServedState.PRODUCTION, ""), served(refused, ServedState.REFUSED, why)))
                .build();
    }

    private static ServedVersion served(String version, ServedState state, String why) {
        return ServedVersion.newBuilder()
                .setVersion(version)
                .setState(state)
                .setReason(why)
                .setSince(T0)
                .setSwapMillis(7L)
                .setAnswers(1_234)
                .build();
    }

    static RetrainJob job(String model, String id, String version, String why) {
        JobTrigger trigger = JobTrigger.newBuilder()
                .setKind(TriggerKind.PERFORMANCE)
                .setTriggerId("t")
                .setAt(T0)
                .setReason(why)
                .build();
        return JobRecords.published(
                JobRecords.requested(id, model, List.of(trigger), "worker-1", why, T0),
                version,
                why,
                report(),
                "worker-1",
                T0.plusSeconds(90));
    }

    private static JobReport report() {
        return JobReport.newBuilder()
                .setChampionVersion("1")
                .setChampionScored(true)
                .setTrainingRows(1_200)
                .setHoldoutRows(300)
                .setTrainingFrom(T0)
                .setHoldoutFrom(T0.plusSeconds(3_600))
                .setHoldoutTo(T0.plusSeconds(7_200))
                .setTraining(Map.of("seed", "1"))
                .setChecks(List.of(new GateResult("minRows", GateVerdict.PASSED, 1_500.0, 1_000.0, "1,500 examples")))
                .setGates(List.of(
                        new GateResult("improvement", GateVerdict.PASSED, 0.1, 0.05, "10 % better"),
                        new GateResult("latency", GateVerdict.NOT_JUDGED, null, null, "any is allowed")))
                .setMetrics(List.of(new ComparedMetric("accuracy", "all", 300L, 0.9, 0.8)))
                .setImportance(List.of(new FeatureImportance("age", 0.4, 0.1)))
                .setTrials(List.of())
                .build();
    }

    static WindowPerformance performance(String model, String version, int hour) {
        double accuracy = 0.9 - 0.02 * hour;
        return WindowPerformance.newBuilder()
                .setModelId(model)
                .setModelVersion(version)
                .setSegment("all")
                .setWindowStart(hour(hour))
                .setWindowEnd(hour(hour + 1))
                // After those that the monitor itself makes of the same windows.
                .setRevision(1_000)
                .setFinal$(true)
                .setPredictions(2_000)
                .setLabelled(1_500)
                .setCoverage(0.75)
                .setRealised(List.of(metric(accuracy)))
                .setEstimated(List.of(metric(0.9)))
                .setConfusion(List.of())
                .setLatency(null)
                .setSeverity(Severity.NONE)
                .setDiagnosis(null)
                .setAssessedAt(Instant.now())
                .build();
    }

    private static MetricValue metric(double value) {
        return MetricValue.newBuilder()
                .setMetric("accuracy")
                .setValue(value)
                .setLow(value - 0.02)
                .setHigh(value + 0.02)
                .setRows(1_500)
                .setBaseline(0.9)
                .setSeverity(Severity.NONE)
                .build();
    }

    static Instant hour(int number) {
        return T0.plus(Duration.ofHours(number));
    }

    /** A window of so many features, of which some drift now and then. */
    static WindowProfile wideWindow(String model, int hour, int features) {
        return window(
                model,
                hour,
                IntStream.range(0, features)
                        .mapToObj(number -> feature(
                                "feature_%04d".formatted(number),
                                number % 10 == 0 && hour % (2 + number / 100) == 0
                                        ? Severity.MAJOR
                                        : number % 10 == 1 ? Severity.MINOR : Severity.NONE))
                        .toList());
    }

    static WindowProfile window(String model, int hour, List<FeatureProfile> features) {
        return WindowProfile.newBuilder()
                .setModelId(model)
                .setModelVersion("1")
                .setSegment("all")
                .setWindowStart(hour(hour))
                .setWindowEnd(hour(hour + 1))
                .setRows(100)
                .setSeverity(Severity.MAJOR)
                .setDiagnosis(null)
                .setAssessedAt(Instant.now())
                .setFeatures(features)
                .build();
    }

    /** What is said of the only episode of a model in an hour; it began in the first one. */
    static DriftEvent drift(String model, String feature, EpisodeState state, int hour) {
        return DriftEvent.newBuilder()
                .setEventId(model + "-" + hour)
                .setEpisodeId(model)
                .setState(state)
                .setModelId(model)
                .setModelVersion("1")
                .setFeature(feature)
                .setKind(DriftKind.FEATURE)
                .setSeverity(Severity.MAJOR)
                .setFindings(List.of())
                .setWindowStart(hour(hour))
                .setWindowEnd(hour(hour + 1))
                .setEpisodeStart(T0)
                .setBaselineId("baseline")
                .setBaselineRows(1_000)
                .setCurrentRows(100)
                .setReason(state + " in hour " + hour)
                .setDetectedAt(hour(hour + 1))
                .build();
    }

    static FeatureProfile feature(String name, Severity severity) {
        return builder(name, severity).build();
    }

    static FeatureProfile withSketch(String name, byte[] sketch) {
        return builder(name, Severity.NONE).setSketch(ByteBuffer.wrap(sketch)).build();
    }

    private static FeatureProfile.Builder builder(String name, Severity severity) {
        return FeatureProfile.newBuilder()
                .setName(name)
                .setKind(FeatureKind.NUMERIC)
                .setPresent(100)
                .setQuantiles(List.of())
                .setTopCategories(List.of())
                .setSeverity(severity)
                .setStatistics(Map.of("psi", 0.1));
    }
}
