package io.tidemark.stream.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Keeps the windows of all series within so many bytes. What is missed least goes first: what is of long ago, where a window of a segment counts as
 * several times as old as one of all rows, and the measures of a window as several times as old as the window.
 */
final class ViewMemory {
    /** Once there is too much, so much of the limit is left, so that it is not done again with every record. */
    private static final double LEFT = 0.9;
    /** A segment's window is kept for this part of the time. */
    private static final int SEGMENTS_AGE = 4;
    /** A window's measures are kept for this part of the time. */
    private static final int MEASURES_AGE = 3;

    private final long limit;
    private long used;

    ViewMemory(long limit) {
        this.limit = limit;
    }

    long used() {
        return used;
    }

    long limit() {
        return limit;
    }

    void grow(long bytes) {
        used += bytes;
    }

    /** Whether there is so much that something would be forgotten soon: what is older than all the rest need not be read. */
    boolean isFull() {
        return used > LEFT * limit;
    }

    /** What may be forgotten, and after how long it counts as gone. */
    private record Kept(WindowSeries series, ViewedWindow window, boolean measuresAlone, double age) {}

    /** Forgets what is too much. */
    void keepWithin(Map<SeriesKey, WindowSeries> all) {
        if (used <= limit) {
            return;
        }
        long enough = (long) (LEFT * limit);
        for (Kept each : oldestFirst(all)) {
            if (used <= enough) {
                break;
            }
            used -= each.measuresAlone()
                    ? each.window().forgetMeasures()
                    : each.series().remove(each.window());
        }
        removeEmpty(all);
    }

    /** Lets go of series that have no window any more. */
    void removeEmpty(Map<SeriesKey, WindowSeries> all) {
        all.values().removeIf(series -> {
            used -= series.isEmpty() ? series.ownBytes() : 0;
            return series.isEmpty();
        });
    }

    private static List<Kept> oldestFirst(Map<SeriesKey, WindowSeries> all) {
        Instant last = all.values().stream()
                .flatMap(series -> series.last(1).stream().map(WindowSummary::start))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        List<Kept> kept = new ArrayList<>();
        all.forEach((key, series) -> series.windows().forEach(window -> {
            // In floating point: windows may be as far apart as whoever writes them likes.
            double age = (1.0 + last.getEpochSecond() - window.start().getEpochSecond())
                    * (key.isAllRows() ? 1 : SEGMENTS_AGE);
            kept.add(new Kept(series, window, true, age * MEASURES_AGE));
            kept.add(new Kept(series, window, false, age));
        }));
        kept.sort(Comparator.comparingDouble(Kept::age).reversed());
        return kept;
    }
}
