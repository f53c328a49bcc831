package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Merges the parts of one model's windows.
 *
 * <p>A part counts as a whole or not at all: its rows are added when the last of its features has come, so a window that
 * is judged in between does not take the features still on their way for missing values. The cap on segments holds over
 * all partitions: the first segments of a span to arrive keep their own windows, the rest go to "other".
 *
 * <p>A span that has been judged is remembered for a while; parts that come for it later make a supplement.
 */
final class WindowMerger {
    /** How many judged spans are remembered; what comes for an older one is judged as a window of its own. */
    static final int REMEMBERED_SPANS = 1_000;

    private static final int VERSION = 1;

    private record Span(long startMs, long endMs) {}

    private final SortedMap<WindowKey, MergedWindow> open = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final Map<Integer, PendingPart> pending = new HashMap<>();
    private final Set<Span> judged = new LinkedHashSet<>();
    private final List<MergedWindow> removed = new ArrayList<>();

    void begin(WindowPart part, MonitorSpec spec) {
        PendingPart fresh = new PendingPart(part);
        pending.put(part.partition(), fresh);
        applyIfComplete(part.partition(), fresh, spec);
    }

    /** @throws IllegalStateException if no {@link WindowPart} came before, which no fault of the outside can cause */
    void add(FeaturePart part, MonitorSpec spec) {
        PendingPart begun = pending.get(part.partition());
        if (begun == null || !begun.window().equals(part.window())) {
            throw new IllegalStateException("feature " + part.feature() + " of " + part.window()
                    + " came from partition " + part.partition() + " without its window");
        }
        begun.add(part);
        applyIfComplete(part.partition(), begun, spec);
    }

    private void applyIfComplete(int partition, PendingPart part, MonitorSpec spec) {
        if (!part.isComplete()) {
            return;
        }
        MergedWindow window = windowFor(part.window(), spec);
        window.addRows(part.rows(), part.droppedValues());
        part.features().forEach((feature, sketch) -> window.merge(feature, FeatureSketch.fromBytes(sketch)));
        pending.remove(partition);
    }

    private MergedWindow windowFor(WindowKey key, MonitorSpec spec) {
        WindowKey capped = open.containsKey(key) ? key : cap(key, spec);
        return open.computeIfAbsent(capped, k -> new MergedWindow(k, judged.contains(spanOf(k))));
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
        if (segments < spec.maxSegments() || Segments.isOther(key.segment())) {
            return key;
        }
        String tag = Segments.tagOf(key.segment());
        return new WindowKey(key.model(), key.version(), Segments.otherOf(tag), key.startMs(), key.endMs());
    }

    private static Span spanOf(WindowKey key) {
        return new Span(key.startMs(), key.endMs());
    }

    /** Takes out, in judging order, the windows that end at or before {@code endMs} and all supplements. */
    List<MergedWindow> takeUpTo(long endMs) {
        List<MergedWindow> due = open.values().stream()
                .filter(window -> window.supplement() || window.key().endMs() <= endMs)
                .toList();
        for (MergedWindow window : due) {
            open.remove(window.key());
            removed.add(window);
            judged.add(spanOf(window.key()));
        }
        while (judged.size() > REMEMBERED_SPANS) {
            judged.remove(judged.iterator().next());
        }
        return due;
    }

    int openWindows() {
        return open.size();
    }

    void save(StateWriter writer) {
        removed.forEach(window -> window.delete(writer));
        removed.clear();
        open.values().forEach(window -> window.save(writer));
    }

    List<PendingPart> pending() {
        return List.copyOf(pending.values());
    }

    void restorePending(PendingPart part) {
        pending.put(part.partition(), part);
    }

    void restoreWindow(WindowKey key, byte[] value) {
        open.put(key, MergedWindow.restoreHeader(key, value));
    }

    void restoreFeature(WindowKey key, String feature, byte[] value) {
        MergedWindow window = open.get(key);
        if (window == null) {
            throw new IllegalStateException("feature " + feature + " was saved without its window " + key);
        }
        window.restoreFeature(feature, value);
    }

    byte[] judgedToBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeInt(judged.size());
        judged.forEach(span -> out.writeLong(span.startMs()).writeLong(span.endMs()));
        return out.toBytes();
    }

    void restoreJudged(byte[] value) {
        BinaryIn in = new BinaryIn("the judged spans", value, VERSION);
        int spans = in.readInt();
        for (int i = 0; i < spans; i++) {
            judged.add(new Span(in.readLong(), in.readLong()));
        }
    }
}
