package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.ledger.RowPlan;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a monitor of some release left in a cluster when it stopped: its changelogs, its internal messages that nobody has read, the window profiles that
 * it published, and how far it had come in the logs. Its file is what it is made of, one after the other, compressed.
 *
 * @param schema of the window profiles' values, whose ids are 0 here
 * @param partitions of the monitor's own topics
 * @param committed how far it had come in each partition of the logs
 */
record RecordedState(
        String schema,
        Map<String, Integer> partitions,
        Map<Integer, Long> committed,
        List<RecordedState.Entry> entries) {
    record Entry(TopicPartition at, Bytes key, Bytes value) {}

    /** Rows that the monitor had read. */
    long rows() {
        return committed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether the monitor had read the row of this number. */
    boolean hasRead(long row) {
        return row / RowPlan.PARTITIONS < committed.getOrDefault((int) (row % RowPlan.PARTITIONS), 0L);
    }

    void write(OutputStream file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(file))) {
            writeBytes(out, schema.getBytes(UTF_8));
            out.writeInt(partitions.size());
            for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
                out.writeUTF(topic.getKey());
                out.writeInt(topic.getValue());
            }
            out.writeInt(committed.size());
            for (Map.Entry<Integer, Long> partition : committed.entrySet()) {
                out.writeInt(partition.getKey());
                out.writeLong(partition.getValue());
            }
            out.writeInt(entries.size());
            for (Entry entry : entries) {
                out.writeUTF(entry.at().topic());
                out.writeInt(entry.at().partition());
                writeBytes(out, entry.key().get());
                writeBytes(out, entry.value().get());
            }
        }
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static RecordedState read(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(file))) {
            String schema = new String(readBytes(in), UTF_8);
            Map<String, Integer> partitions = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                partitions.put(in.readUTF(), in.readInt());
            }
            Map<Integer, Long> committed = new TreeMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                committed.put(in.readInt(), in.readLong());
            }
            List<Entry> entries = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                entries.add(new Entry(
                        new TopicPartition(in.readUTF(), in.readInt()),
                        Bytes.wrap(readBytes(in)),
                        Bytes.wrap(readBytes(in))));
            }
            return new RecordedState(schema, partitions, committed, Collections.unmodifiableList(entries));
        }
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
