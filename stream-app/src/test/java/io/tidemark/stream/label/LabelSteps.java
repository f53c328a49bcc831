package io.tidemark.stream.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.performance.PerformanceOutput.LatePart;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.performance.PerformanceStep;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.WindowKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The join of each partition and the performance step behind them, without Kafka. */
public final class LabelSteps {
    static final String MODEL = "churn";
    static final long HOUR = Duration.ofHours(1).toMillis();
    static final long DAY = Duration.ofDays(1).toMillis();
    /** 1 January 2001. */
    static final long T0 = 978_307_200_000L;

    static final long NOW = 1_900_000_000_000L;
    static final LabelLimits LIMITS =
            new LabelLimits(Duration.ofHours(1), Duration.ofSeconds(30), 100, 5, 200, Duration.ofDays(100));

    final ControlPlane control = new ControlPlane();
    final List<MatchedExample> examples = new ArrayList<>();
    final List<PerformanceRevision> revisions = new ArrayList<>();
    final List<EpisodeChanged> episodes = new ArrayList<>();
    final List<LatePart> lateParts = new ArrayList<>();
    /** Labels that came before their predictions, which did not take them. */
    final List<LabelOutcome> refused = new ArrayList<>();

    private final boolean settled;
    private boolean monitored = true;
    private final List<MemoryJoinStore> stores = new ArrayList<>();
    private final List<LabelJoin> joins = new ArrayList<>();
    private final List<MemoryStateWriter> saved = new ArrayList<>();
    private Optional<List<List<LabelMessage>>> held = Optional.empty();
    private final MemoryStateWriter savedStep = new MemoryStateWriter();
    private PerformanceStep step = new PerformanceStep(control, LIMITS.idleTimeout(), LIMITS.idleTimeout());

    LabelSteps(int partitions, String... specLines) {
        this(partitions, true, specLines);
    }

    /** @param settled whether all partitions have heard of all others */
    LabelSteps(int partitions, boolean settled, String... specLines) {
        this.settled = settled;
        apply(specLines);
        for (int partition = 0; partition < partitions; partition++) {
            stores.add(new MemoryJoinStore());
            saved.add(new MemoryStateWriter());
        }
        for (int partition = 0; partition < partitions; partition++) {
            joins.add(join(partition));
        }
    }

    void apply(String... specLines) {
        control.apply(SpecYaml.read("model: churn\n" + String.join("\n", specLines)));
    }

    private LabelJoin join(int partition) {
        LabelJoin.Output out = new LabelJoin.Output() {
            @Override
            public void send(LabelMessage message) {
                if (held.isPresent()) {
                    held.get().get(partition).add(message);
                    return;
                }
                deliver(LabelMessageCodec.decode(LabelMessageCodec.encode(message)));
            }

            @Override
            public void example(MatchedExample example) {
                examples.add(example);
            }

            @Override
            public void refused(LoggedTruth truth, LabelOutcome outcome, byte[] record) {
                assertThat(record).isEqualTo(recordOf(truth));
                refused.add(outcome);
            }
        };
        LabelJoin join = new LabelJoin(
                partition, stores.size(), control, LIMITS, stores.get(partition), InputLag.UNKNOWN, out, NOW);
        if (settled) {
            IntStream.range(0, stores.size())
                    .filter(other -> other != partition)
                    .forEach(join::heardFrom);
        }
        return join;
    }

    private void deliver(LabelMessage message) {
        if (monitored && message instanceof LabelMessage.Part part) {
            found(part.window(), InputsVerdict.UNKNOWN);
        }
        step.accept(message, this::take);
    }

    private void take(PerformanceOutput output) {
        switch (output) {
            case PerformanceRevision revision -> revisions.add(revision);
            case EpisodeNews(EpisodeChanged change) -> episodes.add(change);
            case LatePart part -> lateParts.add(part);
        }
    }

    /** From now on a test says itself what the monitor found of windows; else it is ahead of labels, and has judged no feature. */
    void leaveFeaturesOpen() {
        monitored = false;
    }

    /** The monitor publishes what it found of a window before any label. */
    void found(WindowKey window, InputsVerdict verdict) {
        LabelMessage message = new LabelMessage.Inputs(window, verdict);
        step.accept(LabelMessageCodec.decode(LabelMessageCodec.encode(message)), this::take);
    }

