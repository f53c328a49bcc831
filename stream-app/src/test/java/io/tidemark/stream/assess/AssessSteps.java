package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;

import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One assess task of the monitor, and what two partitions send it. Hours are those after {@link Models#T0}. */
final class AssessSteps {
    /** Of the partitions' clocks, where models are not live. */
    static final long NOW = 1_900_000_000_000L;

    static final Duration IDLE = Duration.ofSeconds(30);
    static final int ROWS = 500;

    final List<Assessment> published = new ArrayList<>();
    private final ControlPlane control;
    private final int number;
    private final WindowHistory history = new MemoryWindowHistory();
    private final Random random = new Random(2);
    private final MemoryStateWriter store = new MemoryStateWriter();
    private Assessor assessor;

    AssessSteps(ControlPlane control, long heapBytes) {
        this(control, heapBytes, 0);
    }

    AssessSteps(ControlPlane control, long heapBytes, int number) {
        this.control = control;
        this.number = number;
        this.assessor = newAssessor(heapBytes);
    }

    private Assessor newAssessor(long heapBytes) {
        return new Assessor(control, IDLE, history, heapBytes, number);
    }

    void send(ProfileMessage message) {
        assessor.accept(message, published::add);
    }

    /** Saves all, and goes on from that. */
    void restart(long heapBytes) {
        save();
        crash(heapBytes);
    }

    /** Goes on from what was saved last. */
    void crash(long heapBytes) {
        assessor = newAssessor(heapBytes);
        store.restoreInto(assessor);
    }

    void save() {
        assessor.save(store);
    }

    /** What was saved last. */
    MemoryStateWriter store() {
        return store;
    }

    /** Takes back an entry of an earlier release. */
    void restore(String key, byte[] value) {
        assessor.restore(key, value);
    }

    void tick() {
        assessor.tick(published::add);
    }

    long heapBytes() {
        return assessor.heapBytes();
    }

    static WindowKey key(String model, String version, String segment, long hour) {
        return new WindowKey(model, version, segment, T0 + hour * HOUR, T0 + (hour + 1) * HOUR);
    }

    /** Normal numbers named x of an hour of version 1. */
    void part(int partition, String model, long hour) {
        part(partition, key(model, "1", "all", hour), ROWS);
    }

    /** Normal numbers named x. */
    void part(int partition, WindowKey window, int rows) {
        FeatureSketch x = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        for (int i = 0; i < rows; i++) {
            x.updateNumber(random.nextGaussian());
        }
        part(partition, window, rows, x);
    }

    void part(int partition, WindowKey window, int rows, FeatureSketch x) {
        send(new WindowPart(window, partition, rows, 0, 0, 1, new byte[0]));
        send(new FeaturePart(window, partition, "x", x.toBytes()));
    }

    void unprofiled(int partition, WindowKey window, int rows) {
        send(new WindowPart(window, partition, rows, rows, 0, 0, new byte[0]));
    }

    /** Tells that a partition has sent all windows that end by that hour, of a model whose past is replayed. */
    void mark(int partition, String model, long hour) {
        send(new Watermark(model, partition, 2, T0 + hour * HOUR, false, NOW, NOW));
    }

    /** Tells the same of a model whose events come as they happen. */
    void liveMark(int partition, String model, long hour) {
        long nowMs = T0 + hour * HOUR;
        send(new Watermark(model, partition, 2, nowMs, false, nowMs, nowMs));
    }

    void heartbeats(long clockMs) {
        send(new Heartbeat(0, clockMs));
        send(new Heartbeat(1, clockMs));
    }

    List<WindowAssessed> windows(String model) {
        return published.stream()
                .filter(WindowAssessed.class::isInstance)
                .map(WindowAssessed.class::cast)
                .filter(window -> window.window().model().equals(model))
                .toList();
    }

    List<EpisodeChanged> episodes(DriftKind kind) {
        return published.stream()
                .filter(EpisodeChanged.class::isInstance)
                .map(EpisodeChanged.class::cast)
                .filter(changed -> changed.verdict().kind() == kind)
                .toList();
    }

    List<EpisodeChanged> limits() {
        return episodes(DriftKind.LIMIT);
    }

    List<EpisodeChanged> volumes() {
        return episodes(DriftKind.VOLUME);
    }
}
