package io.tidemark.stream.window;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The profile step of one input partition: puts each event into its window's live sketches and sends the window's
 * profile on when the partition's event time has passed the window's end and grace.
 *
 * <p><b>Time</b> is kept per model, so that a replay of last year's logs of one model and today's of another can share a
 * topic. An event is late when its window has been closed by the stream time of its model in this partition; whether it
 * is depends only on the order of this partition's records. Late events and events too far in the future never move
 * time; those that there is no room for do, since it is time that makes room.
 *
 * <p><b>Idle.</b> A model without a record for the idle timeout has its open windows sent as they are and is reported
 * idle, so that it holds nobody up. If it comes back, what it adds to the same windows is sent as a further part.
 *
 * <p><b>Crash.</b> State and ledger are saved at each commit by the {@code LiveStore} this is attached to.
 *
 * <p>Not safe for use by several threads: one stream task owns it.
 */
public final class PartitionProfiler implements LiveState {
    private static final int EXCESS_VERSION = 1;

    private final int partition;
    private final int partitions;
    private final Monitors monitors;
    private final ProfilerLimits limits;
    private final PartitionClock clock;
    private final Ledger ledger = new Ledger();
    private final Map<String, ModelProgress> models = new HashMap<>();
    private final ProfilerHeap heap;
    private final ProfilerParts parts;
    /** What was too much of no single model. */
    private final Excess excess = new Excess();

    private final Set<LiveWindow> dirty = new LinkedHashSet<>();
    /** Those that are gone, and still in the store. */
    private final List<SavedWindow> closed = new ArrayList<>();

    /** By which restored rows are taken in; until the first commit. */
    private @Nullable RowBatch restoring;

    private @Nullable ModelProgress lastModel;
    private long savedRead = -1;
    private boolean hadExcess;
    private long nowMs;