    /** Keys of what the performance step saved last. */
    Set<String> savedKeys() {
        return savedStep.keys();
    }

    /** From now on messages lie until they are delivered. */
    void holdBack() {
        List<List<LabelMessage>> queues = new ArrayList<>();
        joins.forEach(_ -> queues.add(new ArrayList<>()));
        held = Optional.of(queues);
    }

    /** All that the first partition sent, then all of the second, and so on. */
    void deliverOneAfterTheOther() {
        List<List<LabelMessage>> queues = held.orElseThrow();
        held = Optional.empty();
        queues.forEach(queue -> queue.forEach(this::deliver));
    }

    MonitorSpec spec() {
        return control.spec(MODEL);
    }

    Duration waitFor() {
        return spec().labels().map(Labels::waitFor).orElseThrow();
    }

    PredictionOutcome predict(LoggedPrediction prediction) {
        LabelJoin join = joins.get(homeOf(prediction.inferenceId()));
        join.onPrediction(NOW, NOW);
        return join.predict(prediction);
    }

    LabelOutcome label(LoggedTruth truth) {
        LabelJoin join = joins.get(homeOf(truth.inferenceId()));
        join.onLabel(NOW);
        return join.label(truth, () -> recordOf(truth));
    }

    static byte[] recordOf(LoggedTruth truth) {
        return truth.toString().getBytes(StandardCharsets.UTF_8);
    }

    private int homeOf(@Nullable String id) {
        return Math.floorMod(Objects.hashCode(id), joins.size());
    }

    /** The join of an inference id's home partition. */
    LabelJoin home(String id) {
        return joins.get(homeOf(id));
    }

    /** Labels that have come since are published. */
    void revise() {
        reviseAt(NOW);
    }

    void reviseAt(long wallClockMs) {
        joins.forEach(join -> join.revise(wallClockMs));
        step.revise(this::take);
    }

    /** The partitions tick, as when nothing comes, at {@code wallClockMs}. */
    void tick(long wallClockMs) {
        joins.forEach(join -> join.tick(wallClockMs));
    }

    void finish() {
        joins.forEach(LabelJoin::finish);
        step.finish(this::take);
    }

    /** Commits, and goes on with steps that know only what was saved. */
    void restart() {
        step.save(savedStep);
        step = new PerformanceStep(control, LIMITS.idleTimeout(), LIMITS.idleTimeout());
        savedStep.restoreInto(step);
        for (int partition = 0; partition < joins.size(); partition++) {
            joins.get(partition).save(saved.get(partition));
            LabelJoin next = join(partition);
            saved.get(partition).restoreInto(next);
            joins.set(partition, next);
        }
    }

    long of(LabelOutcome outcome) {
        return joins.stream().mapToLong(join -> join.ledger().of(outcome)).sum();
    }

    long of(PredictionOutcome outcome) {
        return joins.stream().mapToLong(join -> join.ledger().of(outcome)).sum();
    }

    long labelsRead() {
        return joins.stream().mapToLong(join -> join.ledger().labelsRead()).sum();
    }

    /** The last revision of each window. */
    Map<WindowKey, PerformanceRevision> last() {
        Map<WindowKey, PerformanceRevision> last = new TreeMap<>(WindowKey.JUDGING_ORDER);
        revisions.forEach(revision -> last.put(revision.window(), revision));
        return last;
    }

    Collection<PerformanceRevision> lastRevisions() {
        return last().values();
    }

    static LoggedPrediction prediction(String id, long timeMs, String label, double score) {
        return prediction(id, "1", timeMs, label, score, Map.of());
    }

    static LoggedPrediction prediction(
            String id, String version, long timeMs, String label, double score, Map<String, String> tags) {
        return new LoggedPrediction(
                id,
                MODEL,
                version,
                timeMs,
                Optional.of(label),
                OptionalDouble.empty(),
                OptionalDouble.of(score),
                Map.of(),
                tags,
                OptionalLong.of(1_200),
                new byte[] {1, 2, 3});
    }

    static LoggedTruth truth(String id, long knownAtMs, String label) {
        return new LoggedTruth(id, MODEL, knownAtMs, Optional.of(label), OptionalDouble.empty());
    }
}
