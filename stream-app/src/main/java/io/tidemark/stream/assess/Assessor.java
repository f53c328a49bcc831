package io.tidemark.stream.assess;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.ProfilerLimits;
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
    /** An episode about a limit ends when it has not been passed for so many idle timeouts. */
    private static final int QUIET_IDLE_TIMEOUTS = 10;

    private final Monitors monitors;
    private final long idleTimeoutMs;
    private final WindowHistory history;
    private final Map<String, ModelAssessment> models = new HashMap<>();
    private final Heartbeats heartbeats = new Heartbeats();
    private final LimitEpisodes limits;
    private final AssessHeap heap;
    private boolean restored;

    /** One that may use all the heap there is. */
    public Assessor(Monitors monitors, Duration idleTimeout, WindowHistory history) {
        this(monitors, idleTimeout, history, ProfilerLimits.UNBOUNDED_HEAP, 0);
    }

    /**
     * @param history what was judged before; kept as safe as the records that are read
     * @param heapBytes heap that the task may take, by estimate; see {@link AssessHeap}
     * @param task which of the assess tasks this is
     */
    public Assessor(Monitors monitors, Duration idleTimeout, WindowHistory history, long heapBytes, int task) {
        this.limits = new LimitEpisodes(QUIET_IDLE_TIMEOUTS * idleTimeout.toMillis(), task);
        this.heap = new AssessHeap(heapBytes, monitors);
        this.monitors = monitors;
        this.history = history;
        this.idleTimeoutMs = idleTimeout.toMillis();
    }

    /** Takes one message in; windows that it completes go to {@code out}. */
    public void accept(ProfileMessage message, Consumer<Assessment> out) {
        measureRestored();
        switch (message) {
            case WindowPart part -> model(part.window().model()).begin(part, out);
            case FeaturePart part -> model(part.window().model()).add(part, out);
            case Watermark mark -> {
                ModelAssessment model = model(mark.model());
                model.observe(mark, out);
                model.judgeComplete(heartbeats, out);
            }
            case LimitPassed passed -> limits.observe(passed, out);
            case Heartbeat heartbeat -> {
                limits.timeIs(heartbeat.clockMs(), out);
                if (heartbeats.observe(heartbeat)) {
                    limits.passTime(heartbeats.leastMs(), out);
                    models.values().forEach(model -> model.judgeSilence(heartbeats, out));
                }
            }
        }
        if (heap.isTooFull()) {
            heap.relieve(models.values(), out);
        }
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return heap.bytes();
    }

    /** To be called at intervals: judges what became complete because a partition showed to be idle. */
    public void tick(Consumer<Assessment> out) {
        measureRestored();
        models.values().forEach(model -> model.judgeComplete(heartbeats, out));
    }

    /** What was restored counts before anything else does, whether or not anything comes for its model. */
    private void measureRestored() {
        if (restored) {
            models.values().forEach(ModelAssessment::measure);
            restored = false;
        }
    }

    private ModelAssessment model(String name) {
        return models.computeIfAbsent(
                name, n -> new ModelAssessment(n, monitors, idleTimeoutMs, history, limits, heap.ofModel()));
    }

    @Override
    public void save(StateWriter writer) {
        models.values().forEach(model -> model.save(writer));
        heartbeats.save(writer);
        limits.save(writer);
    }

    @Override
    public void restore(String key, byte[] value) {
        restored = true;
        if (key.equals(AssessorState.HEARTBEATS)) {
            heartbeats.restore(value);
            limits.timeWas(heartbeats.latestMs());
            return;
        }
        if (key.startsWith(AssessorState.LIMIT)) {
            limits.restore(key, value);
            return;
        }
        int slash = key.indexOf('/', 2);
        String name = WindowKey.unescape(slash < 0 ? key.substring(2) : key.substring(2, slash));
        model(name).restore(key, value);
    }
}
