package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What became of every prediction and label of one partition. The stream thread counts; any thread may read. */
public final class JoinLedger {
    private static final int VERSION = 1;

    private final Map<LabelOutcome, LongAdder> labels = new EnumMap<>(LabelOutcome.class);
    private final Map<PredictionOutcome, LongAdder> predictions = new EnumMap<>(PredictionOutcome.class);

    public JoinLedger() {
        for (LabelOutcome outcome : LabelOutcome.values()) {
            labels.put(outcome, new LongAdder());
        }
        for (PredictionOutcome outcome : PredictionOutcome.values()) {
            predictions.put(outcome, new LongAdder());
        }
    }

    void count(LabelOutcome outcome) {
        add(outcome, 1);
    }

    void count(PredictionOutcome outcome) {
        adder(outcome).increment();
    }

    /** Labels that waited no longer wait. */
    void settle(LabelOutcome outcome, long count) {
        add(LabelOutcome.WAITING, -count);
        add(outcome, count);
    }

    private void add(LabelOutcome outcome, long count) {
        Objects.requireNonNull(labels.get(outcome)).add(count);
    }

    private LongAdder adder(PredictionOutcome outcome) {
        return Objects.requireNonNull(predictions.get(outcome));
    }

    public long of(LabelOutcome outcome) {
        return Objects.requireNonNull(labels.get(outcome)).sum();
    }

    public long of(PredictionOutcome outcome) {
        return adder(outcome).sum();
    }

    public long labelsRead() {
        return labels.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long predictionsRead() {
        return predictions.values().stream().mapToLong(LongAdder::sum).sum();
    }

    byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeInt(labels.size());
        labels.forEach((outcome, count) -> out.writeText(outcome.reason()).writeLong(count.sum()));
        out.writeInt(predictions.size());
        predictions.forEach((outcome, count) -> out.writeText(outcome.reason()).writeLong(count.sum()));
        return out.toBytes();
    }

    /** Adds what {@link #toBytes} wrote. Outcomes are told by name, so later releases may have more of them. */
    void restore(byte[] bytes) {
        BinaryIn in = new BinaryIn("the ledger of labels", bytes, VERSION);
        for (int i = in.readInt(); i > 0; i--) {
            String reason = in.readText();
            long count = in.readLong();
            labels.forEach((outcome, adder) -> adder.add(outcome.reason().equals(reason) ? count : 0));
        }
        for (int i = in.readInt(); i > 0; i--) {
            String reason = in.readText();
            long count = in.readLong();
            predictions.forEach((outcome, adder) -> adder.add(outcome.reason().equals(reason) ? count : 0));
        }
    }
}
