package io.tidemark.profile.baseline;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts a baseline's rows window by window, in a further pass over them, so that it learns how much its own windows vary. Not
 * thread-safe.
 */
public final class WindowedCounter {
    /** More windows say nothing new of how windows vary; rows of others are passed over. */
    private static final int MOST_WINDOWS = 500;
    /** Counts per cell are all that is asked of the sketches. */
    private static final SketchConfig SMALLEST = SketchConfig.window().withK(8);

    private final Baseline baseline;
    private final Map<Long, Window> windows = new TreeMap<>();

    /** One window of the baseline. */
    public static final class Window {
        private final List<FeatureSketch> values;
        private long rows;

        private Window(Baseline baseline) {
            this.values = baseline.features().values().stream()
                    .map(feature -> feature.newSketch(SMALLEST))
                    .toList();
        }

        /** Where a feature's values go, in the order of the baseline's features. */
        public List<FeatureSketch> values() {
            return values;
        }

        /** Ends a row. */
        public void endRow() {
            rows++;
        }
    }

    public WindowedCounter(Baseline baseline) {
        this.baseline = baseline;
    }

    /** The window that starts at {@code startMs}; empty where there are too many already. */
    public Optional<Window> window(long startMs) {
        if (windows.size() >= MOST_WINDOWS && !windows.containsKey(startMs)) {
            return Optional.empty();
        }
        return Optional.of(windows.computeIfAbsent(startMs, _ -> new Window(baseline)));
    }

    /** The baseline with what was counted; as it was where that is too little. */
    public Baseline learned() {
        List<Long> rows = windows.values().stream().map(window -> window.rows).toList();
        Map<String, FeatureBaseline> features = new LinkedHashMap<>();
        for (FeatureBaseline feature : baseline.features().values()) {
            int place = features.size();
            List<FeatureSketch> sketches = windows.values().stream()
                    .map(window -> window.values.get(place))
                    .toList();
            features.put(feature.name(), feature.withVariation(sketches, rows));
        }
        return baseline.withFeatures(features);
    }
}
