package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.HeapUse;
import io.tidemark.stream.window.Limit;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/**
 * Merges the complete parts of one model's windows.
 *
 * <p>The cap on segments holds over all partitions: the first segments of a span to arrive keep their own windows, the
 * rest go to "other".
 *
 * <p>A span that has been judged is remembered for a while; parts that come for it later make a supplement. So do all parts of spans that end
 * where windows were published before their time, or earlier.
 */
final class WindowMerger {
    /** How many judged spans are remembered; what comes for an older one is judged as a window of its own. */
    static final int REMEMBERED_SPANS = 1_000;

    /** So many are remembered where there is no room for more. */
    private static final int LEAST_REMEMBERED_SPANS = 10;

    private static final long SPAN_BYTES = 100;
    private static final int VERSION = 3;

    private final SortedMap<WindowKey, MergedWindow> open = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final Set<Span> judged = new LinkedHashSet<>();
    private final List<SavedWindow> removed = new ArrayList<>();
    private long judgedUpToMs = Long.MIN_VALUE;
    /** What ends here or before was published, or is a supplement. */
    private long publishedUpToMs = Long.MIN_VALUE;

    private final HeapUse heap;

    /** @param heap gets what open windows take */
    WindowMerger(HeapUse heap) {
        this.heap = heap;
    }

    /**
     * Adds a part to its window.
     *
     * @param excess gets how much is too much for the window, and was not for the partitions
     */
    void add(PendingPart part, MonitorSpec spec, ObjLongConsumer<Limit> excess) {
        MergedWindow window = windowFor(part.window(), spec);
        long before = window.heapBytes();
        excess.accept(Limit.MEMORY, window.addRows(part.rows(), part.unprofiledRows(), part.droppedValues()));
        part.joint().ifPresent(window::mergeJoint);
        long forgotten = 0;
        for (Map.Entry<String, byte[]> feature : part.features().entrySet()) {
            forgotten += window.merge(feature.getKey(), FeatureSketch.fromBytes(feature.getValue()));
        }
        heap.add(window.heapBytes() - before);
        if (window.key().segment().equals(Segments.ALL)) {
            excess.accept(Limit.CATEGORIES, forgotten);
        }
        if (!window.key().segment().equals(part.window().segment())) {
            excess.accept(Limit.SEGMENTS, part.rows());
        }
    }

    private MergedWindow windowFor(WindowKey key, MonitorSpec spec) {
        WindowKey capped = open.containsKey(key) ? key : cap(key, spec);
        return open.computeIfAbsent(capped, k -> {
            boolean published = k.endMs() <= publishedUpToMs || judged.contains(Span.of(k));
            MergedWindow window = new MergedWindow(k, published);
            heap.add(window.heapBytes());
            return window;
        });
    }

    private WindowKey cap(WindowKey key, MonitorSpec spec) {
        if (key.segment().equals(Segments.ALL)) {
            return key;
        }
        long segments = open.keySet().stream()
                .filter(k -> k.startMs() == key.startMs() && k.endMs() == key.endMs())
                .map(WindowKey::segment)
                .filter(segment -> !segment.equals(Segments.ALL) && !Segments.isOther(segment))
                .distinct()
                .count();
        if (segments < spec.segments().max() || Segments.isOther(key.segment())) {
            return key;
        }
        String tag = Segments.tagOf(key.segment());
        return new WindowKey(key.model(), key.version(), Segments.otherOf(tag), key.startMs(), key.endMs());
    }

    /** Takes out, in judging order, the windows that end at or before {@code endMs} and all supplements. */
    List<MergedWindow> takeUpTo(long endMs) {
        List<MergedWindow> due = open.values().stream()
                .filter(window -> window.supplement() || window.key().endMs() <= endMs)
                .toList();
        for (MergedWindow window : due) {
            remove(window);
            if (!window.supplement()) {
                heap.add(judged.add(window.span()) ? SPAN_BYTES : 0);
                judgedUpToMs = Math.max(judgedUpToMs, window.key().endMs());
            }
        }
        rememberOnly(REMEMBERED_SPANS);
        return due;
    }

    private void remove(MergedWindow window) {
        open.remove(window.key());
        heap.add(-window.heapBytes());
        removed.add(window.saved());
    }

    private void rememberOnly(int spans) {
        while (judged.size() > spans) {
            judged.remove(judged.iterator().next());
            heap.add(-SPAN_BYTES);
        }
    }

    /**
     * What it can do without, and only in this order: the windows that end together, the earliest first. They are then published as they are and not
     * judged, and what comes for them later, or for earlier ones, makes supplements.
     *
     * @param early gets windows that are to be published before their time
     */
    List<Holding> waiting(BiConsumer<List<MergedWindow>, Consumer<Assessment>> early) {
        List<Holding> waiting = new ArrayList<>();
        open.values().stream()
                .collect(Collectors.groupingBy(window -> window.key().endMs(), TreeMap::new, Collectors.toList()))
                .forEach((endMs, windows) -> waiting.add(new Holding(
                        Segments.ALL,
                        windows.stream().mapToLong(MergedWindow::heapBytes).sum(),
                        out -> {
                            windows.forEach(this::remove);
                            publishedUpToMs = Math.max(publishedUpToMs, endMs);
                            early.accept(windows, out);
                        })));
        return waiting;
    }

    /** What it can do without in any order: of the judged spans all but the latest. */
    List<Holding> holdings() {
        return judged.size() <= LEAST_REMEMBERED_SPANS
                ? List.of()
                : List.of(new Holding(
                        Segments.ALL,
                        (judged.size() - LEAST_REMEMBERED_SPANS) * SPAN_BYTES,
                        _ -> rememberOnly(LEAST_REMEMBERED_SPANS)));
    }

    /** The end of the latest window that was judged; {@link Long#MIN_VALUE} where none was. */
    long judgedUpToMs() {
        return judgedUpToMs;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void save(StateWriter writer) {
        removed.forEach(window -> window.delete(writer));
        removed.clear();
        open.values().forEach(window -> window.save(writer));
    }

    void restoreWindow(WindowKey key, byte[] value) {
        MergedWindow window = MergedWindow.restoreHeader(Shelf.OPEN, key, value);
        open.put(key, window);
        heap.add(window.heapBytes());
    }

    void restoreFeature(WindowKey key, String feature, byte[] value) {
        MergedWindow window = open.get(key);
        if (window == null) {
            throw new IllegalStateException("feature " + feature + " was saved without its window " + key);
        }
        long before = window.heapBytes();
        window.restoreFeature(feature, value);
        heap.add(window.heapBytes() - before);
    }

    byte[] judgedToBytes() {
        BinaryOut out = new BinaryOut(VERSION)
                .writeLong(judgedUpToMs)
                .writeLong(publishedUpToMs)
                .writeInt(judged.size());
        judged.forEach(span -> out.writeLong(span.startMs()).writeLong(span.endMs()));
        return out.toBytes();
    }

    void restoreJudged(byte[] value) {
        BinaryIn in = new BinaryIn("the judged spans", value, VERSION);
        judgedUpToMs = in.version() < 2 ? Long.MIN_VALUE : in.readLong();
        publishedUpToMs = in.version() < 3 ? Long.MIN_VALUE : in.readLong();
        int spans = in.readInt();
        for (int i = 0; i < spans; i++) {
            Span span = new Span(in.readLong(), in.readLong());
            heap.add(judged.add(span) ? SPAN_BYTES : 0);
            if (in.version() < 2) {
                judgedUpToMs = Math.max(judgedUpToMs, span.endMs());
            }
        }
    }
}
