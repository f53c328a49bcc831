package io.tidemark.stream.label;

import io.tidemark.profile.decision.ErrorKind;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.label.ErrorBatch.Source;
import io.tidemark.stream.label.LabelMessage.Errors;
import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one model in one partition, from their first prediction until no label is waited for any more, and the model's time.
 *
 * <p>A window is sent when its predictions are complete, again where labels have come since, and a last time when it is final.
 */
final class LabelWindows {
    static final String STATE = "b/";

    private static final int VERSION = 1;

    private final String model;
    private final LabelLimits limits;
    private final LabelTime time;
    private final WaitingLabels waiting = new WaitingLabels();
    private final LabelPanes panes = new LabelPanes();
    private final ErrorBatches errors = new ErrorBatches();
    private final Set<LabelledWindow> dirty = new LinkedHashSet<>();
    private final List<LabelledWindow> gone = new ArrayList<>();
    /** On the partition's clock. */
    private long lastActiveMs;

    /** The wall clock of the last call. */
    private long nowMs;

    /** Windows that end at or before are final for good, whatever the spec says later. */
    private long finalMs = LabelTime.UNKNOWN;

    private boolean idle;
    private boolean announced;
    private boolean timeDirty;

    LabelWindows(String model, LabelLimits limits, long wallClockMs, long clockMs) {
        this.model = model;
        this.limits = limits;
        this.time = new LabelTime(limits);
        this.lastActiveMs = clockMs;
        this.nowMs = wallClockMs;
    }

    /** Time goes as far as it can; to be called when anything came, and at intervals. */
    void pass(long wallClockMs, MonitorSpec spec) {
        nowMs = wallClockMs;
        time.pass(wallClockMs);
        long reachedFinalMs = reachedMs(spec) - waitMs(spec) - spec.graceMs();
        if (reachedFinalMs > finalMs) {
            finalMs = reachedFinalMs;
            timeDirty = true;
        }
    }

    /** The window of a prediction, opened now if need be; null where it is final. */
    @Nullable
    LabelPane paneFor(long timeMs, MonitorSpec spec) {
        LabelPane open = panes.at(timeMs);
        if (open != null) {
            return open;
        }
        long startMs = Math.floorDiv(timeMs, spec.windowMs()) * spec.windowMs();
        long endMs = startMs + spec.windowMs();
        if (endMs <= finalMs) {
            return null;
        }
        LabelPane pane = new LabelPane(model, startMs, endMs, spec);
        panes.open(pane);
        return pane;
    }

    /** The window of exactly these bounds, or null where it is final. */
    @Nullable
    LabelPane pane(long startMs, long endMs) {
        return panes.of(startMs, endMs);
    }

    /** What {@code pane} has of a version and segment, to be changed. */
    LabelledWindow window(LabelPane pane, String version, String segment) {
        LabelledWindow window = pane.window(version, segment);
        dirty.add(window);
        return window;
    }

    /** Whether labels have come before their predictions. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    void waits(Label label) {
        waiting.add(label.knownAtMs());
    }

    void waitsNoMore(Label label) {
        waiting.remove(label.knownAtMs());
    }

    boolean isGivenUp(Label label, MonitorSpec spec) {
        return WaitingLabels.isGivenUp(label.knownAtMs(), reachedMs(spec) - waitMs(spec));
    }

    /** Gives up the labels that have waited in vain; answers how many. */
    long giveUpWaiting(MonitorSpec spec) {
        long inVain = waiting.isEmpty() ? 0 : waiting.giveUp(reachedMs(spec) - waitMs(spec));
        timeDirty |= inVain > 0;
        return inVain;
    }

    /** Gives up all; answers how many. */
    long giveUpAll() {
        timeDirty = true;
        return waiting.giveUp(Long.MAX_VALUE);
    }

    /** Whether a label became known while labels of a window that ends at {@code endMs} are waited for. */
    boolean isInTime(Label label, long endMs, MonitorSpec spec) {
        return label.knownAtMs() <= endMs + waitMs(spec);
    }

    private long waitMs(MonitorSpec spec) {
        return limits.waitMs(spec.labels().orElse(Labels.DEFAULT).waitFor());
    }

    private long reachedMs(MonitorSpec spec) {
        return time.reachedMs(idle ? nowMs : LabelTime.UNKNOWN, waitMs(spec));
    }

    /** Counts an answer whose truth became known. */
    void foundOut(String version, Answer answer, Truth truth, long knownAtMs, MonitorSpec spec) {
        errors.add(
                new Source(version, ErrorKind.of(answer)),
                knownAtMs,
                ErrorKind.errorOf(answer, truth),
                Labels.errorBatchMs(spec.window()));
        timeDirty = true;
    }

    /**
     * Labels come in their order up to the grace, and those that are read before their predictions are found right or wrong with them. Where
     * labels stall, errors are not held up for longer than a window; where predictions do, until the model is idle.
     */
    private long errorsUpToMs(MonitorSpec spec) {
        long foundMs = idle ? time.knownMs() : Math.min(time.knownMs(), time.predictedMs());
        return Math.max(foundMs - spec.graceMs(), time.predictedMs() - spec.windowMs());
    }

    private boolean sendErrors(Sender to, long upToMs) {
        List<ErrorBatch> ended = errors.takeEndedBy(upToMs);
        ended.forEach(batch -> to.out().accept(new Errors(model, to.partition(), batch)));
        return !ended.isEmpty();
    }

