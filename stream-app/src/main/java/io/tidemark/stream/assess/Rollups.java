package io.tidemark.stream.assess;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The longer windows of one series that more panes may come for, at most one of each length the spec has. A pane counts once in each.
 */
final class Rollups {
    private final SortedMap<Long, MergedWindow> byLength = new TreeMap<>();
    private final List<SavedWindow> removed = new ArrayList<>();

    /**
     * Adds a pane to the roll-ups that it lies in.
     *
     * @param belated whether panes that end later have been judged; then it begins no roll-up
     */
    void add(MergedWindow pane, boolean belated, MonitorSpec spec) {
        for (Duration rollup : spec.windows().rollups()) {
            long length = rollup.toMillis();
            long startMs = Math.floorDiv(pane.key().startMs(), length) * length;
            if (pane.key().endMs() > startMs + length) {
                continue; // cut before the spec changed, over a boundary that there was none of then
            }
            MergedWindow open = byLength.get(length);
            if (open == null && !belated) {
                Span span = new Span(startMs, startMs + length);
                open = MergedWindow.empty(Shelf.ROLLUP, SeriesKey.of(pane.key()).over(span));
                byLength.put(length, open);
            }
            if (open != null && open.key().startMs() == startMs) {
                open.addAll(pane);
            }
        }
    }

    /** Takes out the roll-ups that end at or before {@code endMs}. */
    List<MergedWindow> takeUpTo(long endMs) {
        return take(rollup -> rollup.endMs() <= endMs);
    }

    /** Drops what the spec has no more. */
    void keepOnly(List<Duration> lengths) {
        take(rollup -> !lengths.contains(Duration.ofMillis(rollup.endMs() - rollup.startMs())));
    }

    void clear() {
        take(_ -> true);
    }

    private List<MergedWindow> take(Predicate<WindowKey> which) {
        List<MergedWindow> taken = byLength.values().stream()
                .filter(rollup -> which.test(rollup.key()))
                .toList();
        byLength.values().removeAll(taken);
        taken.forEach(rollup -> removed.add(rollup.saved()));
        return taken;
    }

    /** When the first of them ends; {@link Long#MAX_VALUE} where there is none. */
    long firstEndMs() {
        return byLength.values().stream()
                .mapToLong(rollup -> rollup.key().endMs())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return byLength.values().stream().mapToLong(MergedWindow::heapBytes).sum();
    }

    boolean isEmpty() {
        return byLength.isEmpty();
    }

    void save(StateWriter writer) {
        removed.forEach(rollup -> rollup.delete(writer));
        removed.clear();
        byLength.values().forEach(rollup -> rollup.save(writer));
    }

    void restoreRollup(WindowKey key, byte[] value) {
        byLength.put(key.endMs() - key.startMs(), MergedWindow.restoreHeader(Shelf.ROLLUP, key, value));
    }

    void restoreFeature(WindowKey key, String feature, byte[] value) {
        MergedWindow rollup = byLength.get(key.endMs() - key.startMs());
        if (rollup == null) {
            throw new IllegalStateException("feature " + feature + " was saved without its roll-up " + key);
        }
        rollup.restoreFeature(feature, value);
    }
}
