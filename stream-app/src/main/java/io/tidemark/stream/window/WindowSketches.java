package io.tidemark.stream.window;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.ValueColumn;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.FeatureSlots.Slot;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The live sketches of one window: of each feature, and of the dependence between those of its baseline. Spec and baseline are those in force
 * when the window opened.
 */
final class WindowSketches {
    private final NameDictionary names;
    private final MonitorSpec spec;
    private final Optional<Baseline> baseline;
    private final ProfilerLimits limits;
    private final FeatureSlots slots = new FeatureSlots();
    private final @Nullable JointLayout layout;
    private @Nullable JointSketch joint;
    private int features;
    /** About how much heap their sketches take, as they were weighed last. */
    private long featureBytes;

    WindowSketches(
            String segment,
            NameDictionary names,
            MonitorSpec spec,
            Optional<Baseline> baseline,
            ProfilerLimits limits) {
        this.names = names;
        this.spec = spec;
        this.baseline = baseline;
        this.limits = limits;
        this.layout = layoutOf(segment, spec, baseline);
        this.joint = layout == null ? null : JointSketch.over(layout);
    }

    /** Dependence is watched over all rows; in a segment it would cost as much again and find the same. */
    private static @Nullable JointLayout layoutOf(String segment, MonitorSpec spec, Optional<Baseline> baseline) {
        return spec.multivariate() && segment.equals(Segments.ALL)
                ? baseline.map(Baseline::jointLayout)
                        .filter(layout -> layout.coordinates() > 1)
                        .orElse(null)
                : null;
    }

    /** How many features have a sketch. */
    int features() {
        return features;
    }

    /** About how much heap all takes. */
    long heapBytes() {
        return slots.heapBytes() + (joint == null ? 0 : joint.heapBytes()) + featureBytes;
    }

    /**
     * Takes in some rows of a batch.
     *
     * @param rows which, ascending
     * @param count how many of {@code rows}
     * @return how many values were left out, of features that are too many
     */
    long takeIn(RowBatch batch, int[] rows, int count) {
        if (joint != null) {
            joint.beginRows(count);
        }
        openNew(batch, rows, count);
        long dropped = 0;
        for (int i = 0; i < batch.names(); i++) {
            int nameId = batch.nameId(i);
            ValueColumn column = batch.column(nameId);
            Slot slot = slots.get(nameId);
            if (slot == null) {
                dropped += column.count(rows, count);
            } else {
                update(slot, column, rows, count, batch.cells());
            }
        }
        if (joint != null) {
            joint.endRows();
        }
        return dropped;
    }

    private void update(Slot slot, ValueColumn column, int[] rows, int count, int[] cells) {
        FeatureSketch sketch = slot.sketch;
        if (sketch == null) {
            return;
        }
        sketch.update(column, rows, count, cells);
        if (joint != null && slot.jointIndex >= 0) {
            joint.add(slot.jointIndex, cells);
        }
        weigh(slot, sketch);
    }

    private void weigh(Slot slot, FeatureSketch sketch) {
        long now = sketch.heapBytes();
        featureBytes += now - slot.bytes;
        slot.bytes = now;
    }

    /** Opens sketches for names that are new here, in the order in which they came: where there is no room for all, the first ones have it. */
    private void openNew(RowBatch batch, int[] rows, int count) {
        List<NewName> found = new ArrayList<>(0);
        for (int i = 0; i < batch.names(); i++) {
            int nameId = batch.nameId(i);
            if (slots.get(nameId) == null) {
                int row = batch.column(nameId).firstOf(rows, 0, count);
                if (row >= 0) {
                    found.add(new NewName(row, names.nameOf(nameId), nameId));
                }
            }
        }
        if (!found.isEmpty()) {
            found.sort(NewName.BY_ROW);
            found.forEach(name -> open(name.id(), name.name()));
        }
    }

    private record NewName(int row, String name, int id) {
        static final Comparator<NewName> BY_ROW =
                Comparator.comparingInt(NewName::row).thenComparing(NewName::name);
    }

