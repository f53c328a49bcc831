package io.tidemark.stream.control;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.avro.CategoryCount;
import io.tidemark.schemas.avro.Quantile;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** A baseline as records of the baselines topic: one per feature, and last the manifest that makes it count. */
public final class BaselineRecords {
    private static final double[] RANKS = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
    private static final int TOP_CATEGORIES = 20;

    private BaselineRecords() {}

    /** The records in the order in which they have to be written, best in one transaction. */
    public static List<BaselineEntry> of(BaselineTarget target, Baseline baseline) {
        List<BaselineEntry> entries = new ArrayList<>();
        baseline.features()
                .values()
                .forEach(feature -> entries.add(new BaselineEntry(feature(target, baseline, feature))));
        entries.add(new BaselineEntry(manifest(target, baseline)));
        return entries;
    }

    /** The key of a record in the baselines topic. */
    public static String keyOf(BaselineEntry entry) {
        return switch (entry.getEntry()) {
            case BaselineFeature f ->
                RecordKeys.baselineFeature(f.getModelId(), f.getModelVersion(), f.getSegment(), f.getFeature());
            case BaselineManifest m -> RecordKeys.baselineManifest(m.getModelId(), m.getModelVersion(), m.getSegment());
            case Object other -> throw new IllegalArgumentException("no baseline record: " + other.getClass());
        };
    }

    private static BaselineFeature feature(BaselineTarget target, Baseline baseline, FeatureBaseline feature) {
        FeatureSketch sketch = feature.sketch();
        @Nullable
        NumericSketch numbers =
                feature.kind() == FeatureKind.NUMERIC ? sketch.numeric().orElse(null) : null;
        return BaselineFeature.newBuilder()
                .setBaselineId(baseline.id())
                .setModelId(target.model())
                .setModelVersion(target.version())
                .setSegment(target.segment())
                .setFeature(feature.name())
                .setKind(kindOf(feature.kind()))
                .setRows(feature.rows())
                .setMissing(feature.rows() - sketch.present())
                .setMean(numbers == null ? null : finite(numbers.mean()))
                .setStddev(numbers == null ? null : finite(numbers.standardDeviation()))
                .setMin(numbers == null ? null : finite(numbers.min()))
                .setMax(numbers == null ? null : finite(numbers.max()))
                .setQuantiles(numbers == null ? List.of() : quantilesOf(numbers))
                .setTopCategories(topCategories(sketch))
                .setProfile(ByteBuffer.wrap(feature.toBytes()))
                .build();
    }

    private static BaselineManifest manifest(BaselineTarget target, Baseline baseline) {
        return BaselineManifest.newBuilder()
                .setBaselineId(baseline.id())
                .setModelId(target.model())
                .setModelVersion(target.version())
                .setSegment(target.segment())
                .setFeatures(List.copyOf(baseline.features().keySet()))
                .setRows(baseline.rows())
                .setCreatedAt(baseline.createdAt())
                .setSource(baseline.source())
                .setLearned(baseline.learned())
                .setJoint(baseline.joint()
                        .map(joint -> ByteBuffer.wrap(joint.toBytes()))
                        .orElse(null))
                .setArrivals(baseline.arrivals()
                        .map(arrivals -> ByteBuffer.wrap(arrivals.toBytes()))
                        .orElse(null))
                .setPerformance(baseline.performance()
                        .map(performance -> ByteBuffer.wrap(performance.toBytes()))
                        .orElse(null))
                .build();
    }

    /** The kind as the schemas have it: a boolean is a category. */
    public static io.tidemark.schemas.avro.FeatureKind kindOf(FeatureKind kind) {
        return kind == FeatureKind.NUMERIC
                ? io.tidemark.schemas.avro.FeatureKind.NUMERIC
                : io.tidemark.schemas.avro.FeatureKind.CATEGORICAL;
    }

    /** The seven published quantiles of a numeric sketch. */
    public static List<Quantile> quantilesOf(NumericSketch numbers) {
        var distribution = numbers.distribution();
        return DoubleStream.of(RANKS)
                .mapToObj(rank -> new Quantile(rank, distribution.quantile(rank)))
                .toList();
    }

    /** The most frequent categories, most frequent first. */
    public static List<CategoryCount> topCategories(FeatureSketch sketch) {
        return sketch.categories().map(CategorySketch::counts).orElse(List.of()).stream()
                .limit(TOP_CATEGORIES)
                .map(count -> new CategoryCount(count.category(), count.count()))
                .toList();
    }

    /** Null for what a JSON reader could not take. */
    public static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
