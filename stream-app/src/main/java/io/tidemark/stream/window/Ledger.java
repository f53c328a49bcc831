package io.tidemark.stream.window;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of every record of one input partition. The invariant: records read = profiled + late + dead-lettered.
 * It is saved with the windows, so it holds over restarts. The stream thread counts; any thread may read.
 */
public final class Ledger {
    private static final int VERSION = 1;

    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);

    public Ledger() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    public void count(Outcome outcome) {
        adder(outcome).increment();
    }

    private LongAdder adder(Outcome outcome) {
        return Objects.requireNonNull(counts.get(outcome));
    }

    public long read() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public long of(Outcome outcome) {
        return adder(outcome).sum();
    }

    /** Records sent to the dead letters for any reason but lateness. */
    public long deadLettered() {
        return read() - of(Outcome.PROFILED) - of(Outcome.LATE);
    }

    public Map<Outcome, Long> byOutcome() {
        Map<Outcome, Long> map = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            map.put(outcome, of(outcome));
        }
        return map;
    }

    byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION).writeInt(counts.size());
        for (Outcome outcome : Outcome.values()) {
            out.writeText(outcome.reason()).writeLong(of(outcome));
        }
        return out.toBytes();
    }

    /** Adds what {@link #toBytes} wrote. Outcomes are told by name, so later releases may have more of them. */
    void add(byte[] bytes) {
        BinaryIn in = new BinaryIn("the ledger", bytes, VERSION);
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            String reason = in.readText();
            long count = in.readLong();
            for (Outcome outcome : Outcome.values()) {
                if (outcome.reason().equals(reason)) {
                    adder(outcome).add(count);
                }
            }
        }
    }
}
