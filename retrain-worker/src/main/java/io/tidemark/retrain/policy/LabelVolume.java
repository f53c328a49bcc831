package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How many labels of one model's answers became known after an instant of the wall clock: each revision of a window tells how many it has, and so
 * how many more than the one before. Fed with all records of the topic {@code performance} of the model, in its order; one that comes again
 * changes nothing.
 *
 * <p>Bounded: of more than ten thousand windows, over all versions, those that ended first are forgotten; labels of times before the latest ten
 * thousand count as of the earliest of these. For one thread.
 */
public final class LabelVolume {
    static final int MOST_WINDOWS = 10_000;
    private static final int MOST_TIMES = 10_000;
    private static final String ALL = "all";

    private record Window(String version, Instant end) {}

    private record Known(int revision, long labelled) {}

    private final Map<Window, Known> windows = new HashMap<>();
    private final NavigableMap<Instant, Long> newAt = new TreeMap<>();

    /** Takes one record. */
    public void accept(WindowPerformance performance) {
        if (!performance.getSegment().equals(ALL)) {
            return;
        }
        Window window = new Window(performance.getModelVersion(), performance.getWindowEnd());
        Known before = windows.get(window);
        if (before != null && before.revision() >= performance.getRevision()) {
            return;
        }
        long labelled = Math.max(0, performance.getLabelled());
        windows.put(window, new Known(performance.getRevision(), labelled));
        long more = labelled - (before == null ? 0 : before.labelled());
        if (more > 0) {
            newAt.merge(performance.getAssessedAt(), more, LabelVolume::plus);
        }
        bound();
    }

    private void bound() {
        if (windows.size() > MOST_WINDOWS) {
            windows.keySet().stream().min(Comparator.comparing(Window::end)).ifPresent(windows::remove);
        }
        if (newAt.size() > MOST_TIMES) {
            Map.Entry<Instant, Long> first = newAt.pollFirstEntry();
            newAt.merge(newAt.firstKey(), first.getValue(), LabelVolume::plus);
        }
    }

    /** Labels that became known after an instant. */
    public long after(Instant instant) {
        return newAt.tailMap(instant, false).values().stream().reduce(0L, LabelVolume::plus);
    }

    /** What no log can count is still more than any spec asks for. */
    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