    /**
     * Tells that a prediction was taken in.
     *
     * @param clockMs the partition's clock
     */
    void predictedAt(long timeMs, long wallClockMs, long clockMs) {
        lastActiveMs = clockMs;
        time.predictedAt(timeMs, wallClockMs);
        timeDirty = true;
        if (idle) {
            idle = false;
            announced = false;
        }
    }

    void knownAt(long timeMs) {
        time.knownAt(timeMs);
        timeDirty = true;
    }

    /** Tells that another partition has sent its predictions up to a time here. */
    void predictionsSent(int sender, long upToMs, long wallClockMs) {
        time.predictionSenders().heard(sender, upToMs, wallClockMs);
        timeDirty = true;
    }

    /** Tells that another partition has sent its labels up to a time here. */
    void labelsSent(int sender, long upToMs, long wallClockMs) {
        time.labelSenders().heard(sender, upToMs, wallClockMs);
        timeDirty = true;
    }

    /** Where a window has been left behind, or the model is new here, sends what is due and how far this partition has come. */
    void sendDue(Sender to, MonitorSpec spec) {
        boolean crossed = close(to, time.predictedMs() - spec.graceMs());
        crossed |= finish(to, finalMs);
        crossed |= sendErrors(to, errorsUpToMs(spec));
        if (crossed || !announced) {
            announce(to, spec);
        }
    }

    private boolean close(Sender to, long untilMs) {
        List<LabelPane> closed = panes.closeEndedBy(untilMs);
        closed.forEach(pane -> pane.windows().forEach(window -> send(to, window)));
        return !closed.isEmpty();
    }

    private void send(Sender to, LabelledWindow window) {
        to.out().accept(window.toPart(to.partition()));
        dirty.add(window);
    }

    private boolean finish(Sender to, long untilMs) {
        List<LabelPane> ended = panes.takeEndedBy(untilMs);
        ended.forEach(pane -> pane.windows().forEach(window -> {
            to.out().accept(window.toPart(to.partition()));
            gone.add(window);
        }));
        return !ended.isEmpty();
    }

    private void announce(Sender to, MonitorSpec spec) {
        announce(to, finalMs, errorsUpToMs(spec), spec);
    }

    private void announce(Sender to, long finalUpToMs, long errorsUpToMs, MonitorSpec spec) {
        if (!time.hasPredictions()) {
            return; // Labels alone hold nobody up.
        }
        announced = true;
        timeDirty = true;
        long closedUpToMs = Math.min(time.predictedMs() - spec.graceMs(), panes.nextCloseMs() - 1);
        to.out()
                .accept(new Progress(
                        model,
                        to.partition(),
                        to.partitions(),
                        closedUpToMs,
                        finalUpToMs,
                        errorsUpToMs,
                        idle,
                        to.clockMs()));
    }

    /** Sends what changed in windows that were sent before, what is final, and how far this partition has come. */
    void revise(Sender to, MonitorSpec spec) {
        for (LabelPane pane : panes.all()) {
            if (pane.closed) {
                pane.windows().stream().filter(LabelledWindow::isUnsent).forEach(window -> send(to, window));
            }
        }
        finish(to, finalMs);
        sendErrors(to, errorsUpToMs(spec));
        announce(to, spec);
    }

    /** Where no prediction has come for the idle timeout, sends all and says that nobody has to wait for this partition. */
    void goIdleAfter(Sender to, long timeoutMs, MonitorSpec spec) {
        if (!idle && to.clockMs() - lastActiveMs >= timeoutMs) {
            idle = true;
            close(to, Long.MAX_VALUE);
            sendErrors(to, errorsUpToMs(spec));
            announce(to, spec);
        }
    }

    /** Sends all for the last time. */
    void finishAll(Sender to, MonitorSpec spec) {
        finish(to, Long.MAX_VALUE);
        sendErrors(to, Long.MAX_VALUE);
        idle = true;
        announce(to, Long.MAX_VALUE, Long.MAX_VALUE, spec);
    }

    /**
     * Where messages go.
     *
     * @param partition which of {@code partitions} this is
     * @param clockMs the partition's clock
     */
    record Sender(int partition, int partitions, long clockMs, Consumer<LabelMessage> out) {}

    void save(StateWriter writer) {
        gone.forEach(window -> {
            dirty.remove(window);
            window.delete(writer);
        });
        gone.clear();
        dirty.forEach(window -> window.save(writer));
        dirty.clear();
        if (timeDirty) {
            writer.put(STATE + WindowKey.escape(model), toBytes());
            timeDirty = false;
        }
    }

    private byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeBoolean(idle).writeBoolean(announced);
        out.writeLong(finalMs);
        time.writeTo(out);
        errors.writeTo(out);
        waiting.writeTo(out);
        return out.toBytes();
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("labels of model " + model, value, VERSION);
        idle = in.readBoolean();
        announced = in.readBoolean();
        finalMs = in.readLong();
        time.readFrom(in);
        errors.readFrom(in);
        waiting.readFrom(in);
    }

    void restoreWindow(WindowKey key, byte[] value, MonitorSpec spec) {
        LabelPane pane = panes.of(key.startMs(), key.endMs());
        if (pane == null) {
            pane = new LabelPane(model, key.startMs(), key.endMs(), spec);
            pane.closed = key.endMs() + spec.graceMs() <= time.predictedMs();
            panes.open(pane);
        }
        pane.restored(key).restore(value);
    }
}
