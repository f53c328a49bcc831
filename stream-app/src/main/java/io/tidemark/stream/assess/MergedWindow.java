package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Collections;
import java.util.Optional;
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

    private final WindowKey key;
    private final SavedWindow saved;
    /** Whether the window had been judged or published when these rows came, or is published before all have; they are published, but not judged. */
    private boolean supplement;

    private long rows;
    private boolean profiled = true;
    private long droppedValues;
    private long featureBytes;
    private final SortedMap<String, FeatureSketch> features = new TreeMap<>();
    private @Nullable JointSketch joint;
    private long jointRows;
    private boolean dirty;

    MergedWindow(WindowKey key, boolean supplement) {
        this(Shelf.OPEN, key, supplement);
    }

    private MergedWindow(Shelf shelf, WindowKey key, boolean supplement) {
        this.key = key;
        this.saved = new SavedWindow(shelf, key);
        this.supplement = supplement;
    }

    /** An empty window to merge panes into. */
    static MergedWindow empty(Shelf shelf, WindowKey key) {
        return new MergedWindow(shelf, key, false);
    }

    /** The same rows in another place of the state. They share their sketches, so neither must be changed any more. */
    MergedWindow movedTo(Shelf newShelf) {
        MergedWindow moved = new MergedWindow(newShelf, key, supplement);
        moved.addRows(rows, unprofiledRows(), droppedValues);
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

    /** Rows that are in no sketch: all, where some partition had no room to profile its rows, else none. */
    long unprofiledRows() {
        return profiled ? 0 : rows;
    }

    /** Whether there are sketches of all rows. Else there are none, and nothing is judged but their number. */
    boolean isProfiled() {
        return profiled;
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

    /**
     * Adds rows. Where some of the window's are not profiled, none are: features would look missing that there was no room for.
     *
     * @return how many that were profiled are not any more, be they these or earlier ones
     */
    long addRows(long moreRows, long moreUnprofiledRows, long moreDroppedValues) {
        long profiledRows = moreRows - moreUnprofiledRows + (profiled ? rows : 0);
        rows += moreRows;
        droppedValues += moreDroppedValues;
        profiled &= moreUnprofiledRows == 0;
        dirty = true;
        if (profiled) {
            return 0;
        }
        features.clear();
        featureBytes = 0;
        joint = null;
        jointRows = 0;
        return profiledRows;
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

    /**
     * Adds what {@code sketch} holds of a feature.
     *
     * @return the rows whose categories were told apart before, here or in {@code sketch}, and are not any more
     */
    long merge(String feature, FeatureSketch sketch) {
        if (!isProfiled()) {
            return 0;
        }
        dirty = true;
        FeatureSketch present = features.get(feature);
        if (present == null) {
            features.put(feature, sketch);
            featureBytes += bytesOf(feature, sketch);
            return 0;
        }
        long before = present.heapBytes();
        long forgotten = forgottenRows(present) + forgottenRows(sketch);
        present.merge(sketch);
        featureBytes += present.heapBytes() - before;
        return forgottenRows(present) - forgotten;
    }

    private static long forgottenRows(FeatureSketch sketch) {
        return sketch.categories().map(CategorySketch::forgottenRows).orElse(0L);
    }

    private static long bytesOf(String feature, FeatureSketch sketch) {
        return ENTRY_BYTES + 2L * feature.length() + sketch.heapBytes();
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    void addAll(MergedWindow other) {
        addRows(other.rows, other.unprofiledRows(), other.droppedValues);
        other.joint()
                .ifPresent(counted -> mergeJoint(joint == null ? JointSketch.fromBytes(counted.toBytes()) : counted));
        other.features.forEach((feature, sketch) ->
                merge(feature, features.containsKey(feature) ? sketch : FeatureSketch.fromBytes(sketch.toBytes())));
    }

    void save(StateWriter writer) {
        if (dirty) {
            saved.save(headerToBytes(), features, writer);
            dirty = false;
        }
    }

    private byte[] headerToBytes() {
        return new BinaryOut(VERSION)
                .writeBoolean(supplement)
                .writeLong(rows)
                .writeLong(droppedValues)
                .writeLong(jointRows)
                .writeBytes(joint == null ? new byte[0] : joint.toBytes())
                .writeLong(unprofiledRows())
                .toBytes();
    }

    /** What the state has of it, to be deleted once the window is gone. */
    SavedWindow saved() {
        return saved;
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
            window.profiled = in.readLong() == 0;
        }
        window.saved.restoredHeader();
        return window;
    }

    void restoreFeature(String feature, byte[] value) {
        FeatureSketch sketch = FeatureSketch.fromBytes(value);
        features.put(feature, sketch);
        featureBytes += bytesOf(feature, sketch);
        saved.restoredFeature(feature);
    }
}
