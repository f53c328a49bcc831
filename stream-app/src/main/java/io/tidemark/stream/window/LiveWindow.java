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
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
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
 * The live sketches of one window of one segment in one partition, in an array indexed by the names' ids.
 *
 * <p>Spec and baseline are those in force when the window opened. Rows come in batches; whoever reads or saves a window has its model's batch
 * flushed before.
 */
final class LiveWindow {
    private static final int VERSION = 2;

    final WindowKey key;
    private final String keyText;
    private final NameDictionary names;
    private final MonitorSpec spec;
    private final Optional<Baseline> baseline;
    private final ProfilerLimits limits;

    private long rows;
    private long droppedValues;
    private int features;
    private @Nullable FeatureSketch[] sketches = new FeatureSketch[32];
    private int[] jointIndexes = new int[32];
    private boolean[] ignored = new boolean[32];
    private boolean[] saved = new boolean[32];
    private final @Nullable JointLayout layout;
    private @Nullable JointSketch joint;
    /** Rows of the model's batch that belong here, and have not been taken in. */
    private int[] waiting = new int[4];

    private int waitingRows;
    private boolean headerSaved;
    private boolean dirty;

    LiveWindow(
            WindowKey key, NameDictionary names, MonitorSpec spec, Optional<Baseline> baseline, ProfilerLimits limits) {
        this.key = key;
        this.keyText = key.toText();
        this.names = names;
        this.spec = spec;
        this.baseline = baseline;
        this.limits = limits;
        this.layout = layoutOf(key, spec, baseline);
        this.joint = layout == null ? null : JointSketch.over(layout);
    }

    /** Dependence is watched over all rows; in a segment it would cost as much again and find the same. */
    private static @Nullable JointLayout layoutOf(WindowKey key, MonitorSpec spec, Optional<Baseline> baseline) {
        return spec.multivariate() && key.segment().equals(Segments.ALL)
                ? baseline.map(Baseline::jointLayout)
                        .filter(layout -> layout.coordinates() > 1)
                        .orElse(null)
                : null;
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
        boolean wasClean = !dirty;
        dirty = true;
        return wasClean;
    }

    /** Takes in the rows that were noted. */
    void takeIn(RowBatch batch) {
        rows += waitingRows;
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
        waitingRows = 0;
    }

    private void takeIn(int nameId, RowBatch batch) {
        FeatureSketch sketch = sketches[nameId];
        ValueColumn column = batch.column(nameId);
        if (sketch == null) {
            droppedValues += ignored[nameId] ? 0 : column.count(waiting, waitingRows);
            return;
        }
        int[] cells = batch.cells();
        sketch.update(column, waiting, waitingRows, cells);
        if (joint != null && jointIndexes[nameId] >= 0) {
            joint.add(jointIndexes[nameId], cells);
        }
    }

    /** Opens sketches for names that are new here, in the order in which they came: where there is no room for all, the first ones have it. */
    private void openNew(RowBatch batch) {
        List<NewName> found = new ArrayList<>(0);
        for (int i = 0; i < batch.names(); i++) {
            int nameId = batch.nameId(i);
            if (nameId >= sketches.length) {
                grow(nameId);
            }
            if (sketches[nameId] == null && !ignored[nameId]) {
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
            ignored[nameId] = true;
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

    private void put(int nameId, FeatureSketch sketch, Optional<FeatureBaseline> reference) {
        reference.ifPresent(r -> sketch.bind(r.binning()));
        sketches[nameId] = sketch;
        jointIndexes[nameId] = layout == null ? -1 : layout.indexOf(names.nameOf(nameId));
        features++;
    }

    private void grow(int nameId) {
        int length = Math.max(nameId + 1, sketches.length * 2);
        sketches = Arrays.copyOf(sketches, length);
        jointIndexes = Arrays.copyOf(jointIndexes, length);
        ignored = Arrays.copyOf(ignored, length);
        saved = Arrays.copyOf(saved, length);
    }

    /** Sends all it holds to the assess step. */
    void send(int partition, Consumer<ProfileMessage> out) {
        out.accept(new WindowPart(key, partition, rows, droppedValues, features, jointToBytes()));
        for (int id = 0; id < sketches.length; id++) {
            FeatureSketch sketch = sketches[id];
            if (sketch != null) {
                out.accept(new FeaturePart(key, partition, names.nameOf(id), sketch.toBytes()));
            }
        }
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
                        .toBytes());
        headerSaved = true;
        for (int id = 0; id < sketches.length; id++) {
            FeatureSketch sketch = sketches[id];
            if (sketch != null) {
                writer.put(ProfilerState.featureKey(keyText, names.nameOf(id)), sketch.toBytes());
                saved[id] = true;
            }
        }
        dirty = false;
    }

    void delete(StateWriter writer) {
        if (!headerSaved) {
            return;
        }
        writer.delete(ProfilerState.windowKey(keyText));
        for (int id = 0; id < saved.length; id++) {
            if (saved[id]) {
                writer.delete(ProfilerState.featureKey(keyText, names.nameOf(id)));
            }
        }
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("window " + keyText, value, VERSION);
        rows = in.readLong();
        droppedValues = in.readLong();
        restoreJoint(in.version() < 2 ? WindowPart.NO_JOINT : in.readBytes());
        headerSaved = true;
    }

    /** Goes on where all rows so far were counted over the same layout; else the window does without. */
    private void restoreJoint(byte[] bytes) {
        JointLayout known = layout;
        JointSketch read = bytes.length == 0 || known == null ? null : JointSketch.fromBytes(bytes);
        joint = read != null && known != null && read.bind(known) ? read : null;
    }

    void restoreFeature(String name, byte[] value) {
        int id = names.idOf(name);
        if (id == NameDictionary.FULL) {
            throw new IllegalStateException(
                    "window " + keyText + " was saved with more feature names than may be known;"
                            + " raise tidemark.max.feature.names to what it was");
        }
        if (id >= sketches.length) {
            grow(id);
        }
        put(id, FeatureSketch.fromBytes(value), reference(name));
        saved[id] = true;
    }
}
