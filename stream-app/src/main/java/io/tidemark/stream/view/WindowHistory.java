package io.tidemark.stream.view;

import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.topic.RecordKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The windows of all models, as many as there is room for. Safe for use by several threads. */
public final class WindowHistory {
    private static final int WORST_FEATURES = 5;

    private final Map<SeriesKey, WindowSeries> all = new HashMap<>();
    private final ViewMemory memory;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    /** @param bytes that windows may take in memory, by estimate */
    WindowHistory(long bytes) {
        this.memory = new ViewMemory(bytes);
    }

    /** Takes in one part of a window's profile, which is to be told once. The order of parts and windows does not matter. */
    void add(WindowProfile part, RecordPlace place) {
        SeriesKey key = new SeriesKey(part.getModelId(), part.getModelVersion(), part.getSegment());
        lock.writeLock().lock();
        try {
            WindowSeries series = all.computeIfAbsent(key, _ -> new WindowSeries());
            memory.grow(series.add(part, place));
            memory.keepWithin(all);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T read(Supplier<T> reading) {
        lock.readLock().lock();
        try {
            return reading.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private <T> Optional<T> read(SeriesKey key, Function<WindowSeries, T> reading) {
        return read(() -> Optional.ofNullable(all.get(key)).map(reading));
    }

    /** Whether so much is known that more from before would soon be forgotten. */
    boolean isFull() {
        return read(memory::isFull);
    }

    /** What windows take in memory, by estimate. */
    public long bytes() {
        return read(memory::used);
    }

    /** What they may take. */
    public long maxBytes() {
        return memory.limit();
    }

    /** All of which there are windows. */
    public List<SeriesKey> keys() {
        return read(() -> List.copyOf(all.keySet()));
    }

    /**
     * Windows and features of one series.
     *
     * @param from inclusive
     * @param to exclusive
     * @param columns as many windows as there are to be at most, 2 at least; where there are more, several are shown as one
     * @return empty where there is no such series
     */
    public Optional<HeatMap> heatMap(SeriesKey key, Instant from, Instant to, int columns) {
        return read(key, series -> series.heatMap(from, to, columns));
    }

    /**
     * One feature over time.
     *
     * @param from inclusive
     * @param to exclusive
     * @param points at most, 2 at least
     * @return empty where there is no such series; no points where it never had the feature
     */
    public Optional<List<FeaturePoint>> feature(SeriesKey key, String feature, Instant from, Instant to, int points) {
        return read(key, series -> series.feature(feature, from, to, points));
    }

    /**
     * A segment in one window.
     *
     * @param worst its worst features that drifted, the worst first, five at most
     */
    public record SegmentWindow(String segment, WindowSummary window, List<String> worst) {
        public SegmentWindow {
            worst = List.copyOf(worst);
        }
    }

    /** The segments of a version in the window that begins at {@code start}, the worst first; all rows among them. */
    public List<SegmentWindow> segments(String model, String version, Instant start) {
        return read(() -> {
            List<SegmentWindow> found = new ArrayList<>();
            all.forEach((key, series) -> {
                if (key.model().equals(model) && key.version().equals(version)) {
                    series.window(start)
                            .ifPresent(window -> found.add(new SegmentWindow(
                                    key.segment(), window, series.worstFeatures(start, WORST_FEATURES))));
                }
            });
            found.sort(Comparator.<SegmentWindow>comparingInt(
                            each -> -each.window().severity())
                    .thenComparing(each -> !each.segment().equals(RecordKeys.ALL_ROWS))
                    .thenComparing(SegmentWindow::segment));
            return found;
        });
    }

    /** The last windows of a series in the order of time. */
    public List<WindowSummary> last(SeriesKey key, int most) {
        return read(key, series -> series.last(most)).orElse(List.of());
    }

    /** Where the parts of a window's profile are; empty where it is not known. */
    List<RecordPlace> places(SeriesKey key, Instant start) {
        return read(key, series -> series.places(start)).orElse(List.of());
    }

    /** Forgets windows that were judged before this, by the wall clock: what is replayed is of long ago, and judged now. */
    void forgetJudgedBefore(Instant time) {
        lock.writeLock().lock();
        try {
            all.values().forEach(series -> memory.grow(-series.removeJudgedBefore(time)));
            memory.removeEmpty(all);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
