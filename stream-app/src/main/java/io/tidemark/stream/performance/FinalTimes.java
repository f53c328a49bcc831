package io.tidemark.stream.performance;

import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to when the partitions' windows of one model are final. Partitions that have the model no more are not waited for; where none has it,
 * the one that had got furthest tells.
 */
final class FinalTimes {
    private final Map<Integer, Mark> byPartition = new TreeMap<>();

    private record Mark(long finalUpToMs, boolean idle) {}

    void observe(Progress progress) {
        byPartition.put(progress.partition(), new Mark(progress.finalUpToMs(), progress.idle()));
    }

    /** Windows that end at or before are final; {@link Long#MIN_VALUE} where nothing is known. */
    long common() {
        return byPartition.values().stream()
                .filter(mark -> !mark.idle())
                .mapToLong(Mark::finalUpToMs)
                .min()
                .orElseGet(() -> byPartition.values().stream()
                        .mapToLong(Mark::finalUpToMs)
                        .max()
                        .orElse(Long.MIN_VALUE));
    }

    void writeTo(BinaryOut out) {
        out.writeInt(byPartition.size());
        byPartition.forEach((partition, mark) ->
                out.writeInt(partition).writeLong(mark.finalUpToMs()).writeBoolean(mark.idle()));
    }

    void readFrom(BinaryIn in) {
        for (int i = in.readInt(); i > 0; i--) {
            byPartition.put(in.readInt(), new Mark(in.readLong(), in.readBoolean()));
        }
    }
}
