package io.tidemark.stream.assess;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.HeapUse;
import io.tidemark.stream.window.Limit;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything the assess step knows of one model: watermarks, panes in the making, and what past panes led to. */
final class ModelAssessment {
    private static final String WATERMARKS = "/watermarks";
    private static final String JUDGED = "/judged";
    private static final String TRAFFIC = "/traffic";

    private final String model;
    private final long idleTimeoutMs;
    private final Monitors monitors;
    private final Watermarks watermarks;
    private final LimitEpisodes limits;
    private final HeapUse heap;
    private final WindowMerger windows;
    private final PendingParts pending;
    private final Traffic traffic = new Traffic();
    private final Timeline timeline;
    private boolean watermarksDirty;
    private boolean judgedDirty;
    private long timelineBytes;

    /**
     * @param limits is told where segments or heap are too much
     * @param heap gets what it takes
     */
    ModelAssessment(
            String model,
            Monitors monitors,
            long idleTimeoutMs,
            WindowHistory history,
            LimitEpisodes limits,
            HeapUse heap) {
        this.limits = limits;
        this.heap = heap;
        this.windows = new WindowMerger(heap);
        this.model = model;
        this.idleTimeoutMs = idleTimeoutMs;
        this.monitors = monitors;
        this.watermarks = new Watermarks(idleTimeoutMs);
        this.pending = new PendingParts(model, heap);
        this.timeline = new Timeline(model, monitors, history, traffic);
    }

    String name() {
        return model;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return heap.bytes();
    }

    private Stream<Holding> holdings() {
        return Stream.concat(windows.holdings().stream(), timeline.holdings().stream());
    }

    boolean holdsAnything() {
        return !windows.isEmpty() || holdings().findAny().isPresent();
    }

    /** Gives up some of what it holds, about {@code bytes} of it. */
    void giveUp(long bytes, Consumer<Assessment> out) {
        Deque<Holding> waiting = new ArrayDeque<>(windows.waiting(this::publishEarly));
        Deque<Holding> others =
                holdings().sorted(Holding.FIRST_TO_GO).collect(Collectors.toCollection(ArrayDeque::new));
        long left = bytes;
        while (left > 0) {
            Optional<Deque<Holding>> next = Stream.of(others, waiting)
                    .filter(holdings -> !holdings.isEmpty())
                    .min(Comparator.comparing(Deque::getFirst, Holding.FIRST_TO_GO));
            if (next.isEmpty()) {
                break;
            }
            Holding holding = next.get().removeFirst();
            holding.giveUp().accept(out);
            left -= holding.bytes();
        }
        measure();
        judgedDirty = true;
        tell(Limit.MEMORY, 1, out);
    }

    /** Models without a spec share their memory, and may be thousands. */
    private void tell(Limit limit, long count, Consumer<Assessment> out) {
        if (count > 0) {
            boolean shared = limit == Limit.MEMORY && !monitors.hasSpec(model);
            limits.observe(shared ? LimitPassed.ANY_MODEL : model, limit, count, out);
        }
    }

    /** Lets the heap know of what changes when windows are judged, and of what was restored. */
    void measure() {
        long now = timeline.heapBytes();
        heap.add(now - timelineBytes);
        timelineBytes = now;
    }

    private void publishEarly(List<MergedWindow> due, Consumer<Assessment> out) {
        timeline.publishEarly(due, monitors.spec(model), out);
    }

    void begin(WindowPart part, Consumer<Assessment> out) {
        pending.begin(part).ifPresent(complete -> merge(complete, out));
    }

    void add(FeaturePart part, Consumer<Assessment> out) {
        pending.add(part).ifPresent(complete -> merge(complete, out));
    }

    private void merge(PendingPart part, Consumer<Assessment> out) {
        windows.add(part, monitors.spec(model), (limit, count) -> tell(limit, count, out));
    }

