package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;

/**
 * What later windows of one series need of its past. It holds for one baseline and one cut of time: when either changes, the series
 * begins anew, so that no row is judged by a baseline that it may be part of.
 */
final class SegmentSeries {
    private static final int VERSION = 1;

    /** What the past holds for. */
    private record Basis(String baselineId, long windowMs, long paneMs) {}

    private final SeriesKey key;
    private final PaneRing ring = new PaneRing();
    private Basis basis = new Basis("", 0, 0);
    private boolean dirty;
    private boolean saved;

    SegmentSeries(SeriesKey key) {
        this.key = key;
    }

    /**
     * The window that ends with {@code pane}. A pane that was cut before the spec changed its length is a window of its own.
     *
     * @param baselineId of the baseline that it will be compared with; empty where there is none
     */
    MergedWindow windowEndingWith(MergedWindow pane, String baselineId, MonitorSpec spec) {
        Basis now = new Basis(baselineId, spec.windowMs(), spec.paneMs());
        if (!now.equals(basis)) {
            ring.clear();
            basis = now;
            dirty = true;
        }
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

    /** Drops what no window needs that ends after {@code passedMs}. */
    void forget(long passedMs, MonitorSpec spec) {
        ring.forget(passedMs, spec);
    }

    /** Whether it holds nothing that a new one would not. */
    boolean isEmpty() {
        return ring.isEmpty();
    }

    void save(StateWriter writer) {
        ring.save(writer);
        if (isEmpty()) {
            if (saved) {
                writer.delete(AssessorState.SERIES + key.toText());
            }
            saved = false;
        } else if (dirty || !saved) {
            writer.put(AssessorState.SERIES + key.toText(), headerToBytes());
            saved = true;
        }
        dirty = false;
    }

    private byte[] headerToBytes() {
        return new BinaryOut(VERSION)
                .writeText(basis.baselineId())
                .writeLong(basis.windowMs())
                .writeLong(basis.paneMs())
                .writeLong(ring.judgedToMs())
                .toBytes();
    }

    void restoreHeader(byte[] value) {
        BinaryIn in = new BinaryIn("the series " + key.toText(), value, VERSION);
        basis = new Basis(in.readText(), in.readLong(), in.readLong());
        ring.restore(in.readLong());
        saved = true;
    }

    void restorePane(WindowKey window, byte[] value) {
        ring.restorePane(window, value);
    }

    void restorePaneFeature(WindowKey window, String feature, byte[] value) {
        ring.restoreFeature(window, feature, value);
    }
}
