package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The first rows of a segment of a model version that has no baseline, on their way to become one. */
final class Learning {
    private static final int VERSION = 1;

    private long rows;
    private long firstMs = Long.MAX_VALUE;
    private long endMs = Long.MIN_VALUE;
    private final SortedMap<String, FeatureSketch> features = new TreeMap<>();
    private boolean complete;
    private boolean dirty;
    private @Nullable Baseline baseline;

    void add(MergedWindow window, MonitorSpec spec) {
        rows += window.rows();
        firstMs = Math.min(firstMs, window.key().startMs());
        endMs = Math.max(endMs, window.key().endMs());
        window.features().forEach((name, sketch) -> {
            if (!spec.ignores(name)) {
                features.computeIfAbsent(name, n -> new FeatureSketch(SketchConfig.baseline(), spec.hintOf(n)))
                        .merge(sketch);
            }
        });
        complete = spec.learnRows() > 0 && rows >= spec.learnRows();
        dirty = true;
    }

    /** Where the last window that it learned from ended. */
    long endMs() {
        return endMs;
    }

    /** The baseline, once there are enough rows. */
    Optional<Baseline> baseline() {
        if (complete && baseline == null) {
            baseline = build();
        }
        return Optional.ofNullable(baseline);
    }

    private Baseline build() {
        Instant end = Instant.ofEpochMilli(endMs);
        String source = "learned from the first " + rows + " rows, " + Instant.ofEpochMilli(firstMs) + " to " + end;
        return Baseline.ofSketches(rows, features, true, source, end);
    }

    SortedMap<String, FeatureSketch> features() {
        return Collections.unmodifiableSortedMap(features);
    }

    /** Whether it changed since this was last asked. */
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    byte[] headerToBytes() {
        return new BinaryOut(VERSION)
                .writeLong(rows)
                .writeLong(firstMs)
                .writeLong(endMs)
                .writeBoolean(complete)
                .toBytes();
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("a baseline being learned", value, VERSION);
        rows = in.readLong();
        firstMs = in.readLong();
        endMs = in.readLong();
        complete = in.readBoolean();
    }

    void restoreFeature(String name, byte[] value) {
        features.put(name, FeatureSketch.fromBytes(value));
    }
}