    private void open(int nameId, String name) {
        if (spec.ignores(name)) {
            slots.put(new Slot(nameId, null, -1));
        } else if (features < limits.maxFeatures()) {
            putEmpty(nameId, name);
        }
    }

    private Slot putEmpty(int nameId, String name) {
        Optional<FeatureBaseline> reference = reference(name);
        return put(nameId, new FeatureSketch(limits.sketches(), hint(name, reference)), reference);
    }

    private Optional<FeatureBaseline> reference(String name) {
        return baseline.map(b -> b.features().get(name));
    }

    private KindHint hint(String name, Optional<FeatureBaseline> reference) {
        KindHint declared = spec.hintOf(name);
        return declared == KindHint.AUTO ? reference.map(r -> r.kind().hint()).orElse(KindHint.AUTO) : declared;
    }

    private Slot put(int nameId, FeatureSketch sketch, Optional<FeatureBaseline> reference) {
        reference.ifPresent(r -> sketch.bind(r.binning()));
        Slot slot = new Slot(nameId, sketch, layout == null ? -1 : layout.indexOf(names.nameOf(nameId)));
        slots.put(slot);
        features++;
        return slot;
    }

    /** Every feature's name and sketch. */
    void forEach(BiConsumer<String, FeatureSketch> action) {
        slots.forEach(slot -> {
            FeatureSketch sketch = slot.sketch;
            if (sketch != null) {
                action.accept(names.nameOf(slot.nameId), sketch);
            }
        });
    }

    /** The sketch of the dependence; {@link WindowPart#NO_JOINT} where there is none. */
    byte[] jointToBytes() {
        return joint == null ? WindowPart.NO_JOINT : joint.toBytes();
    }

    /** Saves all features, under the window's key. Answers how many bytes they took. */
    long save(String window, StateWriter writer) {
        long[] written = {0};
        slots.forEach(slot -> {
            FeatureSketch sketch = slot.sketch;
            if (sketch != null) {
                byte[] value = sketch.toBytes();
                writer.put(ProfilerState.featureKey(window, nameOf(slot)), value);
                slot.saved = true;
                written[0] += value.length;
            }
        });
        return written[0];
    }

    String nameOf(Slot slot) {
        return names.nameOf(slot.nameId);
    }

    /** What there is of a feature, if it has a sketch. */
    @Nullable
    Slot sketched(int nameId) {
        Slot slot = slots.get(nameId);
        return slot == null || slot.sketch == null ? null : slot;
    }

    /** What there is of a feature that was saved under the window's key, with an empty sketch if there was none. */
    Slot slotOf(String window, String name) {
        int id = restoredIdOf(window, name);
        Slot known = sketched(id);
        return known == null ? putEmpty(id, name) : known;
    }

    /** The names of features that have been saved. */
    List<String> saved() {
        List<String> saved = new ArrayList<>();
        slots.forEach(slot -> {
            if (slot.saved) {
                saved.add(names.nameOf(slot.nameId));
            }
        });
        return saved;
    }

    /** Goes on where all rows so far were counted over the same layout; else the window does without. */
    void restoreJoint(byte[] bytes) {
        JointLayout known = layout;
        JointSketch read = bytes.length == 0 || known == null ? null : JointSketch.fromBytes(bytes);
        joint = read != null && known != null && read.bind(known) ? read : null;
    }

    /** Goes on with a feature that was saved under the window's key. */
    void restore(String window, String name, byte[] value) {
        FeatureSketch sketch = FeatureSketch.fromBytes(value);
        Slot slot = put(restoredIdOf(window, name), sketch, reference(name));
        slot.saved = true;
        weigh(slot, sketch);
    }

    private int restoredIdOf(String window, String name) {
        int id = names.restoredIdOf(name);
        if (id == NameDictionary.FULL) {
            throw new IllegalStateException("window " + window + " was saved with more than the " + names.size()
                    + " feature names, of however many characters, that may be known;"
                    + " raise tidemark.max.feature.names to what it was");
        }
        return id;
    }
}