    /**
     * @param partition which input partition this is, of {@code partitions}
     * @param names the ids in the events it will be given
     * @param lag what is left to read of it
     * @param nowMs the wall clock
     */
    public PartitionProfiler(
            int partition,
            int partitions,
            Monitors monitors,
            NameDictionary names,
            ProfilerLimits limits,
            InputLag lag,
            long nowMs) {
        this.partition = partition;
        this.partitions = partitions;
        this.monitors = monitors;
        this.limits = limits;
        this.heap = new ProfilerHeap(limits.heapBytes(), monitors, models.values());
        this.parts = new ProfilerParts(monitors, names, limits, heap);
        this.clock = new PartitionClock(lag, partition, limits.idleTimeout(), nowMs);
        this.nowMs = nowMs;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** About how much heap its open windows take. */
    long heapBytes() {
        return heap.bytes();
    }

    /**
     * Tells that a record was read, before its event is given to {@link #accept} or refused.
     *
     * @param timestampMs the record's Kafka timestamp
     */
    public void onRecord(long timestampMs, long wallClockMs) {
        nowMs = wallClockMs;
        clock.onRecord(timestampMs, wallClockMs);
    }

    /** Counts a record that could not be decoded. */
    public void refuse() {
        ledger.count(Outcome.UNDECODABLE);
    }

    /** Counts a record that was too large to be decoded. */
    public void refuseTooLarge() {
        refuse();
        excess.count(Limit.EVENTS, 1);
    }

    /** Profiles one event, or says why not; counts it either way. Sends what became due. */
    public Outcome accept(EventBuffer event, Consumer<ProfileMessage> out) {
        Outcome outcome = place(event, out);
        ledger.count(outcome);
        return outcome;
    }

    private Outcome place(EventBuffer event, Consumer<ProfileMessage> out) {
        String model = event.modelId();
        String version = event.modelVersion();
        long timeMs = event.eventTimeMs();
        Outcome fault = faultOf(model, version, timeMs);
        if (fault == Outcome.NAME_TOO_LONG) {
            excess.count(Limit.EVENTS, 1);
        }
        if (fault != null || model == null || version == null) {
            return fault == null ? Outcome.NO_MODEL : fault;
        }
        ModelProgress progress = progressOf(model);
        if (progress == null) {
            excess.count(Limit.MODELS, 1);
            return Outcome.TOO_MANY_MODELS;
        }
        Outcome outcome = add(event, version, progress);
        if (outcome == Outcome.NO_ROOM) {
            advance(progress, timeMs, out); // Else windows that hold the room would never become due.
            outcome = add(event, version, progress);
        }
        switch (outcome) {
            case PROFILED -> {
                if (heap.isTooFull()) {
                    heap.relieve(dirty);
                }
                advance(progress, timeMs, out);
            }
            case TOO_MANY_VERSIONS -> progress.excess.count(Limit.VERSIONS, 1);
            case NO_ROOM -> progress.excess.count(Limit.MEMORY, 1);
            default -> {}
        }
        return outcome;
    }

    /** Adds an event to its pane, or says why not. */
    private Outcome add(EventBuffer event, String version, ModelProgress progress) {
        Pane open = progress.openPane(event.eventTimeMs());
        Pane pane = open == null ? newPane(progress, event.eventTimeMs()) : open;
        if (pane == null) {
            return Outcome.LATE;
        }
        if (pane.isTooMany(version)) {
            return Outcome.TOO_MANY_VERSIONS;
        }
        if (!pane.hasRoomFor(version)) {
            return Outcome.NO_ROOM;
        }
        if (open == null) {
            progress.open(pane);
        }
        progress.add(pane, version, event, dirty);
        return Outcome.PROFILED;
    }

    private @Nullable Outcome faultOf(@Nullable String model, @Nullable String version, long timeMs) {
        if (model == null || model.isBlank()) {
            return Outcome.NO_MODEL;
        }
        if (version == null || version.isBlank()) {
            return Outcome.NO_VERSION;
        }
        if (model.length() > limits.maxNameLength() || version.length() > limits.maxNameLength()) {
            return Outcome.NAME_TOO_LONG;
        }
        if (timeMs <= 0) {
            return Outcome.NO_TIME;
        }
        return timeMs > nowMs + limits.maxAhead().toMillis() ? Outcome.TOO_FAR_AHEAD : null;
    }

    private @Nullable ModelProgress progressOf(String model) {
        if (lastModel != null && lastModel.model.equals(model)) {
            return lastModel;
        }
        ModelProgress progress = models.get(model);
        if (progress == null && (models.size() < limits.maxModels() || monitors.hasSpec(model))) {
            progress = newProgress(model);
            models.put(model, progress);
        }
        lastModel = progress;
        return progress;
    }

    private ModelProgress newProgress(String model) {
        return new ModelProgress(model, clock.read(nowMs), heap.ofModel(model));
    }

    /** A pane for {@code timeMs}, not open yet; null if it has been closed. */
    private @Nullable Pane newPane(ModelProgress progress, long timeMs) {
        MonitorSpec spec = monitors.spec(progress.model);
        long startMs = Math.floorDiv(timeMs, spec.paneMs()) * spec.paneMs();
        long endMs = startMs + spec.paneMs();
        if (progress.isPast(endMs, spec.graceMs())) {
            return null;
        }
        return new Pane(progress, startMs, endMs, spec, parts);
    }

    private void advance(ModelProgress progress, long timeMs, Consumer<ProfileMessage> out) {
        progress.lastActiveMs = clock.read(nowMs);
        if (timeMs > progress.streamTimeMs) {
            progress.streamTimeMs = timeMs;
            progress.dirty = true;
        }
        if (progress.streamTimeMs >= progress.nextBoundaryMs || progress.idle || !progress.announced) {
            progress.idle = false;
            progress.announced = true;
            progress.dirty = true;
            send(progress.takeDue(), out);
            progress.findNextBoundary(monitors.spec(progress.model));
            out.accept(watermark(progress));
        }
    }

    private void send(List<Pane> panes, Consumer<ProfileMessage> out) {
        for (Pane pane : panes) {
            pane.send(partition, out);
            pane.windows().forEach(window -> {
                window.close().ifPresent(closed::add);
                dirty.remove(window);
            });
        }
    }

    private Watermark watermark(ModelProgress progress) {
        long sentUpToMs = progress.sentUpToMs(monitors.spec(progress.model));
        return new Watermark(
                progress.model, partition, partitions, sentUpToMs, progress.idle, clock.read(nowMs), nowMs);
    }

    /** How often {@link #tick} wants to be called. */
    public static Duration tickInterval(Duration idleTimeout) {
        return PartitionClock.tickInterval(idleTimeout);
    }

    /** Time passes: reports idle models and how far the partition has been read. */
    public void tick(long wallClockMs, Consumer<ProfileMessage> out) {
        nowMs = wallClockMs;
        clock.tick(wallClockMs);
        if (!clock.isKnown()) {
            return; // After a restart there may be hours to catch up, with models that were never announced.
        }
        long readMs = clock.read(wallClockMs);
        for (ModelProgress progress : models.values()) {
            if (!progress.idle
                    && readMs - progress.lastActiveMs >= limits.idleTimeout().toMillis()) {
                goIdle(progress, out);
            }
        }
        models.values().forEach(progress -> {
            if (!progress.excess.isEmpty()) {
                if (!monitors.hasSpec(progress.model)) {
                    progress.excess.move(Limit.MEMORY, excess); // They share it, and may be thousands.
                }
                progress.excess.tell(progress.model, partition, readMs, out);
                progress.dirty = true;
            }
        });
        excess.tell(LimitPassed.ANY_MODEL, partition, readMs, out);
        out.accept(new Heartbeat(partition, readMs));
    }

    /** Ends the input: sends all that is open. A backtest calls it at the end of its file; a stream has no end. */
    public void finish(Consumer<ProfileMessage> out) {
        models.values().forEach(progress -> goIdle(progress, out));
    }

    private void goIdle(ModelProgress progress, Consumer<ProfileMessage> out) {
        send(progress.takeAll(), out);
        progress.idle = true;
        progress.dirty = true;
        out.accept(watermark(progress));
    }

    @Override
    public void save(StateWriter writer) {
        restoring = null;
        models.values().forEach(ModelProgress::flush);
        closed.forEach(window -> window.delete(writer));
        dirty.forEach(window -> window.save(writer));
        closed.clear();
        dirty.clear();
        for (ModelProgress progress : models.values()) {
            if (progress.dirty || !progress.excess.isEmpty()) {
                writer.put(ProfilerState.modelKey(progress.model), progress.toBytes());
                progress.dirty = false;
            }
        }
        if (!excess.isEmpty() || hadExcess) {
            BinaryOut bytes = new BinaryOut(EXCESS_VERSION);
            excess.writeTo(bytes);
            writer.put(ProfilerState.EXCESS, bytes.toBytes());
            hadExcess = !excess.isEmpty();
        }
        if (ledger.read() != savedRead) {
            writer.put(ProfilerState.LEDGER, ledger.toBytes());
            savedRead = ledger.read();
        }
    }

    @Override
    public void restore(String key, byte[] value) {
        if (key.equals(ProfilerState.LEDGER)) {
            ledger.add(value);
        } else if (key.equals(ProfilerState.EXCESS)) {
            excess.readFrom(new BinaryIn("what was too much", value, EXCESS_VERSION));
            hadExcess = true;
        } else if (key.startsWith(ProfilerState.MODEL)) {
            String model = WindowKey.unescape(key.substring(ProfilerState.MODEL.length()));
            ModelProgress progress = newProgress(model);
            progress.restore(value);
            models.put(model, progress);
        } else if (key.startsWith(ProfilerState.WINDOW)) {
            window(key.substring(ProfilerState.WINDOW.length())).restoreHeader(value);
        } else if (key.startsWith(ProfilerState.FEATURE)) {
            int slash = key.lastIndexOf('/');
            window(key.substring(ProfilerState.FEATURE.length(), slash))
                    .restoreFeature(WindowKey.unescape(key.substring(slash + 1)), value);
        } else if (key.startsWith(ProfilerState.ROWS)) {
            int slash = key.lastIndexOf('/');
            window(key.substring(ProfilerState.ROWS.length(), slash))
                    .restoreRows(Integer.parseInt(key.substring(slash + 1)), value, batchToRestore());
        } else {
            throw StateFormatException.unknownEntry(key);
        }
    }

    private RowBatch batchToRestore() {
        RowBatch batch = restoring == null ? new RowBatch(new ModelHeap(new HeapUse(), new HeapUse())) : restoring;
        restoring = batch;
        return batch;
    }

    private LiveWindow window(String keyText) {
        WindowKey key = WindowKey.fromText(keyText);
        ModelProgress progress = models.computeIfAbsent(key.model(), this::newProgress);
        Pane pane = progress.paneOf(key.startMs(), key.endMs());
        if (pane == null) {
            MonitorSpec spec = monitors.spec(key.model());
            pane = new Pane(progress, key.startMs(), key.endMs(), spec, parts);
            progress.open(pane);
        }
        return pane.restored(key);
    }
}
