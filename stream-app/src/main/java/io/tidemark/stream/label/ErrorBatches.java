package io.tidemark.stream.label;

import io.tidemark.stream.label.LabelMessage.Errors;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many answers of one model turned out right and wrong, in short batches by when that became known. A label that is read after its batch
 * was sent counts in the batch that is open: none is left out, and none counts twice.
 */
final class ErrorBatches {
    private final TreeMap<Long, TreeMap<String, Counts>> byStart = new TreeMap<>();
    private long sentUpToMs = LabelTime.UNKNOWN;

    private record Counts(long lengthMs, long rows, long errors) {
        Counts plus(Counts other) {
            return new Counts(lengthMs, rows + other.rows, errors + other.errors);
        }
    }

    /** @param lengthMs of a batch */
    void add(String version, long knownAtMs, boolean wrong, long lengthMs) {
        long timeMs = Math.max(knownAtMs, sentUpToMs);
        byStart.computeIfAbsent(Math.floorDiv(timeMs, lengthMs) * lengthMs, _ -> new TreeMap<>())
                .merge(version, new Counts(lengthMs, 1, wrong ? 1 : 0), Counts::plus);
    }

    /** Takes out the batches that begin before {@code upToMs} by their length or more, in the order of time. */
    List<Errors> takeEndedBy(long upToMs, String model, int partition) {
        if (byStart.isEmpty() || byStart.firstKey() >= upToMs) {
            return List.of();
        }
        List<Errors> ended = new ArrayList<>();
        SortedMap<Long, TreeMap<String, Counts>> before = byStart.headMap(upToMs);
        before.entrySet().removeIf(batch -> {
            long lengthMs = batch.getValue().firstEntry().getValue().lengthMs();
            if (batch.getKey() + lengthMs > upToMs) {
                return false;
            }
            batch.getValue()
                    .forEach((version, counts) -> ended.add(new Errors(
                            model, version, partition, batch.getKey(), lengthMs, counts.rows(), counts.errors())));
            sentUpToMs = Math.max(sentUpToMs, batch.getKey() + lengthMs);
            return true;
        });
        return ended;
    }

    void writeTo(BinaryOut out) {
        out.writeLong(sentUpToMs).writeInt(byStart.size());
        byStart.forEach((start, versions) -> {
            out.writeLong(start).writeInt(versions.size());
            versions.forEach((version, counts) -> out.writeText(version)
                    .writeLong(counts.lengthMs())
                    .writeLong(counts.rows())
                    .writeLong(counts.errors()));
        });
    }

    void readFrom(BinaryIn in) {
        sentUpToMs = in.readLong();
        for (int batches = in.readInt(); batches > 0; batches--) {
            Map<String, Counts> versions = byStart.computeIfAbsent(in.readLong(), _ -> new TreeMap<>());
            for (int count = in.readInt(); count > 0; count--) {
                versions.put(in.readText(), new Counts(in.readLong(), in.readLong(), in.readLong()));
            }
        }
    }
}
