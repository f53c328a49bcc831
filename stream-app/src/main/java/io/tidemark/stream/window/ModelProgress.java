package io.tidemark.stream.window;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has read one model: its stream time, its open panes, by end, and the latest events.
 *
 * <p>Stream time is the highest event time seen; it is saved, because a restart that forgot it would take late records
 * for early ones and open closed windows again.
 */
final class ModelProgress {
    private static final int VERSION = 2;

    final String model;
    private final List<Pane> panes = new ArrayList<>();
    long streamTimeMs = Long.MIN_VALUE;
    /** The stream time at which the next window may close, here or in another partition. */
    long nextBoundaryMs = Long.MIN_VALUE;
    /** On the {@link PartitionClock}. */
    long lastActiveMs;

    boolean idle;
    boolean announced;
    boolean dirty;

    final ModelHeap heap;
    final Excess excess = new Excess();
    private final RowBatch batch;
    private @Nullable Pane lastPane;

    ModelProgress(String model, long clockMs, ModelHeap heap) {
        this.model = model;
        this.heap = heap;
        this.batch = new RowBatch(heap);
        this.lastActiveMs = clockMs;
    }

    /** Adds an event to one of the panes. */
    void add(Pane pane, String version, EventBuffer event, Set<LiveWindow> dirtied) {
        if (batch.isFull()) {
            batch.flush();
        }
        pane.add(version, event, batch, dirtied);
    }

    /** Lets all windows take in the events that were added. */
    void flush() {
        batch.flush();
    }

    /** Lets all windows take in the events that were added, and lets go of the room for them. */
    void release() {
        batch.release();
    }

    /** Whether some window has sketches to give up. */
    boolean isProfiled() {
        return panes.stream().anyMatch(Pane::isProfiled);
    }

    /** All that are open. */
    List<LiveWindow> windows() {
        return panes.stream().flatMap(pane -> pane.windows().stream()).toList();
    }

    /** The open pane that contains {@code timeMs}, or null. */
    @Nullable
    Pane openPane(long timeMs) {
        if (lastPane != null && lastPane.contains(timeMs)) {
            return lastPane;
        }
        for (Pane pane : panes) {
            if (pane.contains(timeMs)) {
                lastPane = pane;
                return pane;
            }
        }
        return null;
    }

    void open(Pane pane) {
        panes.add(pane);
        panes.sort(Comparator.comparingLong((Pane p) -> p.endMs).thenComparingLong(p -> p.startMs));
        lastPane = pane;
        nextBoundaryMs =
                Math.min(nextBoundaryMs, pane.dueMs()); // that of a spec with shorter panes or grace may come sooner
    }

    /** The open pane of exactly these bounds, or null. */
    @Nullable
    Pane paneOf(long startMs, long endMs) {
        for (Pane pane : panes) {
            if (pane.startMs == startMs && pane.endMs == endMs) {
                return pane;
            }
        }
        return null;
    }

    /** Takes out the panes that stream time has passed. */
    List<Pane> takeDue() {
        return take(panes.stream().filter(pane -> pane.dueMs() <= streamTimeMs).toList());
    }

    /** Takes out all panes. */
    List<Pane> takeAll() {
        List<Pane> taken = take(List.copyOf(panes));
        batch.release();
        return taken;
    }

    private List<Pane> take(List<Pane> taken) {
        batch.flush();
        panes.removeAll(taken);
        lastPane = null;
        return taken;
    }

    /** Whether a window that ends at {@code endMs} has been closed by stream time. */
    boolean isPast(long endMs, long graceMs) {
        return streamTimeMs != Long.MIN_VALUE && endMs + graceMs <= streamTimeMs;
    }

    /** The first end-plus-grace after stream time: of the open panes and of the windows other partitions may have. */
    void findNextBoundary(MonitorSpec spec) {
        long length = spec.paneMs();
        long next = (Math.floorDiv(streamTimeMs - spec.graceMs(), length) + 1) * length + spec.graceMs();
        for (Pane pane : panes) {
            next = Math.min(next, pane.dueMs());
        }
        nextBoundaryMs = next;
    }

    /** The time up to which every window that ends has been sent, or would be late. */
    long sentUpToMs(MonitorSpec spec) {
        long sentUpTo = streamTimeMs - spec.graceMs();
        for (Pane pane : panes) {
            sentUpTo = Math.min(sentUpTo, pane.endMs - 1);
        }
        return sentUpTo;
    }

    byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION)
                .writeLong(streamTimeMs)
                .writeBoolean(idle)
                .writeBoolean(announced);
        excess.writeTo(out);
        return out.toBytes();
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("progress of model " + model, value, VERSION);
        streamTimeMs = in.readLong();
        idle = in.readBoolean();
        announced = in.readBoolean();
        if (in.version() >= 2) {
            excess.readFrom(in);
        }
    }
}
