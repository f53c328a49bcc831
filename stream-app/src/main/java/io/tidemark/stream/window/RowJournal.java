package io.tidemark.stream.window;

import io.tidemark.profile.sketch.ValueColumn;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.FeatureSlots.Slot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a window took in after its sketches were saved whole. A commit saves these rows in place of all sketches, which take some
 * ten kilobytes a feature each time, and a restore takes the rows in again.
 *
 * <p>What is saved of rows is never more than the sketches were, so that a commit writes at most twice the rows, or the sketches, and a restore
 * reads at most twice the sketches. Where rows are more, the sketches are saved whole and the journal begins anew.
 */
final class RowJournal {
    private static final int VERSION = 1;
    /** In place of a feature's number, which is 1 or more: the block has no more. */
    private static final int END = 0;

    /** Rows are written in blocks of about so many bytes, as far as they are numbers. */
    private static final int BLOCK_BYTES = 128 << 10;
    /** From so many bytes on an entry is complete. */
    private static final int ENTRY_BYTES = 256 << 10;
    /** A larger one, with texts as long as that, might be refused by brokers. */
    private static final int MOST_ENTRY_BYTES = 900 << 10;
    /** What an entry costs beside its key and value, in the store and in its changelog. */
    private static final int ENTRY_OVERHEAD = 60;

    private final String window;
    /** Those that have a number in the journal, by it. */
    private final List<Slot> numbered = new ArrayList<>(0);
    /** What is not saved yet. */
    private final List<byte[]> complete = new ArrayList<>(0);

    private @Nullable BinaryOut open;
    private long completeBytes;
    private boolean isTooLong;

    private int savedEntries;
    private long savedCost;
    /** What the sketches took when they were saved whole. */
    private long sketchBytes;

    /** @param window its key as it stands in the store's keys */
    RowJournal(String window) {
        this.window = window;
    }

    /** About how much heap it takes beside itself. */
    long heapBytes() {
        return completeBytes + (open == null ? 0 : open.size()) + 4L * numbered.size();
    }

    /** How many entries the store has; the first of them may be gone. */
    int savedEntries() {
        return savedEntries;
    }

    /** Whether it has all rows since the sketches were saved whole, so that they need not be. */
    boolean isComplete() {
        return !isTooLong;
    }

    /** Lets go of what is not saved, so that the sketches have to be. */
    void giveUp() {
        isTooLong = true;
        open = null;
        complete.clear();
        completeBytes = 0;
    }

    /**
     * Adds rows that the sketches have just taken in.
     *
     * @param count how many of {@code rows}
     * @param dropped how many of their values were left out
     */
    void append(RowBatch batch, int[] rows, int count, long dropped, WindowSketches sketches) {
        int atOnce = Math.max(1, BLOCK_BYTES / (Long.BYTES * Math.max(1, batch.names())));
        for (int from = 0; from < count && !isTooLong; from += atOnce) {
            append(batch, rows, from, Math.min(count, from + atOnce), from == 0 ? dropped : 0, sketches);
        }
    }

    private void append(RowBatch batch, int[] rows, int from, int to, long dropped, WindowSketches sketches) {
        BinaryOut out = open == null ? new BinaryOut(VERSION) : open;
        open = out;
        out.writeCount(to - from).writeCount(Math.toIntExact(dropped));
        for (int i = 0; i < batch.names(); i++) {
            Slot slot = sketches.sketched(batch.nameId(i));
            if (slot != null) {
                ValueColumn column = batch.column(slot.nameId);
                if (column.firstOf(rows, from, to) >= 0) {
                    writeName(slot, sketches, out);
                    JournalColumn.write(column, rows, from, to, out);
                }
            }
        }
        out.writeCount(END);
        if (out.size() > MOST_ENTRY_BYTES || cost() > sketchBytes) {
            giveUp();
        } else if (out.size() >= ENTRY_BYTES) {
            complete(out);
        }
    }

    /** The number of a name, and at its first mention the name. */
    private void writeName(Slot slot, WindowSketches sketches, BinaryOut out) {
        if (slot.journalNumber > 0) {
            out.writeCount(slot.journalNumber);
        } else {
            number(slot);
            out.writeCount(slot.journalNumber).writeText(sketches.nameOf(slot));
        }
    }

