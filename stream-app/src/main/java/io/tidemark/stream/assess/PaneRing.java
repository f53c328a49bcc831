package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The past panes of one series that windows to come still need, in order of time.
 *
 * <p>A pane is needed by the windows that hop over it, and, until a window with it was judged, by the windows after: panes that
 * are too few rows to be judged are carried forward and merged with what follows, for at most {@value #LONGEST_CARRY} windows.
 * Each pane is written to the state once.
 */
final class PaneRing {
    /** How many windows a judged span may be long. Windows without any rows count. */
    static final int LONGEST_CARRY = 24;

    private final NavigableMap<WindowKey, MergedWindow> panes = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final List<SavedWindow> removed = new ArrayList<>();
    private long judgedToMs = Long.MIN_VALUE;

    /** The window that ends with {@code pane}: its own rows, those of the panes that lie in it, and those carried. */
    MergedWindow windowEndingWith(MergedWindow pane, MonitorSpec spec) {
        WindowKey key = pane.key();
        forget(key.endMs() - spec.paneMs(), spec);
        long startMs = Math.min(key.startMs(), key.endMs() - spec.windowMs());
        if (panes.isEmpty() && startMs == key.startMs()) {
            return pane;
        }
        long firstMs = panes.isEmpty() ? startMs : panes.firstKey().startMs();
        Span span = new Span(Math.min(startMs, firstMs), key.endMs());
        MergedWindow window = MergedWindow.empty(Shelf.KEPT, SeriesKey.of(key).over(span));
        panes.values().forEach(window::addAll);
        window.addAll(pane);
        return window;
    }

    /** Keeps {@code pane}, the last of a window that had enough rows to be judged or had not, if it is needed. */
    void keep(MergedWindow pane, boolean judged, MonitorSpec spec) {
        panes.put(pane.key(), pane.movedTo(Shelf.KEPT));
        if (judged) {
            judgedToMs = pane.key().endMs();
        }
        forget(pane.key().endMs(), spec);
    }

    /** Drops what no window needs that ends after {@code passedMs}. */
    void forget(long passedMs, MonitorSpec spec) {
        long nextEndMs = passedMs + spec.paneMs();
        removeIf(pane -> pane.startMs() < nextEndMs - LONGEST_CARRY * spec.windowMs()
                || (pane.endMs() <= judgedToMs && pane.startMs() < nextEndMs - spec.windowMs()));
    }

    void clear() {
        removeIf(_ -> true);
        judgedToMs = Long.MIN_VALUE;
    }

    private void removeIf(Predicate<WindowKey> unneeded) {
        panes.values().removeIf(pane -> {
            boolean goes = unneeded.test(pane.key());
            if (goes) {
                removed.add(pane.saved());
            }
            return goes;
        });
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return panes.values().stream().mapToLong(MergedWindow::heapBytes).sum();
    }

    boolean isEmpty() {
        return panes.isEmpty();
    }

    /** The end of the last window that was judged; {@link Long#MIN_VALUE} where none was. */
    long judgedToMs() {
        return judgedToMs;
    }

    void save(StateWriter writer) {
        removed.forEach(pane -> pane.delete(writer));
        removed.clear();
        panes.values().forEach(pane -> pane.save(writer));
    }

    void restore(long newJudgedToMs) {
        judgedToMs = newJudgedToMs;
    }

    void restorePane(WindowKey key, byte[] value) {
        panes.put(key, MergedWindow.restoreHeader(Shelf.KEPT, key, value));
    }

    void restoreFeature(WindowKey key, String feature, byte[] value) {
        MergedWindow pane = panes.get(key);
        if (pane == null) {
            throw new IllegalStateException("feature " + feature + " was saved without its pane " + key);
        }
        pane.restoreFeature(feature, value);
    }
}