    void observe(Watermark mark, Consumer<Assessment> out) {
        limits.timeIs(mark.clockMs(), out);
        watermarks.observe(mark);
        watermarksDirty = true;
        traffic.observe(mark, monitors.spec(model));
    }

    void judgeComplete(Heartbeats heartbeats, Consumer<Assessment> out) {
        if (windows.isEmpty() && timeline.firstRollupEndMs() == Long.MAX_VALUE) {
            return;
        }
        MonitorSpec spec = monitors.spec(model);
        long commonMs = watermarks.common(heartbeats, spec.graceMs());
        if (commonMs != Long.MIN_VALUE) {
            judgeUpTo(commonMs, spec, out);
        }
    }

    /** Where no partition has the model any more: judges what is over, and the panes without events of a live model. */
    void judgeSilence(Heartbeats heartbeats, Consumer<Assessment> out) {
        if (!watermarks.isSilent(heartbeats)) {
            return;
        }
        judgeComplete(heartbeats, out);
        MonitorSpec spec = monitors.spec(model);
        long sureToMs = watermarks.leastClock(heartbeats) - traffic.delayMs() - idleTimeoutMs - spec.graceMs();
        timeline.judgeEmptyPanes(sureToMs, spec, out);
        measure();
    }

    private void judgeUpTo(long commonMs, MonitorSpec spec, Consumer<Assessment> out) {
        long progressMs = windows.judgedUpToMs();
        List<MergedWindow> due = windows.takeUpTo(commonMs);
        due.stream().filter(MergedWindow::supplement).forEach(pane -> timeline.supplement(pane, spec, out));
        due.stream()
                .filter(pane -> !pane.supplement())
                .collect(Collectors.groupingBy(MergedWindow::span, TreeMap::new, Collectors.toList()))
                .forEach((span, panes) -> timeline.judge(span, panes, span.endMs() < progressMs, spec, out));
        timeline.judgeRollups(commonMs, spec, out);
        judgedDirty |= !due.isEmpty();
        measure();
    }

    void save(StateWriter writer) {
        String prefix = AssessorState.MODEL + WindowKey.escape(model);
        if (watermarksDirty) {
            writer.put(prefix + WATERMARKS, watermarks.toBytes());
            watermarksDirty = false;
        }
        if (judgedDirty) {
            writer.put(prefix + JUDGED, windows.judgedToBytes());
            judgedDirty = false;
        }
        traffic.takeDirty().ifPresent(bytes -> writer.put(prefix + TRAFFIC, bytes));
        pending.save(writer);
        windows.save(writer);
        timeline.save(writer);
    }

    void restore(String key, byte[] value) {
        String rest = key.substring(2);
        switch (key.substring(0, 2)) {
            case AssessorState.MODEL -> {
                switch (key.substring(key.lastIndexOf('/'))) {
                    case WATERMARKS -> {
                        watermarks.restore(model, value);
                        limits.timeWas(watermarks.latestClockMs());
                    }
                    case TRAFFIC -> traffic.restore(model, value);
                    case JUDGED -> windows.restoreJudged(value);
                    default -> throw StateFormatException.unknownEntry(key);
                }
            }
            case AssessorState.WINDOW -> windows.restoreWindow(WindowKey.fromText(rest), value);
            case AssessorState.FEATURE -> {
                int slash = rest.lastIndexOf('/');
                windows.restoreFeature(
                        WindowKey.fromText(rest.substring(0, slash)),
                        WindowKey.unescape(rest.substring(slash + 1)),
                        value);
            }
            case AssessorState.PENDING -> pending.restore(key, value);
            case AssessorState.EPISODE,
                    AssessorState.LEARNING,
                    AssessorState.KEPT_PANE,
                    AssessorState.KEPT_PANE_FEATURE,
                    AssessorState.ROLLUP,
                    AssessorState.ROLLUP_FEATURE,
                    AssessorState.SERIES,
                    AssessorState.RESOLVED -> timeline.restore(key, value);
            default -> throw StateFormatException.unknownEntry(key);
        }
    }
}
