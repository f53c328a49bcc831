package io.tidemark.stream.performance;

import io.tidemark.stream.assess.AssessorState;
import io.tidemark.stream.assess.Heartbeats;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessage.Errors;
import io.tidemark.stream.label.LabelMessage.Heartbeat;
import io.tidemark.stream.label.LabelMessage.Inputs;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The performance step for the models whose messages come to one task: merges what the partitions have of a window, publishes it when the
 * window is over, again as labels land, and a last time when neither a label nor what the monitor finds of its inputs is waited for.
 *
 * <p>A part takes the place of the one that the same partition sent before, so parts that are sent again change nothing. The numbers of the last
 * revision depend on the parts and not on how the partitions' messages interleave. Its verdict is that of the revision with which labels of enough
 * predictions were there, and so depends on which came first, unless all are asked for.
 *
 * <p><b>Crash.</b> State is saved at each commit by the {@code LiveStore} this is attached to. Not safe for use by several threads.
 */
public final class PerformanceStep implements LiveState {
    private static final String HEARTBEATS = AssessorState.HEARTBEATS;
    /** That are waited for what is found of features: the first may come just after the wait began. */
    private static final int FEWEST_REVISIONS = 2;

    private final Monitors monitors;
    private final long idleTimeoutMs;
    private final int patience;
    private final Map<String, ModelPerformance> models = new HashMap<>();
    private final Heartbeats heartbeats = new Heartbeats();

    /**
     * @param idleTimeout after which a partition is not waited for, nor the role that looks at features
     * @param reviseEvery how often {@link #revise} is called
     */
    public PerformanceStep(Monitors monitors, Duration idleTimeout, Duration reviseEvery) {
        this.monitors = monitors;
        this.idleTimeoutMs = idleTimeout.toMillis();
        this.patience = Math.max(
                FEWEST_REVISIONS, (int) Math.ceilDiv(idleTimeout.toMillis(), Math.max(1, reviseEvery.toMillis())));
    }

    /** Takes one message in; windows that it completes go to {@code out}. */
    public void accept(LabelMessage message, Consumer<PerformanceOutput> out) {
        switch (message) {
            case Part part -> {
                if (!model(part.window().model()).add(part)) {
                    out.accept(new LatePart(part.window(), part.partition()));
                }
            }
            case Errors errors -> model(errors.model()).add(errors.batch());
            case Inputs found -> model(found.window().model()).add(found);
            case Progress progress -> {
                ModelPerformance model = model(progress.model());
                model.observe(progress);
                model.publishDue(heartbeats, monitors.spec(progress.model()), out);
            }
            case Heartbeat(int partition, long clockMs) -> {
                if (heartbeats.observe(new ProfileMessage.Heartbeat(partition, clockMs))) {
                    models.forEach((name, model) -> model.publishDue(heartbeats, monitors.spec(name), out));
                }
            }
        }
    }

    /** To be called at intervals: publishes what labels have changed since. */
    public void revise(Consumer<PerformanceOutput> out) {
        models.forEach((name, model) -> model.revise(heartbeats, monitors.spec(name), out));
    }

    /** To be called where no message comes any more: publishes what is left. */
    public void finish(Consumer<PerformanceOutput> out) {
        models.forEach((name, model) -> model.finish(heartbeats, monitors.spec(name), out));
    }

    private ModelPerformance model(String name) {
        return models.computeIfAbsent(name, model -> new ModelPerformance(model, monitors, idleTimeoutMs, patience));
    }

    @Override
    public void save(StateWriter writer) {
        models.values().forEach(model -> model.save(writer));
        heartbeats.save(writer);
    }

    @Override
    public void restore(String key, byte[] value) {
        if (key.equals(HEARTBEATS)) {
            heartbeats.restore(value);
        } else if (key.startsWith(ModelPerformance.STATE)) {
            model(modelIn(key)).restore(value);
        } else if (key.startsWith(RevisedWindow.STATE)) {
            window(key.substring(RevisedWindow.STATE.length())).restore(value);
        } else if (key.startsWith(RevisedWindow.PART_STATE)) {
            int slash = key.lastIndexOf('/');
            window(key.substring(RevisedWindow.PART_STATE.length(), slash))
                    .restorePart(Integer.parseInt(key.substring(slash + 1)), value);
        } else if (key.startsWith(ErrorWatch.STATE)) {
            model(modelIn(key)).errors().restore(value);
        } else if (key.startsWith(KnownInputs.STATE)) {
            String window = key.substring(KnownInputs.STATE.length());
            model(modelIn(key)).inputs().restore(window, value);
        } else if (key.startsWith(References.STATE)) {
            model(modelIn(key)).references().restore(key, value);
        } else if (key.startsWith(Judgements.STATE)
                || key.startsWith(AssessorState.EPISODE)
                || key.startsWith(AssessorState.RESOLVED)) {
            model(modelIn(key)).judgements().restore(key, value);
        } else {
            throw StateFormatException.unknownEntry(key);
        }
    }

    /** What stands behind the two characters of an entry's kind, up to the next slash. */
    private static String modelIn(String key) {
        int slash = key.indexOf('/', 2);
        return WindowKey.unescape(key.substring(2, slash < 0 ? key.length() : slash));
    }

    private RevisedWindow window(String keyText) {
        WindowKey key = WindowKey.fromText(keyText);
        return model(key.model()).restored(key);
    }
}
