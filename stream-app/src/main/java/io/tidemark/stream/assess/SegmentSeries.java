package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;

/**
 * What later windows of one series need of its past. It holds for one baseline and one cut of time: when the cut changes, windows
 * begin anew, and when the baseline does, roll-ups too, so that no row is judged by a baseline that it may be part of.
 */
final class SegmentSeries {
    private static final int VERSION = 1;

    private final SeriesKey key;
    private final PaneRing ring = new PaneRing();
    private final Rollups rollups = new Rollups();
    private String baselineId = "";
    private long windowMs;
    private long paneMs;
    private long lastPaneEndMs = Long.MIN_VALUE;
    private boolean dirty;
    private boolean saved;

    SegmentSeries(SeriesKey key) {
        this.key = key;
    }

    SeriesKey key() {
        return key;
    }

    /** Begins anew where it holds for another baseline or another cut of time; the id is empty where there is no baseline. */
    void rest(String newBaselineId, MonitorSpec spec) {
        boolean sameBaseline = newBaselineId.equals(baselineId);
        if (!sameBaseline) {
            rollups.clear();
        }
        if (!sameBaseline || windowMs != spec.windowMs() || paneMs != spec.paneMs()) {
            ring.clear();
            baselineId = newBaselineId;
            windowMs = spec.windowMs();
            paneMs = spec.paneMs();
            dirty = true;
        }
    }

    /** Whether what it holds was judged by, and is to be compared with, the baseline of that id. */
    boolean holdsFor(String id) {
        return id.equals(baselineId);
    }

    /** The window that ends with {@code pane}. A pane that was cut before the spec changed its length is a window of its own. */
    MergedWindow windowEndingWith(MergedWindow pane, MonitorSpec spec) {
        return isOfLength(pane, spec) ? ring.windowEndingWith(pane, spec) : pane;
    }

    /** Takes {@code pane} into the past, the last of {@code window}. */
    void add(MergedWindow pane, MergedWindow window, MonitorSpec spec) {
        if (isOfLength(pane, spec)) {
            ring.keep(pane, window.rows() >= spec.minRows(), spec);
            dirty = true;
        }
    }

    private static boolean isOfLength(MergedWindow pane, MonitorSpec spec) {
        return pane.key().endMs() - pane.key().startMs() == spec.paneMs();
    }

    Rollups rollups() {
        return rollups;
    }

    /** Tells that there was a pane that ended at {@code endMs}. */
    void seen(long endMs) {
        lastPaneEndMs = Math.max(lastPaneEndMs, endMs);
        dirty = true;
    }

    /** The end of the last pane; {@link Long#MIN_VALUE} where that is not known. */
    long lastPaneEndMs() {
        return lastPaneEndMs;
    }

    /** Drops what no window needs that ends after {@code passedMs}. */
    void forget(long passedMs, MonitorSpec spec) {
        ring.forget(passedMs, spec);
        rollups.keepOnly(spec.windows().rollups());
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return 600 + ring.heapBytes() + rollups.heapBytes();
    }

    /** Forgets all rows: windows and roll-ups begin anew. */
    void giveUp() {
        ring.clear();
        rollups.clear();
        dirty = true;
    }

    /** Whether it holds no rows. */
    boolean isEmpty() {
        return ring.isEmpty() && rollups.isEmpty();
    }

    void save(StateWriter writer) {
        ring.save(writer);
        rollups.save(writer);
        if (dirty) {
            writer.put(AssessorState.SERIES + key.toText(), headerToBytes());
            saved = true;
            dirty = false;
        }
    }

    /** Saves that it is gone. */
    void delete(StateWriter writer) {
        ring.clear();
        rollups.clear();
        ring.save(writer);
        rollups.save(writer);
        if (saved) {
            writer.delete(AssessorState.SERIES + key.toText());
        }
    }

    private byte[] headerToBytes() {
        return new BinaryOut(VERSION)
                .writeText(baselineId)
                .writeLong(windowMs)
                .writeLong(paneMs)
                .writeLong(ring.judgedToMs())
                .writeLong(lastPaneEndMs)
                .toBytes();
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("the series " + key.toText(), value, VERSION);
        baselineId = in.readText();
        windowMs = in.readLong();
        paneMs = in.readLong();
        ring.restore(in.readLong());
        lastPaneEndMs = in.readLong();
        saved = true;
    }

    void restorePane(WindowKey window, byte[] value) {
        ring.restorePane(window, value);
    }

    void restorePaneFeature(WindowKey window, String feature, byte[] value) {
        ring.restoreFeature(window, feature, value);
    }
}
