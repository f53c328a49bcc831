package io.tidemark.stream.topology;

import io.tidemark.profile.performance.LatencySummary;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.schemas.avro.ConfusionCount;
import io.tidemark.schemas.avro.LatencyQuantiles;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.performance.PerformanceSubjects;
import io.tidemark.stream.performance.WindowVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Revisions of windows' performance as records of the topic {@code performance}. */
public final class WindowPerformances {
    private WindowPerformances() {}

    static String keyOf(WindowPerformance performance) {
        return RecordKeys.modelVersionSegment(
                performance.getModelId(), performance.getModelVersion(), performance.getSegment());
    }

    /** The record of a revision. */
    public static WindowPerformance of(PerformanceRevision revision, Instant assessedAt) {
        var profile = revision.profile();
        var window = revision.window();
        Duration length = Duration.ofMillis(window.endMs() - window.startMs());
        return WindowPerformance.newBuilder()
                .setModelId(window.model())
                .setModelVersion(window.version())
                .setSegment(window.segment())
                .setWindowStart(Instant.ofEpochMilli(window.startMs()))
                .setWindowEnd(Instant.ofEpochMilli(window.endMs()))
                .setRevision(revision.revision())
                .setFinal$(revision.last())
                .setPredictions(profile.predictions())
                .setLabelled(profile.labelled())
                .setCoverage(revision.coverage())
                .setCorrected(revision.corrected())
                .setRealised(metricsOf(profile.metrics(), revision, revision.judged()))
                .setEstimated(metricsOf(revision.estimated(), revision, Optional.empty()))
                .setConfusion(confusionOf(profile.confusion()))
                .setLatency(latencyOf(profile.latency()))
                .setPredictionsPerSecond(profile.predictions() / (length.toMillis() / 1000.0))
                .setSeverity(revision.judged()
                        .map(judged -> DriftEvents.severityOf(judged.worst()))
                        .orElse(Severity.INSUFFICIENT))
                .setSpecRevision(revision.specRevision())
                .setBaselineId(
                        revision.reference().map(PerformanceReference::id).orElse(null))
                .setDiagnosis(revision.judged()
                        .flatMap(WindowVerdict::diagnosis)
                        .map(DiagnosisRecords::of)
                        .orElse(null))
                .setAssessedAt(assessedAt)
                .build();
    }

    private static List<MetricValue> metricsOf(
            Map<Metric, io.tidemark.profile.performance.MetricValue> metrics,
            PerformanceRevision revision,
            Optional<WindowVerdict> judged) {
        return metrics.entrySet().stream()
                .map(entry -> MetricValue.newBuilder()
                        .setMetric(entry.getKey().key())
                        .setValue(entry.getValue().value())
                        .setLow(entry.getValue().low())
                        .setHigh(entry.getValue().high())
                        .setRows(entry.getValue().rows())
                        .setBaseline(revision.reference()
                                .flatMap(reference -> reference.baseline().metric(entry.getKey()))
                                .map(MetricReference::value)
                                .orElse(null))
                        .setSeverity(
                                judged.map(verdict -> verdict.bySubject().get(PerformanceSubjects.of(entry.getKey())))
                                        .map(DriftEvents::severityOf)
                                        .orElse(Severity.NONE))
                        .build())
                .toList();
    }

    private static List<ConfusionCount> confusionOf(Map<String, Map<String, Long>> confusion) {
        return confusion.entrySet().stream()
                .flatMap(truth -> truth.getValue().entrySet().stream()
                        .map(predicted -> new ConfusionCount(truth.getKey(), predicted.getKey(), predicted.getValue())))
                .toList();
    }

    private static @Nullable LatencyQuantiles latencyOf(LatencySummary latency) {
        return latency.count() == 0
                ? null
                : new LatencyQuantiles(
                        latency.count(), (double) latency.p50(), (double) latency.p95(), (double) latency.p99());
    }
}
