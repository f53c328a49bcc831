package io.tidemark.profile.baseline;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how the features of a baseline depend on each other, in a further pass over its rows: the values of a row go to
 * {@link #valuesOf}, each to its feature's, then the row ends. Not thread-safe.
 */
public final class JointCounter {
    private final JointSketch joint;
    private final Map<String, Slot> slots = new HashMap<>();

    private record Slot(int feature, FeatureSketch values) {}

    public JointCounter(Baseline baseline) {
        JointLayout layout = baseline.jointLayout();
        this.joint = JointSketch.over(layout);
        baseline.features().forEach((name, feature) -> {
            if (layout.indexOf(name) >= 0) {
                slots.put(name, new Slot(layout.indexOf(name), feature.newSketch(SketchConfig.ofCounts())));
            }
        });
    }

    /** Counts values that go to sketches which count more of them; those of features without a place in the layout are left alone. */
    JointCounter(JointLayout layout, Map<String, FeatureSketch> values) {
        this.joint = JointSketch.over(layout);
        values.forEach((name, sketch) -> {
            if (layout.indexOf(name) >= 0) {
                slots.put(name, new Slot(layout.indexOf(name), sketch));
            }
        });
    }

    /** Where a feature's values go; empty for one that has no place in the layout. */
    public Optional<FeatureSketch> valuesOf(String feature) {
        return Optional.ofNullable(slots.get(feature)).map(Slot::values);
    }

    /** Ends a row. Features that had no value in it count as their mean. */
    public void endRow() {
        for (Slot slot : slots.values()) {
            if (slot.values().lastCell() >= 0) {
                joint.add(slot.feature(), slot.values().lastCell());
            }
            slot.values().forgetCell();
        }
        joint.endRow();
    }

    public JointSketch sketch() {
        return joint;
    }
}
