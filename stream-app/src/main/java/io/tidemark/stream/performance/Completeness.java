package io.tidemark.stream.performance;

import io.tidemark.stream.label.LabelMessage.Progress;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Up to when what the partitions send of one model is complete: windows that are final, and batches of errors. Partitions that have the model
 * no more are not waited for; where none has it, the one that had got furthest tells.
 */
final class Completeness {
    private final Map<Integer, Mark> byPartition = new TreeMap<>();

    private record Mark(long finalUpToMs, long errorsUpToMs, boolean idle) {}

    void observe(Progress progress) {
        byPartition.put(
                progress.partition(), new Mark(progress.finalUpToMs(), progress.errorsUpToMs(), progress.idle()));
    }

    /** Windows that end at or before are final; {@link Long#MIN_VALUE} where nothing is known. */
    long finalUpToMs() {
        return common(Mark::finalUpToMs);
    }

    /** Windows that end at or before get nothing more, from partitions that are idle neither; {@link Long#MIN_VALUE} where nothing is known. */
    long everywhereFinalUpToMs() {
        return byPartition.values().stream().mapToLong(Mark::finalUpToMs).min().orElse(Long.MIN_VALUE);
    }

    /** Batches of errors that end at or before are complete; {@link Long#MIN_VALUE} where nothing is known. */
    long errorsUpToMs() {
        return common(Mark::errorsUpToMs);
    }

    private long common(ToLongFunction<Mark> time) {
        return byPartition.values().stream()
                .filter(mark -> !mark.idle())
                .mapToLong(time)
                .min()
                .orElseGet(() ->
                        byPartition.values().stream().mapToLong(time).max().orElse(Long.MIN_VALUE));
    }

    void writeTo(BinaryOut out) {
        out.writeInt(byPartition.size());
        byPartition.forEach((partition, mark) -> out.writeInt(partition)
                .writeLong(mark.finalUpToMs())
                .writeLong(mark.errorsUpToMs())
                .writeBoolean(mark.idle()));
    }

    void readFrom(BinaryIn in) {
        for (int i = in.readInt(); i > 0; i--) {
            byPartition.put(in.readInt(), new Mark(in.readLong(), in.readLong(), in.readBoolean()));
        }
    }
}
