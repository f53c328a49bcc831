package io.tidemark.stream.performance;

import io.tidemark.profile.performance.PerformanceEstimate;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.assess.Heartbeats;
import io.tidemark.stream.assess.Watermarks;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.label.ErrorBatch;
import io.tidemark.stream.label.LabelMessage.Inputs;
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
import java.util.Map;
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
    private final Completeness complete = new Completeness();
    private final TreeMap<WindowKey, RevisedWindow> windows = new TreeMap<>(WindowKey.JUDGING_ORDER);
    private final List<RevisedWindow> gone = new ArrayList<>();
    private final KnownInputs inputs;
    private final References references;
    private final Judgements judgements;
    private final ErrorWatch errors;
    private long forgottenUpToMs = Long.MIN_VALUE;
    private boolean timesDirty;

    /** @param patience in revisions, with what is found of inputs */
    ModelPerformance(String model, Monitors monitors, long idleTimeoutMs, int patience) {
        this.model = model;
        this.inputs = new KnownInputs(patience);
        this.references = new References(model, monitors);
        this.judgements = new Judgements(model, references, inputs);
        this.errors = new ErrorWatch(model, references, judgements);
        this.closed = new Watermarks(idleTimeoutMs);
    }

    /** Takes in what a partition has of a window; answers false where the window is final everywhere and forgotten. */
    boolean add(Part part) {
        WindowKey key = part.window();
        if (key.endMs() <= forgottenUpToMs && !windows.containsKey(key)) {
            return false;
        }
        windows.computeIfAbsent(key, RevisedWindow::new).put(part);
        return true;
    }

    void add(ErrorBatch batch) {
        errors.add(batch);
    }

    void add(Inputs found) {
        inputs.add(found);
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
        complete.observe(progress);
        timesDirty = true;
    }

    /** Publishes the windows that are over or final for the first time. */
    void publishDue(Heartbeats heartbeats, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        publish(heartbeats, spec, false, out);
    }

    /** Publishes every window of which there is more than what was published. */
    void revise(Heartbeats heartbeats, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        inputs.passTime();
        judgements.endUnasked(spec, out);
        publish(heartbeats, spec, true, out);
    }

    /** Publishes what is left, without waiting for what may still be found of inputs. */
    void finish(Heartbeats heartbeats, MonitorSpec spec, Consumer<PerformanceOutput> out) {
        inputs.giveUp();
        revise(heartbeats, spec, out);
    }

    /** In the order of time: what is learned from a window counts for those that end when its labels are no longer waited for. */
    private void publish(Heartbeats heartbeats, MonitorSpec spec, boolean changes, Consumer<PerformanceOutput> out) {
        long overMs = closed.common(heartbeats, spec.graceMs());
        long finalMs = Math.min(overMs, complete.finalUpToMs());
        boolean inOrder = true;
        long errorsMs = complete.errorsUpToMs();
        for (List<RevisedWindow> span : spansUpTo(overMs)) {
            long endMs = span.getFirst().key.endMs();
            // What is judged up to here counts as heard of: errors of before must have been told by then.
            errors.advance(Math.min(errorsMs, endMs), spec, out);
            if (inOrder && !judgements.judge(span, finalMs, spec, out)) {
                inOrder = false;
                // Later errors may be held against what is learned from this window.
                errorsMs = Math.min(errorsMs, SeriesReference.learnedAtMs(endMs, spec));
            }
            for (RevisedWindow window : span) {
                // The last revision says what the window was found to be, so it waits for that.
                boolean last = window.isPublishedLast() || (inOrder && window.key.endMs() <= finalMs);
                boolean becameFinal = last && !window.isPublishedLast();
                if (!window.isPublished() || becameFinal || (window.isChanged() && (changes || last))) {
                    out.accept(revisionOf(window, last, spec));
                }
                if (becameFinal) {
                    references.add(window.key, window.profile(), spec);
                }
            }
        }
        if (overMs != Long.MIN_VALUE) { // else there are partitions that have not said anything yet
            errors.advance(errorsMs, spec, out);
        }
        inputs.forgetUpTo(judgements.judgedUpToMs());
        forgetFinal();
    }

    /** The windows that end at or before {@code endMs}, those that end together together. */
    private List<List<RevisedWindow>> spansUpTo(long endMs) {
        List<List<RevisedWindow>> spans = new ArrayList<>();
        for (RevisedWindow window : windows.values()) {
            if (window.key.endMs() > endMs) {
                break;
            }
            if (spans.isEmpty() || spans.getLast().getFirst().key.endMs() != window.key.endMs()) {
                spans.add(new ArrayList<>());
            }
            spans.getLast().add(window);
        }
        return spans;
    }

    private PerformanceRevision revisionOf(RevisedWindow window, boolean last, MonitorSpec spec) {
        PerformanceProfile profile = window.profile();
        Series series = Series.of(window.key);
        return new PerformanceRevision(
                window.key,
                window.nextRevision(last),
                window.isPublishedLast(),
                profile,
                window.corrected(),
                references
                        .calibrationOf(series, window.key.endMs())
                        .map(calibration -> PerformanceEstimate.of(profile, calibration))
                        .orElse(Map.of()),
                references.of(series, window.key.endMs()),
                window.judged(),
                spec.revision());
    }

    private void forgetFinal() {
        List<RevisedWindow> published =
                windows.values().stream().filter(RevisedWindow::isPublishedLast).toList();
        long everywhereMs = complete.everywhereFinalUpToMs();
        int tooMany = published.size() - MOST_FINAL;
        for (RevisedWindow window : published) {
            if (window.key.endMs() <= everywhereMs || tooMany > 0) {
                windows.remove(window.key);
                gone.add(window);
                forgottenUpToMs = Math.max(forgottenUpToMs, window.key.endMs());
                timesDirty = true;
            }
            tooMany--;
        }
    }

    void save(StateWriter writer) {
        gone.forEach(window -> window.delete(writer));
        gone.clear();
        windows.values().forEach(window -> window.save(writer));
        inputs.save(writer);
        references.save(writer);
        judgements.save(writer);
        errors.save(writer);
        if (timesDirty) {
            BinaryOut out = new BinaryOut(VERSION).writeBytes(closed.toBytes()).writeLong(forgottenUpToMs);
            complete.writeTo(out);
            writer.put(STATE + WindowKey.escape(model), out.toBytes());
            timesDirty = false;
        }
    }

    void restore(byte[] value) {
        BinaryIn in = new BinaryIn("performance of model " + model, value, VERSION);
        closed.restore(model, in.readBytes());
        forgottenUpToMs = in.readLong();
        complete.readFrom(in);
    }

    KnownInputs inputs() {
        return inputs;
    }

    References references() {
        return references;
    }

    ErrorWatch errors() {
        return errors;
    }

    Judgements judgements() {
        return judgements;
    }

    RevisedWindow restored(WindowKey key) {
        return windows.computeIfAbsent(key, RevisedWindow::new);
    }
}
