package io.tidemark.retrain.rollout;

import io.tidemark.profile.stats.WilsonInterval;
import io.tidemark.retrain.version.Versions;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.LatencyQuantiles;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RolloutSpec;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records of a model whose event time is years behind the wall clock. */
final class RolloutRecords {
    static final Instant WALL = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant EVENT = Instant.parse("2001-01-01T00:00:00Z");

    private RolloutRecords() {}

    static Instant wall(int minutes) {
        return WALL.plusSeconds(60L * minutes);
    }

    static RolloutSpec.Builder spec() {
        return RolloutSpec.newBuilder().setCanaryShares(List.of());
    }

    static ModelVersion version(String version, ModelStage stage, int sinceMinute) {
        return version(version, stage, sinceMinute, 0);
    }

    /** Made in the order of their names. */
    static ModelVersion version(String version, ModelStage stage, int sinceMinute, double share) {
        return Versions.builder("flights", version, stage, wall(sinceMinute))
                .setCanaryShare(share)
                .setCreatedAt(WALL.plusSeconds(version.charAt(version.length() - 1)))
                .build();
    }

    /** A window of an hour with a log loss whose standard error is 1 over the root of the rows. */
    static WindowPerformance window(String version, int hour, int revision, long rows, double loss, int atMinute) {
        return window(version, hour, revision, rows, loss, atMinute, 1_000);
    }

    static WindowPerformance window(
            String version, int hour, int revision, long rows, double loss, int atMinute, double p99) {
        double half = WilsonInterval.Z / Math.sqrt((double) Math.max(1, rows));
        return WindowPerformance.newBuilder()
                .setModelId("flights")
                .setModelVersion(version)
                .setSegment("all")
                .setWindowStart(EVENT.plusSeconds(3_600L * hour))
                .setWindowEnd(EVENT.plusSeconds(3_600L * (hour + 1)))
                .setRevision(revision)
                .setFinal$(false)
                .setPredictions(rows)
                .setLabelled(rows)
                .setCoverage(1)
                .setRealised(
                        rows == 0
                                ? List.of()
                                : List.of(new MetricValue(
                                        "logLoss", loss, loss - half, loss + half, rows, null, Severity.NONE)))
                .setEstimated(List.of())
                .setConfusion(List.of())
                .setLatency(new LatencyQuantiles(rows, p99 / 4, p99 / 2, p99))
                .setSeverity(Severity.NONE)
                .setDiagnosis((Diagnosis) null)
                .setAssessedAt(wall(atMinute))
                .build();
    }

    static ServingStatus status(String instance, String version, ServedState state, long answers, long failures) {
        return new ServingStatus(
                "flights",
                instance,
                WALL,
                WALL,
                List.of(new ServedVersion(
                        version,
                        state,
                        state == ServedState.REFUSED ? "golden predictions differ" : "",
                        WALL,
                        null,
                        answers,
                        failures,
                        0L)));
    }

    static DriftEvent majorLoss(String version, EpisodeState state) {
        return DriftEvent.newBuilder()
                .setEventId("x")
                .setEpisodeId("x")
                .setState(state)
                .setModelId("flights")
                .setModelVersion(version)
                .setKind(DriftKind.PERFORMANCE)
                .setSeverity(Severity.MAJOR)
                .setWindowStart(EVENT)
                .setWindowEnd(EVENT)
                .setEpisodeStart(EVENT)
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setBaselineId("b")
                .setBaselineRows(1)
                .setCurrentRows(1)
                .setReason("")
                .setDiagnosis((Diagnosis) null)
                .setDetectedAt(WALL)
                .build();
    }
}
