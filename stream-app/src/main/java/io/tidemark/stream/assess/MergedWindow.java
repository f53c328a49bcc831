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
    private static final int VERSION = 2;

    private final Shelf shelf;
    private final WindowKey key;
    /** Whether the window had been judged when these rows came; they are published, but not judged again. */
    private final boolean supplement;

    private long rows;
    private long droppedValues;
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
        moved.addRows(rows, droppedValues);
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

    long droppedValues() {
        return droppedValues;
    }

    SortedMap<String, FeatureSketch> features() {
        return Collections.unmodifiableSortedMap(features);
    }

    void addRows(long moreRows, long moreDroppedValues) {
        rows += moreRows;
        droppedValues += moreDroppedValues;
        dirty = true;
    }

    /** How the features depend on each other, where every row was counted for it, over the same layout. */
    Optional<JointSketch> joint() {
        return jointRows == rows ? Optional.ofNullable(joint) : Optional.empty();
    }

    void mergeJoint(JointSketch added) {
        if (joint == null) {
            joint = added;
            jointRows += added.rows();
        } else if (joint.merge(added)) {
            jointRows += added.rows();
        }
        dirty = true;
    }

    void merge(String feature, FeatureSketch sketch) {
        FeatureSketch present = features.get(feature);
        if (present == null) {
            features.put(feature, sketch);
        } else {
            present.merge(sketch);
        }
        dirty = true;
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    void addAll(MergedWindow other) {
        addRows(other.rows, other.droppedValues);
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
                        .toBytes());
        headerSaved = true;
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
        window.headerSaved = true;
        return window;
    }

    void restoreFeature(String feature, byte[] value) {
        features.put(feature, FeatureSketch.fromBytes(value));
        savedFeatures.add(feature);
    }
}
