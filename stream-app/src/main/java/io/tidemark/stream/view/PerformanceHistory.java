package io.tidemark.stream.view;

import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How models did in each window, by the last revision of it. Safe for use by several threads. */
public final class PerformanceHistory {
    private final int most;
    private final long mostBytes;
    private final Map<SeriesKey, NavigableMap<Instant, WindowPerformance>> all = new HashMap<>();
    private int count;
    private long bytes;

    /**
     * Beyond its bounds windows of long ago are forgotten, of segments first.
     *
     * @param most windows of all series together
     * @param mostBytes that they may take, by estimate; the last one is kept however large it is
     */
    PerformanceHistory(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    synchronized void add(WindowPerformance window) {
        SeriesKey key = new SeriesKey(window.getModelId(), window.getModelVersion(), window.getSegment());
        NavigableMap<Instant, WindowPerformance> series = all.computeIfAbsent(key, _ -> new TreeMap<>());
        WindowPerformance known = series.get(window.getWindowStart());
        if (known == null) {
            count++;
        } else if (known.getRevision() > window.getRevision()) {
            return;
        }
        series.put(window.getWindowStart(), window);
        bytes += HeapBytes.of(window) - HeapBytes.of(known);
        while (count > most || (bytes > mostBytes && count > 1)) {
            forgetTheFirstTenth();
        }
    }

    private void forgetTheFirstTenth() {
        record Held(boolean allRows, Instant start, NavigableMap<Instant, WindowPerformance> series) {}
        all.entrySet().stream()
                .flatMap(entry -> entry.getValue().keySet().stream()
                        .map(start -> new Held(entry.getKey().isAllRows(), start, entry.getValue())))
                .sorted(Comparator.comparing(Held::allRows).thenComparing(Held::start))
                .limit(Math.max(1, count / 10))
                .toList()
                .forEach(held -> {
                    bytes -= HeapBytes.of(held.series().remove(held.start()));
                    count--;
                });
        all.values().removeIf(Map::isEmpty);
    }

    /**
     * The windows of a series in the order of time.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public synchronized List<WindowPerformance> between(SeriesKey key, Instant from, Instant to) {
        NavigableMap<Instant, WindowPerformance> series = all.get(key);
        return series == null || !from.isBefore(to)
                ? List.of()
                : List.copyOf(series.subMap(from, to).values());
    }
}
