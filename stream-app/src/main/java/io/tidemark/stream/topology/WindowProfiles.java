package io.tidemark.stream.topology;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.SideSummary;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.assess.Assessment.Evidence;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.BaselineRecords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Assessed windows as records, in as many parts as keep each below the usual limit on message size. */
final class WindowProfiles {
    /** Sketch bytes in one part. The rest of a feature is small beside its sketch. */
    private static final int PART_BYTES = 512 * 1024;

    private static final int FEATURE_OVERHEAD_BYTES = 2 * 1024;

    private WindowProfiles() {}

    static String keyOf(WindowProfile profile) {
        return RecordKeys.modelVersionSegment(profile.getModelId(), profile.getModelVersion(), profile.getSegment());
    }

    static List<WindowProfile> of(WindowAssessed window, Instant assessedAt) {
        List<List<FeatureProfile>> parts = inParts(window);
        Optional<JudgedSpan> judged = window.isJudgedAlone() ? Optional.empty() : Optional.of(window.judged());
        List<WindowProfile> profiles = new ArrayList<>(parts.size());
        for (int part = 0; part < parts.size(); part++) {
            profiles.add(WindowProfile.newBuilder()
                    .setModelId(window.window().model())
                    .setModelVersion(window.window().version())
                    .setSegment(window.window().segment())
                    .setWindowStart(Instant.ofEpochMilli(window.window().startMs()))
                    .setWindowEnd(Instant.ofEpochMilli(window.window().endMs()))
                    .setRows(window.rows())
                    .setUnprofiledRows(window.unprofiledRows())
                    .setDroppedValues(window.droppedValues())
                    .setAbsentTags(window.absentTags())
                    .setPart(part)
                    .setParts(parts.size())
                    .setSupplement(window.supplement())
                    .setSpecRevision(window.specRevision())
                    .setBaselineId(window.baseline().map(Baseline::id).orElse(null))
                    .setLearnedBaseline(window.baseline().map(Baseline::learned).orElse(false))
                    .setJudgedStart(
                            judged.map(s -> Instant.ofEpochMilli(s.startMs())).orElse(null))
                    .setJudgedEnd(
                            judged.map(s -> Instant.ofEpochMilli(s.endMs())).orElse(null))
                    .setJudgedRows(judged.map(JudgedSpan::rows).orElse(null))
                    .setSeverity(DriftEvents.severityOf(window.verdict().severity()))
                    .setFeaturesJudged(window.verdict().featuresJudged())
                    .setDiagnosis(window.verdict()
                            .diagnosis()
                            .map(DiagnosisRecords::of)
                            .orElse(null))
                    .setAssessedAt(assessedAt)
                    .setFeatures(parts.get(part))
                    .build());
        }
        return profiles;
    }

    private static List<List<FeatureProfile>> inParts(WindowAssessed window) {
        List<List<FeatureProfile>> parts = new ArrayList<>();
        List<FeatureProfile> part = new ArrayList<>();
        int bytes = 0;
        for (FeatureAssessment feature : window.features().values()) {
            FeatureProfile profile = feature(feature, window);
            int size = profile.getSketch().remaining() + FEATURE_OVERHEAD_BYTES;
            if (bytes + size > PART_BYTES && !part.isEmpty()) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(profile);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }

    private static FeatureProfile feature(FeatureAssessment assessed, WindowAssessed window) {
        FeatureSketch sketch = assessed.sketch();
        FeatureKind kind = assessed.judgement()
                .map(judgement -> judgement.comparison().kind())
                .orElseGet(() -> FeatureKind.of(sketch));
        @Nullable
        NumericSketch numbers = kind == FeatureKind.NUMERIC ? sketch.numeric().orElse(null) : null;
        @Nullable
        FeatureComparison comparison =
                assessed.judgement().map(judgement -> judgement.comparison()).orElse(null);
        @Nullable SideSummary pane = paneOf(assessed, window).orElse(null);
        return FeatureProfile.newBuilder()
                .setName(assessed.feature())
                .setKind(BaselineRecords.kindOf(kind))
                .setPresent(kind.valuesOf(sketch))
                .setMissing(window.rows() - sketch.present())
                .setInvalid(sketch.present() - kind.valuesOf(sketch))
                .setOutOfRange(pane == null || numbers == null ? null : pane.outOfRange())
                .setUnseen(pane == null || numbers != null ? null : pane.unseen())
                .setDistinct(sketch.categories()
                        .map(CategorySketch::distinctCount)
                        .map(Math::round)
                        .orElse(null))
                .setMin(numbers == null ? null : BaselineRecords.finite(numbers.min()))
                .setMax(numbers == null ? null : BaselineRecords.finite(numbers.max()))
                .setMean(numbers == null ? null : BaselineRecords.finite(numbers.mean()))
                .setStddev(numbers == null ? null : BaselineRecords.finite(numbers.standardDeviation()))
                .setQuantiles(numbers == null ? List.of() : BaselineRecords.quantilesOf(numbers))
                .setTopCategories(BaselineRecords.topCategories(sketch))
                .setSeverity(DriftEvents.severityOf(assessed))
                .setStatistics(
                        comparison == null ? Map.of() : Evidence.of(comparison).statistics())
                .setSketch(ByteBuffer.wrap(sketch.toBytes()))
                .build();
    }

    /** What the pane itself has beside the baseline, where that is known. */
    private static Optional<SideSummary> paneOf(FeatureAssessment assessed, WindowAssessed window) {
        Optional<SideSummary> judged =
                assessed.judgement().map(judgement -> judgement.comparison().current());
        return window.isJudgedAlone()
                ? judged
                : judged.flatMap(_ -> window.baseline())
                        .flatMap(baseline -> baseline.feature(assessed.feature()))
                        .map(known -> FeatureComparator.compare(known, assessed.sketch(), window.rows())
                                .current());
    }
}
