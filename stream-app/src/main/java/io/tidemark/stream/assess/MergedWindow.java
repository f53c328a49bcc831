package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One window of one segment, merged from what the partitions have sent of it or from the panes that lie in it. */
final class MergedWindow {
    /** What it takes beside its name and sketches. */
    private static final long OWN_BYTES = 600;

    /** Of a feature beside its sketch. */
    private static final long ENTRY_BYTES = 120;

    private static final int VERSION = 3;

    private final Shelf shelf;
    private final WindowKey key;
    /** Whether the window had been judged when these rows came; they are published, but not judged again. */
    private boolean supplement;

    private long rows;
    private long unprofiledRows;
    private long droppedValues;
    private long featureBytes;
    private final SortedMap<String, FeatureSketch> features = new TreeMap<>();
    private final Set<String> savedFeatures = new HashSet<>();
    private @Nullable JointSketch joint;
    private long jointRows;
    private boolean headerSaved;
    private boolean dirty;

    MergedWindow(WindowKey key, boolean supplement) {
        this(Shelf.OPEN, key, supplement);
    }

    private MergedWindow(Shelf shelf, WindowKey key, boolean supplement) {
        this.shelf = shelf;
        this.key = key;
        this.supplement = supplement;
    }

    /** An empty window to merge panes into. */
    static MergedWindow empty(Shelf shelf, WindowKey key) {
        return new MergedWindow(shelf, key, false);
    }

    /** The same rows in another place of the state. They share their sketches, so neither must be changed any more. */
    MergedWindow movedTo(Shelf newShelf) {
        MergedWindow moved = new MergedWindow(newShelf, key, supplement);
        moved.addRows(rows, unprofiledRows, droppedValues);
        moved.featureBytes = featureBytes;
        moved.features.putAll(features);
        moved.joint = joint;
        moved.jointRows = jointRows;
        return moved;
    }

    WindowKey key() {
        return key;
    }

    Span span() {
        return Span.of(key);
    }

    boolean supplement() {
        return supplement;
    }

    long rows() {
        return rows;
    }

    /** Rows that some partition had no room to profile. Where there are any, there are no features, and nothing is judged but their number. */
    long unprofiledRows() {
        return unprofiledRows;
    }

    boolean isProfiled() {
        return unprofiledRows == 0;
    }

    long droppedValues() {
        return droppedValues;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return OWN_BYTES
                + 2L
                        * (key.model().length()
                                + key.version().length()
                                + key.segment().length())
                + featureBytes
                + (joint == null ? 0 : joint.heapBytes());
    }

    /** It is published before all of it has come, and so not judged. */
    void becomeSupplement() {
        supplement = true;
    }

    SortedMap<String, FeatureSketch> features() {
        return Collections.unmodifiableSortedMap(features);
    }

    void addRows(long moreRows, long moreUnprofiledRows, long moreDroppedValues) {
        rows += moreRows;
        unprofiledRows += moreUnprofiledRows;
        if (!isProfiled()) {
            features.clear();
            featureBytes = 0;
            joint = null;
            jointRows = 0;
        }
        droppedValues += moreDroppedValues;
        dirty = true;
    }

    /** How the features depend on each other, where every row was counted for it, over the same layout. */
    Optional<JointSketch> joint() {
        return jointRows == rows ? Optional.ofNullable(joint) : Optional.empty();
    }

    void mergeJoint(JointSketch added) {
        if (!isProfiled()) {
            return;
        }
        if (joint == null) {
            joint = added;
            jointRows += added.rows();
        } else if (joint.merge(added)) {
            jointRows += added.rows();
        }
        dirty = true;
    }

    void merge(String feature, FeatureSketch sketch) {
        if (!isProfiled()) {
            return;
        }
        FeatureSketch present = features.get(feature);
        if (present == null) {
            features.put(feature, sketch);
            featureBytes += bytesOf(feature, sketch);
        } else {
            long before = present.heapBytes();
            present.merge(sketch);
            featureBytes += present.heapBytes() - before;
        }
        dirty = true;
    }

    private static long bytesOf(String feature, FeatureSketch sketch) {
        return ENTRY_BYTES + 2L * feature.length() + sketch.heapBytes();
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    void addAll(MergedWindow other) {
        addRows(other.rows, other.unprofiledRows, other.droppedValues);
        other.joint()
                .ifPresent(counted -> mergeJoint(joint == null ? JointSketch.fromBytes(counted.toBytes()) : counted));
        other.features.forEach((feature, sketch) ->
                merge(feature, features.containsKey(feature) ? sketch : FeatureSketch.fromBytes(sketch.toBytes())));
    }

    void save(StateWriter writer) {
        if (!dirty) {
            return;
        }
        writer.put(
                shelf.keyOf(key),
                new BinaryOut(VERSION)
                        .writeBoolean(supplement)
                        .writeLong(rows)
                        .writeLong(droppedValues)
                        .writeLong(jointRows)
                        .writeBytes(joint == null ? new byte[0] : joint.toBytes())
                        .writeLong(unprofiledRows)
                        .toBytes());
        headerSaved = true;
        savedFeatures.removeIf(feature -> {
            boolean gone = !features.containsKey(feature);
            if (gone) {
                writer.delete(shelf.keyOf(key, feature));
            }
            return gone;
        });
        features.forEach((feature, sketch) -> {
            writer.put(shelf.keyOf(key, feature), sketch.toBytes());
            savedFeatures.add(feature);
        });
        dirty = false;
    }

    void delete(StateWriter writer) {
        if (headerSaved) {
            writer.delete(shelf.keyOf(key));
        }
        savedFeatures.forEach(feature -> writer.delete(shelf.keyOf(key, feature)));
    }

    static MergedWindow restoreHeader(Shelf shelf, WindowKey key, byte[] value) {
        BinaryIn in = new BinaryIn("window " + key.toText(), value, VERSION);
        MergedWindow window = new MergedWindow(shelf, key, in.readBoolean());
        window.rows = in.readLong();
        window.droppedValues = in.readLong();
        if (in.version() >= 2) {
            window.jointRows = in.readLong();
            byte[] joint = in.readBytes();
            window.joint = joint.length == 0 ? null : JointSketch.fromBytes(joint);
        }
        if (in.version() >= 3) {
            window.unprofiledRows = in.readLong();
        }
        window.headerSaved = true;
        return window;
    }

    void restoreFeature(String feature, byte[] value) {
        FeatureSketch sketch = FeatureSketch.fromBytes(value);
        features.put(feature, sketch);
        featureBytes += bytesOf(feature, sketch);
        savedFeatures.add(feature);
    }
}
