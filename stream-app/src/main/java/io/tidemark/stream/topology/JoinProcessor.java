package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.label.LabelJoin;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.label.LabelMessage.Part;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.MatchedExample;
import io.tidemark.stream.label.PredictionOutcome;
import io.tidemark.stream.state.LiveStore;
import io.tidemark.stream.topology.JoinInput.Content;
import io.tidemark.stream.topology.ProfileOutput.DeadLetter;
import io.tidemark.stream.topology.ToHome.SentUpTo;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.PartitionClock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Runs a {@link LabelJoin} for the inference ids of one partition. */
final class JoinProcessor implements Processor<byte[], JoinOutput, byte[], JoinOutput>, LabelJoin.Output {
    static final String STORE = "live-labels";

    /** The children, by what they take: filters in front of them would look at every output, each. */
    static final String EXAMPLES = "labeled-examples";

    static final String DEAD_LETTERS = "dead-letters";
    static final String WINDOWS = "window-messages";
    static final String LEDGER = "ledger";

    private final Monitors monitors;
    private final LabelLimits limits;
    private final int partitions;
    private final Duration reviseEvery;
    private final InputLag lag;
    private final DeadLetters deadLetters;
    private final UnaskedLabelLog unasked = new UnaskedLabelLog();

    private ProcessorContext<byte[], JoinOutput> context;
    private LabelJoin join;
    private LedgerReport<LabelOutcome> labels;
    private LedgerReport<PredictionOutcome> predictions;
    private boolean sentWindow;

    @SuppressWarnings("NullAway.Init")
    JoinProcessor(
            Monitors monitors,
            LabelLimits limits,
            int partitions,
            Duration reviseEvery,
            InputLag lag,
            DeadLetters deadLetters) {
        this.monitors = monitors;
        this.limits = limits;
        this.partitions = partitions;
        this.reviseEvery = reviseEvery;
        this.lag = lag;
        this.deadLetters = deadLetters;
    }

    @Override
    public void init(ProcessorContext<byte[], JoinOutput> processorContext) {
        context = processorContext;
        int partition = context.taskId().partition();
        BucketedJoinStore entries = new BucketedJoinStore(context, limits.retention(), context::currentSystemTimeMs);
        join = new LabelJoin(
                partition, partitions, monitors, limits, entries, lag, this, context.currentSystemTimeMs());
        LiveStore store = context.getStateStore(STORE);
        store.attach(join);
        labels = new LedgerReport<>(
                LedgerStep.LABELS, context, List.of(LabelOutcome.values()), LabelOutcome::reason, this::tell);
        predictions = new LedgerReport<>(
                LedgerStep.PREDICTIONS,
                context,
                List.of(PredictionOutcome.values()),
                PredictionOutcome::reason,
                this::tell);
        context.schedule(
                PartitionClock.tickInterval(limits.idleTimeout()), PunctuationType.WALL_CLOCK_TIME, this::tick);
        context.schedule(reviseEvery, PunctuationType.WALL_CLOCK_TIME, this::revise);
    }

    @Override
    public void process(Record<byte[], JoinOutput> input) {
        long nowMs = context.currentSystemTimeMs();
        switch (input.value()) {
            case JoinOutput.Taken(JoinInput taken) -> take(input, taken, nowMs);
            case JoinOutput.Told(SentUpTo mark) -> hear(mark, nowMs);
            default -> throw new IllegalArgumentException("the join does not take in " + input.value());
        }
        commitIfSent();
    }

    private void hear(SentUpTo mark, long nowMs) {
        if (mark.sender() != context.taskId().partition()) {
            join.heardFrom(mark.sender());
            mark.predictions().forEach((model, upToMs) -> join.predictionsSent(mark.sender(), model, upToMs, nowMs));
            mark.labels().forEach((model, upToMs) -> join.labelsSent(mark.sender(), model, upToMs, nowMs));
        }
    }

