package io.tidemark.stream.window;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.ValueColumn;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.FeatureSlots.Slot;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The live sketches of one window of one segment in one partition.
 *
 * <p>Spec and baseline are those in force when the window opened. Rows come in batches; whoever reads or saves a window has its model's batch
 * flushed before.
 *
 * <p>A window whose sketches there is no room for {@linkplain #giveUp gives them up}: from then on it counts rows, and those before it are as
 * little profiled as those after it.
 */
final class LiveWindow {
    /** What a window takes without any sketch, beside its name. */
    static final long OWN_BYTES = 800;

    private static final int VERSION = 3;

    final WindowKey key;
    private final String keyText;
    private final NameDictionary names;
    private final MonitorSpec spec;
    private final Optional<Baseline> baseline;
    private final ProfilerLimits limits;
    private final ModelHeap heap;
    private final Excess excess;
    /** About how much heap it takes, as it was last told. */
    private long bytes;

    private long rows;
    private long unprofiledRows;
    private boolean gaveUp;
    private long droppedValues;
    private int features;
    /** About how much heap their sketches take. */
    private long featureBytes;

    private FeatureSlots slots = new FeatureSlots();
    /** Names of saved features that are gone. */
    private List<String> gone = List.of();

    private @Nullable JointLayout layout;
    private @Nullable JointSketch joint;
    /** Rows of the model's batch that belong here, and have not been taken in. */
    private int[] waiting = new int[4];

    private int waitingRows;
    private boolean headerSaved;
    private boolean dirty;

    LiveWindow(
            WindowKey key,
            NameDictionary names,
            MonitorSpec spec,
            Optional<Baseline> baseline,
            ProfilerLimits limits,
            ModelHeap heap,
            Excess excess) {
        this.key = key;
        this.keyText = key.toText();
        this.names = names;
        this.spec = spec;
        this.baseline = baseline;
        this.limits = limits;
        this.heap = heap;
        this.excess = excess;
        this.layout = layoutOf(key, spec, baseline);
        this.joint = layout == null ? null : JointSketch.over(layout);
        heap.opened(roomBytes());
        measure();
    }

    /** Dependence is watched over all rows; in a segment it would cost as much again and find the same. */
    private static @Nullable JointLayout layoutOf(WindowKey key, MonitorSpec spec, Optional<Baseline> baseline) {
        return spec.multivariate() && key.segment().equals(Segments.ALL)
                ? baseline.map(Baseline::jointLayout)
                        .filter(layout -> layout.coordinates() > 1)
                        .orElse(null)
                : null;
    }

    private long ownBytes() {
        return OWN_BYTES + 2L * keyText.length();
    }

    /** What it takes of the room for windows. That of all rows pays for those of other segments, so a row always has a place. */
    private long roomBytes() {
        if (Segments.isOther(key.segment())) {
            return 0;
        }
        boolean all = key.segment().equals(Segments.ALL);
        return ownBytes() * (all ? 1 + spec.segments().by().size() : 1);
    }

    /** Tells what it takes, with features as they were weighed last. */
    private void measure() {
        grow(ownBytes() + slots.heapBytes() + (joint == null ? 0 : joint.heapBytes()) + featureBytes - bytes);
    }

    private void grow(long more) {
        bytes += more;
        heap.add(more);
    }

    /** About how much heap it takes. */
    long bytes() {
        return bytes;
    }

    /** Whether it has sketches to give up. */
    boolean isProfiled() {
        return !gaveUp;
    }

    /** Notes that a row of the batch belongs here. Answers whether the window was clean before, and so has to be put on the list of dirty ones. */
    boolean add(RowBatch batch, int row) {
        if (waitingRows == 0) {
            batch.isAwaitedBy(this);
        }
        if (waitingRows == waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.min(RowBatch.CAPACITY, waitingRows * 4));
        }
        waiting[waitingRows++] = row;
        return becomesDirty();
    }

    private boolean becomesDirty() {
        boolean wasClean = !dirty;
        dirty = true;
        return wasClean;
    }

    /** Takes in the rows that were noted. */
    void takeIn(RowBatch batch) {
        rows += waitingRows;
        if (gaveUp) {
            leaveUnprofiled(waitingRows);
        } else {
            sketch(batch);
        }
        waitingRows = 0;
    }

    private void leaveUnprofiled(long more) {
        unprofiledRows += more;
        excess.count(Limit.MEMORY, more);
    }

    private void sketch(RowBatch batch) {
        if (joint != null) {
            joint.beginRows(waitingRows);
        }
        openNew(batch);
        for (int i = 0; i < batch.names(); i++) {
            takeIn(batch.nameId(i), batch);
        }
        if (joint != null) {
            joint.endRows();
        }
        measure();
    }

    private void takeIn(int nameId, RowBatch batch) {
        Slot slot = slots.get(nameId);
        ValueColumn column = batch.column(nameId);
        if (slot == null) {
            drop(column.count(waiting, waitingRows));
            return;
        }
        FeatureSketch sketch = slot.sketch;
        if (sketch == null) {
            return;
        }
        int[] cells = batch.cells();
        sketch.update(column, waiting, waitingRows, cells);
        if (joint != null && slot.jointIndex >= 0) {
            joint.add(slot.jointIndex, cells);
        }
        weigh(slot, sketch);
    }

    private void drop(int values) {
        droppedValues += values;
        if (key.segment().equals(Segments.ALL)) {
            excess.count(Limit.FEATURES, values);
        }
    }

    private void weigh(Slot slot, FeatureSketch sketch) {
        long now = sketch.heapBytes();
        featureBytes += now - slot.bytes;
        slot.bytes = now;
    }

    /** Opens sketches for names that are new here, in the order in which they came: where there is no room for all, the first ones have it. */
    private void openNew(RowBatch batch) {
        List<NewName> found = new ArrayList<>(0);
        for (int i = 0; i < batch.names(); i++) {
            int nameId = batch.nameId(i);
            if (slots.get(nameId) == null) {
                int row = batch.column(nameId).firstOf(waiting, waitingRows);
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
            Optional<FeatureBaseline> reference = reference(name);
            put(nameId, new FeatureSketch(limits.sketches(), hint(name, reference)), reference);
        }
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

    /** Gives up all sketches for want of room, and counts rows alone. Answers as {@link #add} does. */
    boolean giveUp() {
        gone = savedFeatures();
        slots = new FeatureSlots();
        features = 0;
        featureBytes = 0;
        joint = null;
        layout = null;
        gaveUp = true;
        leaveUnprofiled(rows);
        measure();
        return becomesDirty();
    }

    private List<String> savedFeatures() {
        List<String> saved = new ArrayList<>(gone);
        slots.forEach(slot -> {
            if (slot.saved) {
                saved.add(names.nameOf(slot.nameId));
            }
        });
        return saved;
    }

    /** Tells that it is open no more. Answers what the store has of it. */
    Optional<SavedWindow> close() {
        grow(-bytes);
        heap.opened(-roomBytes());
        return headerSaved ? Optional.of(new SavedWindow(keyText, savedFeatures())) : Optional.empty();
    }

    /** Sends all it holds to the assess step. */
    void send(int partition, Consumer<ProfileMessage> out) {
        out.accept(new WindowPart(key, partition, rows, unprofiledRows, droppedValues, features, jointToBytes()));
        slots.forEach(slot -> {
            FeatureSketch sketch = slot.sketch;
            if (sketch != null) {
                out.accept(new FeaturePart(key, partition, names.nameOf(slot.nameId), sketch.toBytes()));
                if (key.segment().equals(Segments.ALL)) {
                    excess.count(
                            Limit.CATEGORIES,
                            sketch.categories()
                                    .map(CategorySketch::forgottenRows)
                                    .orElse(0L));
                }
            }
        });
    }

    private byte[] jointToBytes() {
        return joint == null ? WindowPart.NO_JOINT : joint.toBytes();
    }

    void save(StateWriter writer) {
        writer.put(
                ProfilerState.windowKey(keyText),
                new BinaryOut(VERSION)
                        .writeLong(rows)
                        .writeLong(droppedValues)
                        .writeBytes(jointToBytes())
                        .writeBoolean(gaveUp)
                        .writeLong(unprofiledRows)
                        .toBytes());
        headerSaved = true;
        gone.forEach(name -> writer.delete(ProfilerState.featureKey(keyText, name)));
        gone = List.of();
        slots.forEach(slot -> {
            FeatureSketch sketch = slot.sketch;
            if (sketch != null) {
                writer.put(ProfilerState.featureKey(keyText, names.nameOf(slot.nameId)), sketch.toBytes());
                slot.saved = true;
            }
        });
        dirty = false;
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("window " + keyText, value, VERSION);
        rows = in.readLong();
        droppedValues = in.readLong();
        restoreJoint(in.version() < 2 ? WindowPart.NO_JOINT : in.readBytes());
        if (in.version() >= 3) {
            gaveUp = in.readBoolean();
            unprofiledRows = in.readLong();
        }
        headerSaved = true;
        measure();
    }

    /** Goes on where all rows so far were counted over the same layout; else the window does without. */
    private void restoreJoint(byte[] bytes) {
        JointLayout known = layout;
        JointSketch read = bytes.length == 0 || known == null ? null : JointSketch.fromBytes(bytes);
        joint = read != null && known != null && read.bind(known) ? read : null;
    }

    void restoreFeature(String name, byte[] value) {
        int id = names.restoredIdOf(name);
        if (id == NameDictionary.FULL) {
            throw new IllegalStateException(
                    "window " + keyText + " was saved with more than the " + names.size()
                            + " feature names, of however many characters, that may be known;"
                            + " raise tidemark.max.feature.names to what it was");
        }
        FeatureSketch sketch = FeatureSketch.fromBytes(value);
        Slot slot = put(id, sketch, reference(name));
        slot.saved = true;
        weigh(slot, sketch);
        measure();
    }
}
