package io.tidemark.stream.label;

import static java.util.Objects.requireNonNull;

import io.tidemark.profile.performance.Answer;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.label.LabelMessage.Heartbeat;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.PartitionClock;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins the predictions and labels of one partition by model and inference id.
 *
 * <p>A prediction counts in the window of its event time, and so does its label whenever it comes until the window is final: see
 * {@link LabelTime}. What a window adds up to depends on its predictions and on the last label of each, not on the order in which they
 * came: labels before predictions, the same label again, and corrections included.
 *
 * <p><b>Crash.</b> Windows and ledger are saved at each commit by the {@code LiveStore} this is attached to; predictions and labels lie in a
 * {@link JoinStore} that is kept as safe as the records. Not safe for use by several threads: one stream task owns it.
 */
public final class LabelJoin implements LiveState {
    private static final String LEDGER = "a/";
    private static final String WINDOW = LabelledWindow.STATE;
    private static final String MODEL = LabelWindows.STATE;

    private final int partition;
    private final int partitions;
    private final Monitors monitors;
    private final LabelLimits limits;
    private final RecordChecks checks;
    private final JoinStore store;
    private final PartitionClock clock;
    private final Output out;
    private final JoinLedger ledger = new JoinLedger();
    private final Map<String, ModelLabels> models = new HashMap<>();
    private final Set<Integer> heardFrom = new HashSet<>();
    private final long startedMs;
    private boolean ledgerDirty;
    private long nowMs;

    /** Where what comes of the join goes. */
    public interface Output {
        void send(LabelMessage message);

        void example(MatchedExample example);

        /**
         * A label was read before its prediction, and that does not take it.
         *
         * @param outcome {@link LabelOutcome#LATE} or {@link LabelOutcome#UNFIT}
         * @param record what was given with the label
         */
        void refused(LoggedTruth truth, LabelOutcome outcome, byte[] record);
    }

    /**
     * @param partition which of {@code partitions} this is
     * @param lag what is left to read of its predictions
     * @param nowMs the wall clock
     */
    public LabelJoin(
            int partition,
            int partitions,
            Monitors monitors,
            LabelLimits limits,
            JoinStore store,
            InputLag lag,
            Output out,
            long nowMs) {
        this.partition = partition;
        this.partitions = partitions;
        this.monitors = monitors;
        this.limits = limits;
        this.checks = new RecordChecks(limits);
        this.store = store;
        this.clock = new PartitionClock(lag, partition, limits.idleTimeout(), nowMs);
        this.out = out;
        this.startedMs = nowMs;
        this.nowMs = nowMs;
    }

    public JoinLedger ledger() {
        return ledger;
    }

    /**
     * Tells that an inference log was read, before it is given to {@link #predict} or refused.
     *
     * @param timestampMs the record's Kafka timestamp
     */
    public void onPrediction(long timestampMs, long wallClockMs) {
        nowMs = wallClockMs;
        clock.onRecord(timestampMs, wallClockMs);
    }

    /** Tells that a record of the ground truth was read, before it is given to {@link #label} or refused. */
    public void onLabel(long wallClockMs) {
        nowMs = wallClockMs;
    }

    /** Counts an inference log that is not given to {@link #predict}. */
    public void refuse(PredictionOutcome outcome) {
        ledger.count(outcome);
        ledgerDirty = true;
    }

    /** Counts a record of the ground truth that is not given to {@link #label}. */
    public void refuse(LabelOutcome outcome) {
        ledger.count(outcome);
        ledgerDirty = true;
    }

    /** Takes in one prediction, or says why not; counts it either way. */
    public PredictionOutcome predict(LoggedPrediction prediction) {
        PredictionOutcome outcome = keep(prediction);
        refuse(outcome);
        return outcome;
    }

    private PredictionOutcome keep(LoggedPrediction prediction) {
        PredictionOutcome refusal = checks.refusalOf(prediction, nowMs);
        if (refusal != null) {
            return refusal;
        }
        String id = requireNonNull(prediction.inferenceId());
        String model = requireNonNull(prediction.model());
        String version = requireNonNull(prediction.version());
        MonitorSpec spec = monitors.spec(model);
        Optional<Labels> asked = spec.labels();
        if (asked.isEmpty()) {
            return PredictionOutcome.NOT_ASKED;
        }
        Optional<Answer> answer = Answers.of(prediction, asked.get());
        if (answer.isEmpty()) {
            return PredictionOutcome.NO_PREDICTION;
        }
        ModelLabels labels = labelsOf(model);
        if (labels == null) {
            return PredictionOutcome.TOO_MANY_MODELS;
        }
        PredictionOutcome outcome = labels.keep(id, version, prediction, answer.get(), spec);
        if (outcome == PredictionOutcome.KEPT) {
            labels.windows().predictedAt(prediction.eventTimeMs(), nowMs, clock.read(nowMs));
            advance(labels, spec);
        }
        return outcome;
    }

    /**
     * Takes in one label, or says why not; counts it either way.
     *
     * @param record the label as it was read, to be kept while it waits for its prediction; see {@link Output#refused}
     */
    public LabelOutcome label(LoggedTruth truth, Supplier<byte[]> record) {
        LabelOutcome outcome = join(truth, record);
        refuse(outcome);
        return outcome;
    }