    private void take(Record<byte[], JoinOutput> input, JoinInput taken, long nowMs) {
        switch (taken.content()) {
            case Content.Prediction(var prediction) -> {
                join.onPrediction(input.timestamp(), nowMs);
                join.predict(prediction);
            }
            case Content.UnreadablePrediction() -> {
                join.onPrediction(input.timestamp(), nowMs);
                join.refuse(PredictionOutcome.UNDECODABLE);
            }
            case Content.UnaskedPrediction() -> {
                join.onPrediction(input.timestamp(), nowMs);
                join.refuse(PredictionOutcome.NOT_ASKED);
            }
            case Content.Label(var truth) -> {
                join.onLabel(nowMs);
                LabelOutcome outcome =
                        join.label(truth, () -> WaitingLabel.of(taken).toBytes());
                if (outcome.isRefused()) {
                    refuse(input, taken, outcome.reason(), LabelRefusals.explain(outcome, truth, limits));
                } else if (outcome == LabelOutcome.NOT_ASKED) {
                    unasked.note(truth);
                }
            }
            case Content.UnreadableLabel(String reason, String detail) -> {
                join.onLabel(nowMs);
                join.refuse(LabelOutcome.UNDECODABLE);
                refuse(input, taken, reason, detail);
            }
        }
    }

    /** The record's key and headers are not kept while it waits; as a rule the key is the inference id. */
    @Override
    public void refused(LoggedTruth truth, LabelOutcome outcome, byte[] record) {
        WaitingLabel kept = WaitingLabel.fromBytes(record);
        byte[] key = String.valueOf(truth.inferenceId()).getBytes(UTF_8);
        refuse(
                new Record<>(key, kept.value(), Math.max(0, context.currentSystemTimeMs())),
                kept.bytes(),
                kept.origin(),
                outcome.reason(),
                LabelRefusals.explain(outcome, truth, limits));
    }

    private void refuse(Record<byte[], JoinOutput> input, JoinInput taken, String reason, String message) {
        refuse(input.withValue(taken.original()), taken.original().length, taken.origin(), reason, message);
    }

    private void refuse(
            Record<byte[], byte[]> original, int bytes, RecordMetadata origin, String reason, String message) {
        Record<byte[], byte[]> letter = deadLetters.of(original, bytes, origin, "label-" + reason, message);
        context.forward(letter.withValue(new JoinOutput.Refused(new DeadLetter(letter.value()))), DEAD_LETTERS);
    }

    private void tick(long nowMs) {
        join.tick(nowMs);
        labels.update(join.ledger()::of, nowMs);
        predictions.update(join.ledger()::of, nowMs);
        commitIfSent();
    }

    private void revise(long nowMs) {
        join.revise(nowMs);
        commitIfSent();
    }

    @Override
    public void send(LabelMessage message) {
        sentWindow |= message instanceof Part;
        forward(LabelMessageSerde.keyOf(message), new JoinOutput.ToPerformance(message), WINDOWS);
    }

    @Override
    public void example(MatchedExample example) {
        forward(example.model().getBytes(UTF_8), new JoinOutput.Example(example), EXAMPLES);
    }

    private void tell(PartitionLedger ledger) {
        forward(
                RecordKeys.ledger(ledger.getStep(), ledger.getPartition()).getBytes(UTF_8),
                new JoinOutput.Counted(ledger),
                LEDGER);
    }

    private void forward(byte[] key, JoinOutput output, String child) {
        context.forward(new Record<>(key, output, Math.max(0, context.currentSystemTimeMs())), child);
    }

    /**
     * A window that is over should be published now, not at the end of the commit interval. Batches of errors come many times as often: who
     * reads months of events would do little but commit.
     */
    private void commitIfSent() {
        if (sentWindow) {
            context.commit();
            sentWindow = false;
        }
    }

    @Override
    public void close() {
        labels.close();
        predictions.close();
    }
}
