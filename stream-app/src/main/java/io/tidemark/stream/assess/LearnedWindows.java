package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Windows of which a baseline is being learned, each by itself, so that the baseline knows how much they differ. Of many, or of large
 * ones, it keeps some that are spread evenly over all: every second, then every fourth and so on.
 */
final class LearnedWindows {
    private static final int MOST = 32;
    /** Of a model version with all its segments. */
    private static final long MOST_BYTES = 256 << 20;

    private static final long MOST_BYTES_OF_ONE = 32 << 20;
    /** Ranks within 1.1 %: by how much a window's mean differs from others shows far below that. */
    private static final SketchConfig SMALL = SketchConfig.window().withK(256);

    private int seen;
    /** Every how many windows one is kept, a power of two. */
    private int stride = 1;

    private final SortedMap<Integer, Long> rows = new TreeMap<>();
    /** Sketches in the form in which they are saved, by place among the windows and by feature. */
    private final SortedMap<Integer, SortedMap<String, byte[]>> sketches = new TreeMap<>();

    void add(MergedWindow window, MonitorSpec spec) {
        int place = seen++;
        if (place % stride != 0) {
            return;
        }
        rows.put(place, window.rows());
        SortedMap<String, byte[]> ofWindow = ofPlace(place);
        window.features().forEach((name, sketch) -> {
            if (!spec.ignores(name)) {
                ofWindow.put(name, sketch.within(SMALL).toBytes());
            }
        });
        while (rows.size() > MOST || (rows.size() > 1 && bytes() > mostBytes(spec.segments()))) {
            stride *= 2;
            rows.keySet().removeIf(kept -> kept % stride != 0);
            sketches.keySet().removeIf(kept -> kept % stride != 0);
        }
    }

    private static long mostBytes(MonitorSpec.Segments segments) {
        int learning = segments.by().isEmpty() ? 1 : segments.max() + 1;
        return Math.min(MOST_BYTES_OF_ONE, MOST_BYTES / learning);
    }

    /** About how much heap it takes. */
    long bytes() {
        return sketches.values().stream()
                .flatMap(window -> window.values().stream())
                .mapToLong(sketch -> sketch.length)
                .sum();
    }

    private SortedMap<String, byte[]> ofPlace(int place) {
        return sketches.computeIfAbsent(place, _ -> new TreeMap<>());
    }

    /** Rows of each window that is kept, in the order of time. */
    List<Long> rows() {
        return List.copyOf(rows.values());
    }

    /** Sketches of each window that is kept, in the order of time. */
    List<Map<String, FeatureSketch>> sketches() {
        List<Map<String, FeatureSketch>> windows = new ArrayList<>();
        for (int place : rows.keySet()) {
            SortedMap<String, FeatureSketch> window = new TreeMap<>();
            ofPlace(place).forEach((name, bytes) -> window.put(name, FeatureSketch.fromBytes(bytes)));
            windows.add(window);
        }
        return windows;
    }

    /** Takes one feature of one window. */
    interface Saving {
        void save(String feature, int place, byte[] sketch);
    }

    /** Gives out all that is kept. None of it ever changes, until it is gone. */
    void save(Saving out) {
        sketches.forEach((place, window) -> window.forEach((name, bytes) -> out.save(name, place, bytes)));
    }

    void restore(String feature, int place, byte[] sketch) {
        ofPlace(place).put(feature, sketch);
    }

    void writeHeader(BinaryOut out) {
        out.writeInt(seen).writeInt(stride).writeInt(rows.size());
        rows.forEach((place, ofWindow) -> out.writeInt(place).writeLong(ofWindow));
    }

    void restoreHeader(BinaryIn in) {
        seen = in.readInt();
        stride = Math.max(1, in.readInt());
        int kept = in.readInt();
        for (int i = 0; i < kept; i++) {
            rows.put(in.readInt(), in.readLong());
        }
    }
}
