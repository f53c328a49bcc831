package io.tidemark.stream.performance;

import io.tidemark.stream.assess.Heartbeats;
import io.tidemark.stream.assess.Watermarks;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The windows of one model that labels are waited for, and how far the partitions have come with it. */
final class ModelPerformance {
    static final String STATE = "a/";

    private static final int VERSION = 1;
    /** Final windows that some partition may still add to; of more the earliest are forgotten. */
    private static final int MOST_FINAL = 1_000;

    private final String model;
    private final Watermarks closed;
    private final FinalTimes finals = new FinalTimes();
    private final TreeMap<WindowKey, RevisedWindow> windows = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final List<RevisedWindow> gone = new ArrayList<>();
    private boolean timesDirty;

    ModelPerformance(String model, long idleTimeoutMs) {
        this.model = model;
        this.closed = new Watermarks(idleTimeoutMs);
    }

    void add(Part part) {
        windows.computeIfAbsent(part.window(), RevisedWindow::new).put(part);
    }

    void observe(Progress progress) {
        closed.observe(new Watermark(
                model,
                progress.partition(),
                progress.partitions(),
                progress.closedUpToMs(),
                progress.idle(),
                progress.clockMs(),
                Watermark.UNKNOWN));
        finals.observe(progress);
        timesDirty = true;
    }

    /** Publishes the windows that are over or final for the first time. */
    void publishDue(Heartbeats heartbeats, MonitorSpec spec, Consumer<PerformanceRevision> out) {
        publish(heartbeats, spec, false, out);
    }

    /** Publishes every window of which there is more than what was published. */
    void publishChanged(Heartbeats heartbeats, MonitorSpec spec, Consumer<PerformanceRevision> out) {
        publish(heartbeats, spec, true, out);
    }

    private void publish(Heartbeats heartbeats, MonitorSpec spec, boolean changes, Consumer<PerformanceRevision> out) {
        if (windows.isEmpty()) {
            return;
        }
        long overMs = closed.common(heartbeats, spec.graceMs());
        long finalMs = Math.min(overMs, finals.common());
        for (RevisedWindow window : windows.values()) {
            if (window.key.endMs() > overMs) {
                break;
            }
            boolean last = window.isPublishedLast() || window.key.endMs() <= finalMs;
            boolean becameFinal = last && !window.isPublishedLast();
            if (!window.isPublished() || becameFinal || (window.isChanged() && (changes || last))) {
                out.accept(window.next(last, spec.revision()));
            }
        }
        forgetFinal();
    }

    private void forgetFinal() {
        windows.values().removeIf(window -> {
            boolean done = window.isPublishedLast() && window.isLastEverywhere();
            if (done) {
                gone.add(window);
            }
            return done;
        });
        List<RevisedWindow> open =
                windows.values().stream().filter(RevisedWindow::isPublishedLast).toList();
        for (RevisedWindow window : open.subList(0, Math.max(0, open.size() - MOST_FINAL))) {
            windows.remove(window.key);
            gone.add(window);
        }
    }

    void save(StateWriter writer) {
        gone.forEach(window -> window.delete(writer));
        gone.clear();
        windows.values().forEach(window -> window.save(writer));
        if (timesDirty) {
            BinaryOut out = new BinaryOut(VERSION).writeBytes(closed.toBytes());
            finals.writeTo(out);
            writer.put(STATE + WindowKey.escape(model), out.toBytes());
            timesDirty = false;
        }
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("performance of model " + model, value, VERSION);
        closed.restore(model, in.readBytes());
        finals.readFrom(in);
    }

    RevisedWindow restored(WindowKey key) {
        return windows.computeIfAbsent(key, RevisedWindow::new);
    }
}
