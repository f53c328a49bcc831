package io.tidemark.profile.baseline;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
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

    private final Baseline baseline;
    private final JointLayout layout;
    private final Map<Long, Window> windows = new TreeMap<>();

    /** One window of the baseline. */
    public static final class Window {
        private final Map<String, FeatureSketch> byFeature = new LinkedHashMap<>();
        private final List<FeatureSketch> values;
        private final JointCounter joint;

        private Window(Baseline baseline, JointLayout layout) {
            baseline.features()
                    .forEach((name, feature) -> byFeature.put(name, feature.newSketch(SketchConfig.ofCounts())));
            this.values = List.copyOf(byFeature.values());
            this.joint = new JointCounter(layout, byFeature);
        }

        /** Where a feature's values go, in the order of the baseline's features. */
        public List<FeatureSketch> values() {
            return values;
        }

        /** Ends a row. */
        public void endRow() {
            joint.endRow();
        }

        private JointSketch joint() {
            return joint.sketch();
        }
    }

    public WindowedCounter(Baseline baseline) {
        this.baseline = baseline;
        this.layout = baseline.jointLayout();
    }

    /** The window that starts at {@code startMs}; empty where there are too many already. */
    public Optional<Window> window(long startMs) {
        if (windows.size() >= MOST_WINDOWS && !windows.containsKey(startMs)) {
            return Optional.empty();
        }
        return Optional.of(windows.computeIfAbsent(startMs, _ -> new Window(baseline, layout)));
    }

    /**
     * The baseline with what was counted; as if its rows were independent where that is too little.
     *
     * @param joint over the baseline's layout, of all its rows
     */
    public Baseline learned(JointSketch joint) {
        List<JointSketch> joints = windows.values().stream().map(Window::joint).toList();
        List<Long> rows = joints.stream().map(JointSketch::rows).toList();
        return baseline.withVariation(
                        windows.values().stream()
                                .map(window -> window.byFeature)
                                .toList(),
                        rows)
                .withJoint(JointBaseline.of(joint, joints));
    }
}
