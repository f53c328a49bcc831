package io.tidemark.stream.assess;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The assess step for the models whose messages come to one task.
 *
 * <p>A window is judged once, when the watermarks of all partitions that read its model have passed its end and grace.
 * The result depends on what the partitions sent, not on how their messages interleave.
 *
 * <p><b>Crash.</b> State is saved at each commit by the {@code LiveStore} this is attached to; a window judged after the
 * last commit is judged again from the same parts. Not safe for use by several threads.
 */
public final class Assessor implements LiveState {
    private final Monitors monitors;
    private final long idleTimeoutMs;
    private final WindowHistory history;
    private final Map<String, ModelAssessment> models = new HashMap<>();
    private final Heartbeats heartbeats = new Heartbeats();

    /** @param history what was judged before; kept as safe as the records that are read */
    public Assessor(Monitors monitors, Duration idleTimeout, WindowHistory history) {
        this.monitors = monitors;
        this.history = history;
        this.idleTimeoutMs = idleTimeout.toMillis();
    }

    /** Takes one message in; windows that it completes go to {@code out}. */
    public void accept(ProfileMessage message, Consumer<Assessment> out) {
        switch (message) {
            case WindowPart part -> model(part.window().model()).begin(part);
            case FeaturePart part -> model(part.window().model()).add(part);
            case Watermark mark -> {
                ModelAssessment model = model(mark.model());
                model.observe(mark);
                model.judgeComplete(heartbeats, out);
            }
            case Heartbeat heartbeat -> {
                if (heartbeats.observe(heartbeat)) {
                    models.values().forEach(model -> model.judgeSilence(heartbeats, out));
                }
            }
        }
    }

    /** To be called at intervals: judges what became complete because a partition showed to be idle. */
    public void tick(Consumer<Assessment> out) {
        models.values().forEach(model -> model.judgeComplete(heartbeats, out));
    }

    private ModelAssessment model(String name) {
        return models.computeIfAbsent(name, n -> new ModelAssessment(n, monitors, idleTimeoutMs, history));
    }

    @Override
    public void save(StateWriter writer) {
        models.values().forEach(model -> model.save(writer));
        heartbeats.save(writer);
    }

    @Override
    public void restore(String key, byte[] value) {
        if (key.equals(AssessorState.HEARTBEATS)) {
            heartbeats.restore(value);
            return;
        }
        int slash = key.indexOf('/', 2);
        String name = WindowKey.unescape(slash < 0 ? key.substring(2) : key.substring(2, slash));
        model(name).restore(key, value);
    }
}
