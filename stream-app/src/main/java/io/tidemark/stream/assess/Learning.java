package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.ArrivalCounter;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The first rows of a segment of a model version that has no baseline, on their way to become one. */
final class Learning {
    private static final int VERSION = 3;
    private long rows;
    private long firstMs = Long.MAX_VALUE;
    private long endMs = Long.MIN_VALUE;
    private final SortedMap<String, FeatureSketch> features = new TreeMap<>();
    private final LearnedWindows windows = new LearnedWindows();
    /** Rows by time since the version has had its traffic to itself, but for the first window, which may have begun in its midst. */
    private ArrivalCounter arrivals = new ArrivalCounter();

    private long featureBytes;
    /** What the baseline takes beside them, once it is there. */
    private long baselineBytes;

    private boolean complete;
    private boolean dirty;
    private @Nullable Baseline baseline;

    void add(MergedWindow window, boolean shared, MonitorSpec spec) {
        addArrivals(window, shared);
        rows += window.rows();
        firstMs = Math.min(firstMs, window.key().startMs());
        endMs = Math.max(endMs, window.key().endMs());
        window.features().forEach((name, sketch) -> {
            if (!spec.ignores(name)) {
                features.computeIfAbsent(name, n -> new FeatureSketch(SketchConfig.baseline(), spec.hintOf(n)))
                        .merge(sketch);
            }
        });
        featureBytes = 0;
        baselineBytes = 0;
        features.values().forEach(this::weigh);
        windows.add(window, spec);
        complete = spec.learnRows() > 0
                && rows >= spec.learnRows()
                && endMs - firstMs >= spec.learnFor().toMillis();
        dirty = true;
    }

    /** Counts the rows of a window that was not profiled: without them the baseline would expect none at that time. */
    void count(MergedWindow window, boolean shared) {
        addArrivals(window, shared);
        dirty = true;
    }

    private void addArrivals(MergedWindow window, boolean shared) {
        if (shared) {
            arrivals = new ArrivalCounter();
        } else if (rows > 0) {
            arrivals.add(window.key().startMs(), window.key().endMs(), window.rows());
        }
    }

    /** Tells that there is a window whose number of rows is not known; rows are counted by time anew. */
    void missArrivals() {
        arrivals = new ArrivalCounter();
        dirty = true;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return 1_000 + featureBytes + (complete ? baselineBytes : 0) + windows.bytes();
    }

    /** A baseline has the rank of each number that a sketch holds, and the sketch a sorted copy of both; of categories it has a filter. */
    private void weigh(FeatureSketch sketch) {
        long bytes = sketch.heapBytes();
        featureBytes += bytes;
        baselineBytes += sketch.numeric().isPresent() ? 4 * bytes : bytes;
    }

    /** Where the last window that it learned from ended. */
    long endMs() {
        return endMs;
    }

    /** The baseline, once there are enough rows over enough time. */
    Optional<Baseline> baseline() {
        if (complete && baseline == null) {
            baseline = build();
        }
        return Optional.ofNullable(baseline);
    }

    private Baseline build() {
        Instant end = Instant.ofEpochMilli(endMs);
        String source = "learned from the first " + rows + " rows, " + Instant.ofEpochMilli(firstMs) + " to " + end;
        Baseline learned = Baseline.ofSketches(rows, features, true, source, end)
                .withVariation(windows.sketches(), windows.rows());
        return arrivals.profile().map(learned::withArrivals).orElse(learned);
    }

    LearnedWindows windows() {
        return windows;
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
        Map<Long, Long> rowsByHour = arrivals.rowsByHour();
        BinaryOut out = new BinaryOut(VERSION)
                .writeLong(rows)
                .writeLong(firstMs)
                .writeLong(endMs)
                .writeBoolean(complete)
                .writeLong(arrivals.firstMs())
                .writeLong(arrivals.endMs())
                .writeInt(rowsByHour.size());
        new TreeMap<>(rowsByHour)
                .forEach((hour, hourRows) -> out.writeLong(hour).writeLong(hourRows));
        windows.writeHeader(out);
        return out.toBytes();
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("a baseline being learned", value, VERSION);
        rows = in.readLong();
        firstMs = in.readLong();
        endMs = in.readLong();
        complete = in.readBoolean();
        if (in.version() >= 2) {
            arrivals = arrivalsOf(in);
        }
        if (in.version() >= 3) {
            windows.restoreHeader(in);
        }
    }

    private static ArrivalCounter arrivalsOf(BinaryIn in) {
        long arrivalsFirstMs = in.readLong();
        long arrivalsEndMs = in.readLong();
        int hours = in.readInt();
        Map<Long, Long> rowsByHour = new HashMap<>();
        for (int i = 0; i < hours; i++) {
            rowsByHour.put(in.readLong(), in.readLong());
        }
        return ArrivalCounter.of(rowsByHour, arrivalsFirstMs, arrivalsEndMs);
    }

    void restoreFeature(String name, byte[] value) {
        FeatureSketch sketch = FeatureSketch.fromBytes(value);
        features.put(name, sketch);
        weigh(sketch);
    }
}
