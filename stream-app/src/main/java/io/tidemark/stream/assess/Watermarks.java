package io.tidemark.stream.assess;

import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the input partitions have read one model, and so which of its windows are complete.
 *
 * <p>The common watermark is the least of the partitions that are reading the model. A partition that reported itself
 * idle does not count. One that never reported the model does not count once its heartbeat shows that it has read on for
 * the idle timeout after the model first appeared: had it had a record of the model in that time, it would have
 * announced it. When none counts, no more records are coming and the partitions' clocks take over: windows that lie ahead of the one
 * furthest behind stay open.
 */
public final class Watermarks {
    private static final int VERSION = 1;

    private final long idleTimeoutMs;
    private final Map<Integer, Watermark> byPartition = new TreeMap<>();
    private long firstSeenMs = Long.MAX_VALUE;
    private int partitions;

    public Watermarks(long idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }

    public void observe(Watermark mark) {
        byPartition.put(mark.partition(), mark);
        partitions = Math.max(partitions, mark.partitions());
        firstSeenMs = Math.min(firstSeenMs, mark.clockMs());
    }

    /**
     * The time up to which every partition's part of each window that ends has arrived; {@link Long#MIN_VALUE} while
     * that is not known.
     *
     * @param graceMs how long after its end a window is waited for when no partition counts
     */
    public long common(Heartbeats heartbeats, long graceMs) {
        if (partitions == 0) {
            return Long.MIN_VALUE;
        }
        long least = Long.MAX_VALUE;
        for (int partition = 0; partition < partitions; partition++) {
            Watermark mark = byPartition.get(partition);
            if (mark == null && !hasReadOn(partition, heartbeats)) {
                return Long.MIN_VALUE;
            }
            if (mark != null && !mark.idle()) {
                least = Math.min(least, mark.sentUpToMs());
            }
        }
        return least == Long.MAX_VALUE ? leastClock(heartbeats) - graceMs : least;
    }

    /** Whether no partition counts: all have been read on, for the idle timeout, without a record of the model. */
    boolean isSilent(Heartbeats heartbeats) {
        for (int partition = 0; partition < partitions; partition++) {
            Watermark mark = byPartition.get(partition);
            if (mark == null ? !hasReadOn(partition, heartbeats) : !mark.idle()) {
                return false;
            }
        }
        return partitions > 0;
    }

    private boolean hasReadOn(int partition, Heartbeats heartbeats) {
        return heartbeats.clockOf(partition) >= firstSeenMs + idleTimeoutMs;
    }

    /** How far, on the partitions' clocks, all have been read. */
    long leastClock(Heartbeats heartbeats) {
        long least = Long.MAX_VALUE;
        for (int partition = 0; partition < partitions; partition++) {
            Watermark mark = byPartition.get(partition);
            long markMs = mark == null ? Long.MIN_VALUE : mark.clockMs();
            least = Math.min(least, Math.max(markMs, heartbeats.clockOf(partition)));
        }
        return least;
    }

    /** The partitions' clock that is furthest ahead; {@link Long#MIN_VALUE} where none is known. */
    long latestClockMs() {
        return byPartition.values().stream().mapToLong(Watermark::clockMs).max().orElse(Long.MIN_VALUE);
    }

    public byte[] toBytes() {
        BinaryOut out = new BinaryOut(VERSION)
                .writeLong(firstSeenMs)
                .writeInt(partitions)
                .writeInt(byPartition.size());
        for (Watermark mark : byPartition.values()) {
            out.writeInt(mark.partition())
                    .writeLong(mark.sentUpToMs())
                    .writeBoolean(mark.idle())
                    .writeLong(mark.clockMs());
        }
        return out.toBytes();
    }

    public void restore(String model, byte[] value) {
        BinaryIn in = new BinaryIn("watermarks of model " + model, value, VERSION);
        firstSeenMs = in.readLong();
        partitions = in.readInt();
        int marks = in.readInt();
        for (int i = 0; i < marks; i++) {
            int partition = in.readInt();
            byPartition.put(
                    partition,
                    new Watermark(
                            model,
                            partition,
                            partitions,
                            in.readLong(),
                            in.readBoolean(),
                            in.readLong(),
                            Watermark.UNKNOWN));
        }
    }
}
