package io.tidemark.stream.assess;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clock of each input partition, as its last heartbeat told. Saved, so that what is judged by it does not depend on when the
 * task was restarted: what a partition had read by then, it has read.
 */
public final class Heartbeats {
    private static final int VERSION = 1;

    private final SortedMap<Integer, Long> clocks = new TreeMap<>();
    private boolean dirty;

    /** Takes one in; answers whether the clock that is furthest behind moved on. */
    public boolean observe(Heartbeat heartbeat) {
        long before = leastMs();
        clocks.merge(heartbeat.partition(), heartbeat.clockMs(), Math::max);
        dirty = true;
        return leastMs() != before;
    }

    /** The clock that is furthest behind. */
    long leastMs() {
        return clocks.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    }

    /** The clock that is furthest ahead. */
    long latestMs() {
        return clocks.values().stream().mapToLong(Long::longValue).max().orElse(Long.MIN_VALUE);
    }

    /** The clock of {@code partition}; {@link Long#MIN_VALUE} while it is not known. */
    long clockOf(int partition) {
        return clocks.getOrDefault(partition, Long.MIN_VALUE);
    }

    public void save(StateWriter writer) {
        if (!dirty) {
            return;
        }
        BinaryOut out = new BinaryOut(VERSION).writeInt(clocks.size());
        clocks.forEach((partition, clockMs) -> out.writeInt(partition).writeLong(clockMs));
        writer.put(AssessorState.HEARTBEATS, out.toBytes());
        dirty = false;
    }

    public void restore(byte[] value) {
        BinaryIn in = new BinaryIn("the partitions' heartbeats", value, VERSION);
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            clocks.put(in.readInt(), in.readLong());
        }
    }
}
