package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the partitions have been read that send records of one model to this one, because producers wrote them elsewhere.
 *
 * <p>What they send comes later than what is read here, by a commit interval at least, and by days of event time where much is read at once. So
 * time does not pass here before it has passed there. A partition that has not come any further for
 * {@value #PATIENCE} times the idle timeout is not waited for: it may have died, or hold the records of a clock that stands.
 */
final class Senders {
    /** An instance that died is missed after Kafka's session timeout (45 s by default), and its partitions are read on some time later. */
    static final int PATIENCE = 3;

    private final Map<Integer, Heard> byPartition = new TreeMap<>();

    /**
     * @param timeMs the highest time in its records so far
     * @param heardMs when it got there, by the wall clock
     */
    private record Heard(long timeMs, long heardMs) {}

    /** @param timeMs {@link Long#MAX_VALUE} where it has sent all there is */
    void heard(int partition, long timeMs, long wallClockMs) {
        Heard before = byPartition.get(partition);
        if (before == null || before.timeMs() != timeMs) {
            byPartition.put(partition, new Heard(timeMs, wallClockMs));
        }
    }

    /** The time up to which all of them have sent what they have; {@link Long#MAX_VALUE} where none is waited for. */
    long leastMs(long wallClockMs, long idleTimeoutMs) {
        long least = Long.MAX_VALUE;
        for (Heard heard : byPartition.values()) {
            if (wallClockMs - heard.heardMs() < PATIENCE * idleTimeoutMs) {
                least = Math.min(least, heard.timeMs());
            }
        }
        return least;
    }

    void writeTo(BinaryOut out) {
        out.writeInt(byPartition.size());
        byPartition.forEach((partition, heard) ->
                out.writeInt(partition).writeLong(heard.timeMs()).writeLong(heard.heardMs()));
    }

    void readFrom(BinaryIn in) {
        for (int count = in.readInt(); count > 0; count--) {
            byPartition.put(in.readInt(), new Heard(in.readLong(), in.readLong()));
        }
    }
}