    private void number(Slot slot) {
        numbered.add(slot);
        slot.journalNumber = numbered.size();
    }

    private void complete(BinaryOut entry) {
        complete.add(entry.toBytes());
        completeBytes += entry.size();
        open = null;
    }

    private long cost() {
        return savedCost + completeBytes + (open == null ? 0 : open.size()) + (complete.size() + 1) * overheadOfEntry();
    }

    /** Its key is written twice: the second time to delete it. */
    private long overheadOfEntry() {
        return 2L * (window.length() + ENTRY_OVERHEAD);
    }

    /** Saves what is not yet. */
    void save(StateWriter writer) {
        if (open != null) {
            complete(open);
        }
        for (byte[] entry : complete) {
            writer.put(ProfilerState.rowsKey(window, savedEntries), entry);
            count(savedEntries, entry);
        }
        complete.clear();
        completeBytes = 0;
    }

    private void count(int number, byte[] entry) {
        savedEntries = number + 1;
        savedCost += entry.length + overheadOfEntry();
    }

    /**
     * Begins anew, since the sketches have been saved whole.
     *
     * @param newSketchBytes what they took
     */
    void restart(StateWriter writer, long newSketchBytes) {
        for (int number = 0; number < savedEntries; number++) {
            writer.delete(ProfilerState.rowsKey(window, number));
        }
        giveUp();
        numbered.forEach(slot -> slot.journalNumber = 0);
        numbered.clear();
        savedEntries = 0;
        savedCost = 0;
        sketchBytes = newSketchBytes;
        isTooLong = false;
    }

    /** Tells of something that was saved whole. */
    void restoredWhole(byte[] value) {
        sketchBytes += value.length;
    }

    /** What a block of rows adds to its window. */
    @FunctionalInterface
    interface Taken {
        void add(int rows, long dropped);
    }

    /** Tells of an entry that the window has no use for. */
    void restoredUnread(int number, byte[] entry) {
        giveUp();
        count(number, entry);
    }

    /**
     * Lets sketches take in the rows of an entry again. Where entries before it are gone they do not: entries are deleted, in their order, after
     * sketches that have all their rows were saved. A crash under at-least-once may leave such a store.
     *
     * @param batch an empty one, empty again afterwards
     */
    void restore(int number, byte[] entry, WindowSketches sketches, RowBatch batch, Taken taken) {
        if (isTooLong || number != savedEntries) {
            restoredUnread(number, entry);
        } else {
            takeIn(entry, sketches, batch, taken);
            count(number, entry);
        }
    }

    /** Blocks of a busy model's rarer segments have few rows each, so several are taken in at once. */
    private void takeIn(byte[] entry, WindowSketches sketches, RowBatch batch, Taken taken) {
        BinaryIn in = new BinaryIn("rows of window " + window, entry, VERSION);
        int waiting = 0;
        while (!in.isAtEnd()) {
            int rows = in.readCount();
            if (rows < 1 || rows > RowBatch.CAPACITY) {
                throw damaged("a block of " + rows + " rows");
            }
            if (waiting + rows > RowBatch.CAPACITY) {
                batch.takeInto(sketches, waiting);
                waiting = 0;
            }
            taken.add(rows, in.readCount());
            readBlock(in, waiting, rows, sketches, batch);
            waiting += rows;
        }
        batch.takeInto(sketches, waiting);
    }

    private void readBlock(BinaryIn in, int firstRow, int rows, WindowSketches sketches, RowBatch batch) {
        for (int feature = in.readCount(); feature != END; feature = in.readCount()) {
            if (feature > numbered.size() + 1) {
                throw damaged("a feature has the number " + feature + " after " + numbered.size());
            }
            if (feature > numbered.size()) {
                number(sketches.slotOf(window, in.readText()));
            }
            JournalColumn.read(in, firstRow, rows, batch.columnOf(numbered.get(feature - 1).nameId));
        }
    }

    private StateFormatException damaged(String what) {
        return new StateFormatException("rows of window " + window + " are damaged: " + what);
    }
}
