package io.tidemark.stream.label;

import io.tidemark.stream.label.ErrorBatch.Source;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The batches of errors of one model that are not complete, by the time in which they became known. What comes when its batch has been taken out
 * counts in the one that follows: nothing is left out, and nothing counts twice.
 */
public final class ErrorBatches {
    private final TreeMap<Long, TreeMap<Source, ErrorBatch>> byStart = new TreeMap<>();
    private long takenUpToMs = LabelTime.UNKNOWN;

    /** @param error 1 of an answer that was wrong and 0 of one that was right, or how far off it was */
    void add(Source source, long knownAtMs, double error, long lengthMs) {
        add(new ErrorBatch(source, Math.floorDiv(knownAtMs, lengthMs) * lengthMs, lengthMs, 1, error));
    }

    /** Adds a batch, or a part of one. */
    public void add(ErrorBatch batch) {
        long length = batch.lengthMs();
        long startMs = batch.startMs() >= takenUpToMs ? batch.startMs() : Math.ceilDiv(takenUpToMs, length) * length;
        byStart.computeIfAbsent(startMs, _ -> new TreeMap<>())
                .merge(batch.source(), batch.from(startMs), ErrorBatch::plus);
    }

    /** Takes out the batches that end at or before {@code upToMs}, in the order of time. */
    public List<ErrorBatch> takeEndedBy(long upToMs) {
        if (byStart.isEmpty() || byStart.firstKey() >= upToMs) {
            return List.of();
        }
        List<ErrorBatch> ended = new ArrayList<>();
        byStart.headMap(upToMs).values().removeIf(batches -> {
            long endMs = batches.firstEntry().getValue().endMs();
            boolean taken = endMs <= upToMs;
            if (taken) {
                ended.addAll(batches.values());
                takenUpToMs = Math.max(takenUpToMs, endMs);
            }
            return taken;
        });
        return ended;
    }

    public void writeTo(BinaryOut out) {
        out.writeLong(takenUpToMs);
        List<ErrorBatch> all = byStart.values().stream()
                .flatMap(batches -> batches.values().stream())
                .toList();
        out.writeInt(all.size());
        all.forEach(batch -> write(batch, out));
    }

    public void readFrom(BinaryIn in) {
        takenUpToMs = in.readLong();
        for (int count = in.readInt(); count > 0; count--) {
            ErrorBatch batch = read(in);
            byStart.computeIfAbsent(batch.startMs(), _ -> new TreeMap<>()).put(batch.source(), batch);
        }
    }

    static void write(ErrorBatch batch, BinaryOut out) {
        batch.source().writeTo(out);
        out.writeLong(batch.startMs())
                .writeLong(batch.lengthMs())
                .writeLong(batch.rows())
                .writeLong(Double.doubleToLongBits(batch.errors()));
    }

    static ErrorBatch read(BinaryIn in) {
        return new ErrorBatch(
                Source.readFrom(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                Double.longBitsToDouble(in.readLong()));
    }
}
