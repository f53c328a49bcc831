package io.tidemark.stream.window;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of every record of one input partition. The invariant: records read = profiled + late + dead-lettered.
 * It is saved with the windows, so it holds over restarts.
 */
public final class Ledger {
    private static final int VERSION = 1;

    private final long[] counts = new long[Outcome.values().length];

    public void count(Outcome outcome) {
        counts[outcome.ordinal()]++;
    }

    public long read() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    public long of(Outcome outcome) {
        return counts[outcome.ordinal()];
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
        BinaryOut out = new BinaryOut(VERSION).writeInt(counts.length);
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
                    counts[outcome.ordinal()] += count;
                }
            }
        }
    }
}
