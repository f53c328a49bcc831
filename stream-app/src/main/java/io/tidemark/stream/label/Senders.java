package io.tidemark.stream.label;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the partitions have been read that send records of one model to this one, because producers wrote them elsewhere.
 *
 * <p>What they send comes later than what is read here, by a commit interval at least, and by days of event time where much is read at once. So
 * time does not pass here before it has passed there. A partition that has said nothing for the idle timeout is not waited for.
 */
final class Senders {
    private final Map<Integer, Heard> byPartition = new TreeMap<>();

    /**
     * @param timeMs the highest time in its records so far
     * @param heardMs when it said so, by the wall clock
     */
    private record Heard(long timeMs, long heardMs) {}

    void heard(int partition, long timeMs, long wallClockMs) {
        byPartition.merge(
                partition,
                new Heard(timeMs, wallClockMs),
                (before, now) -> new Heard(Math.max(before.timeMs(), now.timeMs()), now.heardMs()));
    }

    /** The time up to which all of them have sent what they have; {@link Long#MAX_VALUE} where none is waited for. */
    long leastMs(long wallClockMs, long idleTimeoutMs) {
        long least = Long.MAX_VALUE;
        for (Heard heard : byPartition.values()) {
            if (wallClockMs - heard.heardMs() < idleTimeoutMs) {
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
