package io.tidemark.stream.label;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The windows of one model in one partition that are not final, in the order of time. */
final class LabelPanes {
    /** By begin, then end: after a change of the spec windows may overlap. */
    private final TreeMap<Bounds, LabelPane> panes = new TreeMap<>();

    private long longestMs;
    private long nextCloseMs = Long.MAX_VALUE;

    private record Bounds(long startMs, long endMs) implements Comparable<Bounds> {
        @Override
        public int compareTo(Bounds other) {
            int byStart = Long.compare(startMs, other.startMs);
            return byStart == 0 ? Long.compare(endMs, other.endMs) : byStart;
        }
    }

    /** The window that an event of {@code timeMs} counts in, or null where it is not there yet or final. */
    @Nullable
    LabelPane at(long timeMs) {
        Bounds latest = new Bounds(timeMs, Long.MAX_VALUE);
        for (var entry = panes.floorEntry(latest); entry != null; entry = panes.lowerEntry(entry.getKey())) {
            LabelPane pane = entry.getValue();
            if (pane.contains(timeMs)) {
                return pane;
            }
            if (pane.startMs <= timeMs - longestMs) {
                return null;
            }
        }
        return null;
    }

    /** The window of exactly these bounds, or null where it is final. */
    @Nullable
    LabelPane of(long startMs, long endMs) {
        return panes.get(new Bounds(startMs, endMs));
    }

    void open(LabelPane pane) {
        panes.put(new Bounds(pane.startMs, pane.endMs), pane);
        longestMs = Math.max(longestMs, pane.endMs - pane.startMs);
        nextCloseMs = pane.closed ? nextCloseMs : Math.min(nextCloseMs, pane.endMs);
    }

    List<LabelPane> all() {
        return List.copyOf(panes.values());
    }

    /** Takes out the windows that have ended by {@code endMs}, in the order of time. */
    List<LabelPane> takeEndedBy(long endMs) {
        if (panes.isEmpty() || panes.firstKey().startMs() >= endMs) {
            return List.of();
        }
        List<LabelPane> ended = panes.headMap(new Bounds(endMs, Long.MIN_VALUE)).values().stream()
                .filter(pane -> pane.endMs <= endMs)
                .toList();
        ended.forEach(pane -> panes.remove(new Bounds(pane.startMs, pane.endMs)));
        return ended;
    }

    /** Marks the windows that have ended by {@code endMs} as closed; answers those that were not before. */
    List<LabelPane> closeEndedBy(long endMs) {
        if (endMs < nextCloseMs) {
            return List.of();
        }
        List<LabelPane> ended = panes.values().stream()
                .filter(pane -> !pane.closed && pane.endMs <= endMs)
                .toList();
        ended.forEach(pane -> pane.closed = true);
        nextCloseMs = panes.values().stream()
                .filter(pane -> !pane.closed)
                .mapToLong(pane -> pane.endMs)
                .min()
                .orElse(Long.MAX_VALUE);
        return ended;
    }

    /** Where the first window ends that is not closed; {@link Long#MAX_VALUE} where there is none. */
    long nextCloseMs() {
        return nextCloseMs;
    }
}
