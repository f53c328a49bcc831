package io.tidemark.stream.window;

import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One window of one segment in one partition, while it is open: how many rows it has, and their sketches.
 *
 * <p>Rows come in batches; whoever reads or saves a window has its model's batch flushed before.
 *
 * <p>A window whose sketches there is no room for {@linkplain #giveUp gives them up}: from then on it counts rows, and those before it are as
 * little profiled as those after it.
 */
final class LiveWindow {
    /** What a window takes without any sketch, beside its name. */
    static final long OWN_BYTES = 920;

    private static final int VERSION = 3;

    final WindowKey key;
    private final String keyText;
    /** What it takes of the room for windows. */
    private final long roomBytes;

    private final ModelHeap heap;
    private final Excess excess;
    /** About how much heap it takes, as it was last told. */
    private long bytes;

    private long rows;
    private long unprofiledRows;
    private long droppedValues;
    /** None once it gave them up. */
    private @Nullable WindowSketches sketches;
    /** Names of saved features that are gone. */
    private List<String> gone = new ArrayList<>();

    /** Rows of the model's batch that belong here, and have not been taken in. */
    private int[] waiting = new int[4];

    private int waitingRows;
    private final RowJournal journal;
    private boolean headerSaved;
    private boolean dirty;

    /** @param tags how many tags have segments in the window's pane */
    LiveWindow(WindowKey key, int tags, WindowSketches sketches, ModelHeap heap, Excess excess) {
        this.key = key;
        this.keyText = key.toText();
        this.sketches = sketches;
        this.journal = new RowJournal(keyText);
        this.heap = heap;
        this.excess = excess;
        this.roomBytes = roomFor(tags);
        heap.opened(roomBytes);
        measure();
    }

    /** The window of all rows pays for those of other segments, so that a row always has a place. */
    private long roomFor(int tags) {
        if (Segments.isOther(key.segment())) {
            return 0;
        }
        return isOfAllRows() ? ownBytes() * (1 + tags) : ownBytes();
    }

    private boolean isOfAllRows() {
        return key.segment().equals(Segments.ALL);
    }

    private long ownBytes() {
        return OWN_BYTES + 2L * keyText.length();
    }

    /** Tells what it takes now. */
    private void measure() {
        grow(ownBytes() + journal.heapBytes() + (sketches == null ? 0 : sketches.heapBytes()) - bytes);
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
        return sketches != null;
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
        if (sketches == null) {
            leaveUnprofiled(waitingRows);
        } else {
            long dropped = sketches.takeIn(batch, waiting, waitingRows);
            drop(dropped);
            journal.append(batch, waiting, waitingRows, dropped, sketches);
            measure();
        }
        waitingRows = 0;
    }

    private void leaveUnprofiled(long more) {
        unprofiledRows += more;
        excess.count(Limit.MEMORY, more);
    }

    private void drop(long values) {
        droppedValues += values;
        if (isOfAllRows()) {
            excess.count(Limit.FEATURES, values);
        }
    }

    /** Gives up all sketches for want of room, and counts rows alone. Answers as {@link #add} does. */
    boolean giveUp() {
        gone = savedFeatures();
        sketches = null;
        journal.giveUp();
        leaveUnprofiled(rows);
        measure();
        return becomesDirty();
    }

    /** Gives up the rows that could be saved in place of the sketches, which take as much room, for want of it. */
    void giveUpJournal() {
        journal.giveUp();
        measure();
    }

    private List<String> savedFeatures() {
        return sketches == null ? gone : sketches.saved();
    }

    /** Tells that it is open no more. Answers what the store has of it. */
    Optional<SavedWindow> close() {
        grow(-bytes);
        heap.opened(-roomBytes);
        return headerSaved
                ? Optional.of(new SavedWindow(keyText, savedFeatures(), journal.savedEntries()))
                : Optional.empty();
    }

    /** Sends all it holds to the assess step. */
    void send(int partition, Consumer<ProfileMessage> out) {
        int features = sketches == null ? 0 : sketches.features();
        out.accept(new WindowPart(key, partition, rows, unprofiledRows, droppedValues, features, jointToBytes()));
        if (sketches != null) {
            sketches.forEach((name, sketch) -> send(name, sketch, partition, out));
        }
    }

    private void send(String name, FeatureSketch sketch, int partition, Consumer<ProfileMessage> out) {
        out.accept(new FeaturePart(key, partition, name, sketch.toBytes()));
        if (isOfAllRows()) {
            excess.count(
                    Limit.CATEGORIES,
                    sketch.categories().map(CategorySketch::forgottenRows).orElse(0L));
        }
    }

    private byte[] jointToBytes() {
        return sketches == null ? WindowPart.NO_JOINT : sketches.jointToBytes();
    }

    void save(StateWriter writer) {
        if (headerSaved && sketches != null && journal.isComplete()) {
            journal.save(writer);
        } else {
            saveWhole(writer);
        }
        measure();
        dirty = false;
    }

    /** What it holds comes before the deletion of the rows it holds: half of it, as at-least-once may leave, counts them twice and none too few. */
    private void saveWhole(StateWriter writer) {
        writer.put(
                ProfilerState.windowKey(keyText),
                new BinaryOut(VERSION)
                        .writeLong(rows)
                        .writeLong(droppedValues)
                        .writeBytes(jointToBytes())
                        .writeBoolean(sketches == null)
                        .writeLong(unprofiledRows)
                        .toBytes());
        headerSaved = true;
        gone.forEach(name -> writer.delete(ProfilerState.featureKey(keyText, name)));
        gone = new ArrayList<>();
        journal.restart(writer, sketches == null ? 0 : sketches.save(keyText, writer));
    }

    /** Goes on from what {@link #save} wrote of the window itself; its features come after it, and then rows. */
    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("window " + keyText, value, VERSION);
        rows = in.readLong();
        droppedValues = in.readLong();
        byte[] joint = in.version() < 2 ? WindowPart.NO_JOINT : in.readBytes();
        boolean gaveUp = in.version() >= 3 && in.readBoolean();
        unprofiledRows = in.version() >= 3 ? in.readLong() : 0;
        if (gaveUp) {
            sketches = null;
        } else if (sketches != null) {
            sketches.restoreJoint(joint);
        }
        headerSaved = true;
        measure();
    }

    void restoreFeature(String name, byte[] value) {
        if (sketches == null) {
            gone.add(name);
        } else {
            sketches.restore(keyText, name, value);
            journal.restoredWhole(value);
            measure();
        }
    }

    /**
     * Goes on from an entry of rows that was saved.
     *
     * @param entry its number
     * @param batch to take them in by: an empty one, empty again afterwards
     */
    void restoreRows(int entry, byte[] value, RowBatch batch) {
        if (sketches == null) {
            journal.restoredUnread(entry, value);
        } else {
            journal.restore(entry, value, sketches, batch, (more, dropped) -> {
                rows += more;
                droppedValues += dropped;
            });
            measure();
        }
    }
}