    private LabelOutcome join(LoggedTruth truth, Supplier<byte[]> record) {
        LabelOutcome refusal = checks.refusalOf(truth, nowMs);
        if (refusal != null) {
            return refusal;
        }
        String id = requireNonNull(truth.inferenceId());
        String model = requireNonNull(truth.model());
        MonitorSpec spec = monitors.spec(model);
        if (spec.labels().isEmpty()) {
            return LabelOutcome.NOT_ASKED;
        }
        ModelLabels labels = labelsOf(model);
        if (labels == null) {
            return LabelOutcome.TOO_MANY_MODELS;
        }
        LabelOutcome outcome = labels.label(id, Label.of(truth), record, spec);
        labels.windows().knownAt(truth.knownAtMs());
        advance(labels, spec);
        return outcome;
    }

    private @Nullable ModelLabels labelsOf(String model) {
        ModelLabels known = models.get(model);
        return known == null && models.size() < limits.maxModels() ? open(model) : known;
    }

    private ModelLabels open(String model) {
        ModelLabels labels = new ModelLabels(
                model,
                limits,
                new JoinEntries(model, store),
                ledger,
                new LabelWindows(model, limits, nowMs, clock.read(nowMs)),
                out);
        models.put(model, labels);
        return labels;
    }

    /** Tells that another partition has said how far it has been read, be it that it has read nothing. */
    public void heardFrom(int sender) {
        heardFrom.add(sender);
    }

    /** Time stands still at first: who sends records home, and how far it has come, is known when all others were heard, or can't be. */
    private boolean isSettled() {
        return heardFrom.size() >= partitions - 1
                || nowMs - startedMs >= Senders.PATIENCE * limits.idleTimeout().toMillis();
    }

    /**
     * Tells that another partition has sent home what it had of a model's predictions.
     *
     * @param upToMs the highest event time that it has read; {@link Long#MAX_VALUE} where there is nothing more to read
     */
    public void predictionsSent(int sender, String model, long upToMs, long wallClockMs) {
        sent(model, wallClockMs, labels -> labels.windows().predictionsSent(sender, upToMs, wallClockMs));
    }

    /**
     * Tells that another partition has sent home what it had of a model's labels.
     *
     * @param upToMs the latest time at which a label that it has read became known; {@link Long#MAX_VALUE} where there is nothing more to read
     */
    public void labelsSent(int sender, String model, long upToMs, long wallClockMs) {
        sent(model, wallClockMs, labels -> labels.windows().labelsSent(sender, upToMs, wallClockMs));
    }

    private void sent(String model, long wallClockMs, Consumer<ModelLabels> told) {
        nowMs = wallClockMs;
        ModelLabels labels = labelsOf(model);
        if (labels != null) {
            told.accept(labels);
            advance(labels, monitors.spec(model));
        }
    }

    private void advance(ModelLabels labels, MonitorSpec spec) {
        if (isSettled()) {
            labels.windows().pass(nowMs, spec);
        }
        settle(labels.windows().giveUpWaiting(spec));
        labels.windows().sendDue(sender(), spec);
    }

    private void settle(long inVain) {
        if (inVain > 0) {
            ledger.settle(LabelOutcome.UNMATCHED, inVain);
            ledgerDirty = true;
        }
    }

    private LabelWindows.Sender sender() {
        return new LabelWindows.Sender(partition, partitions, clock.read(nowMs), out::send);
    }

    /** Sends what changed in windows that were sent before, and how far labels have come. To be called at intervals. */
    public void revise(long wallClockMs) {
        nowMs = wallClockMs;
        models.forEach((model, labels) -> {
            MonitorSpec spec = monitors.spec(model);
            advance(labels, spec);
            labels.windows().revise(sender(), spec);
        });
    }

    /** Time passes: reports idle models and how far the partition has been read. */
    public void tick(long wallClockMs) {
        nowMs = wallClockMs;
        clock.tick(wallClockMs);
        if (!clock.isKnown()) {
            return; // After a restart there may be hours to catch up, with models that were never announced.
        }
        models.forEach((model, labels) -> {
            MonitorSpec spec = monitors.spec(model);
            advance(labels, spec);
            labels.windows().goIdleAfter(sender(), limits.idleTimeout().toMillis(), spec);
        });
        out.send(new Heartbeat(partition, clock.read(wallClockMs)));
    }

    /** Ends the input: everything is final. A backtest calls it at the end of its files; a stream has no end. */
    public void finish() {
        models.forEach((model, labels) -> {
            settle(labels.windows().giveUpAll());
            labels.windows().finishAll(sender(), monitors.spec(model));
        });
    }

    @Override
    public void save(StateWriter writer) {
        models.values().forEach(labels -> labels.windows().save(writer));
        if (ledgerDirty) {
            writer.put(LEDGER, ledger.toBytes());
            ledgerDirty = false;
        }
    }

    /** Entries come in the order of their keys: the ledger, then models, then their windows. */
    @Override
    public void restore(String key, byte[] value) {
        if (key.equals(LEDGER)) {
            ledger.restore(value);
        } else if (key.startsWith(MODEL)) {
            restored(WindowKey.unescape(key.substring(MODEL.length()))).restore(value);
        } else if (key.startsWith(WINDOW)) {
            WindowKey window = WindowKey.fromText(key.substring(WINDOW.length()));
            restored(window.model()).restoreWindow(window, value, monitors.spec(window.model()));
        } else {
            throw StateFormatException.unknownEntry(key);
        }
    }

    private LabelWindows restored(String model) {
        ModelLabels known = models.get(model);
        return (known == null ? open(model) : known).windows();
    }
}
