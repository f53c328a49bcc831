package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.ledger.RowPlan;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What a monitor of some release left in a cluster when it stopped: its changelogs, its internal messages that nobody has read, the window profiles that
 * it published, and how far it had come in the logs.
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
    private static final String GROUP = "tidemark.monitor";
    private static final String CHANGELOG = "-changelog";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int AT_SCHEMA_ID = 1;

    record Entry(TopicPartition at, Bytes key, Bytes value) {}

    /** Of a monitor that has stopped, before it learned a baseline or published anything but windows. */
    static RecordedState of(Cluster cluster, SchemaRegistry registry) throws Exception {
        String profiles = cluster.topics().windowProfiles().name();
        try (Admin admin = cluster.admin();
                Consumer<byte[], byte[]> consumer =
                        cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Set<String> own = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(GROUP + "-"))
                    .collect(Collectors.toSet());
            Map<String, Integer> partitions = new TreeMap<>();
            own.forEach(
                    topic -> partitions.put(topic, consumer.partitionsFor(topic).size()));
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            List<Entry> entries = new ArrayList<>();
            for (String topic : own) {
                List<Entry> all = read(consumer, topic, offsets);
                entries.addAll(topic.endsWith(CHANGELOG) ? latest(all) : all);
            }
            List<Entry> published = read(consumer, profiles, Map.of());
            published.forEach(profile -> entries.add(withSchemaId(profile, 0)));
            Schema schema = registry.schemaById(
                    ByteBuffer.wrap(published.getFirst().value().get()).getInt(AT_SCHEMA_ID));
            String logs = cluster.topics().inferenceLogs().name();
            Map<Integer, Long> committed = new TreeMap<>();
            offsets.forEach((partition, offset) -> {
                if (partition.topic().equals(logs)) {
                    committed.put(partition.partition(), offset.offset());
                }
            });
            return new RecordedState(schema.toString(), partitions, committed, entries);
        }
    }

    /** All records of a topic from these offsets on; a record that deletes has no bytes. */
    private static List<Entry> read(
            Consumer<byte[], byte[]> consumer, String topic, Map<TopicPartition, OffsetAndMetadata> from) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        from.forEach((partition, offset) -> {
            if (partitions.contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Entry> entries = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
                byte[] value = Optional.ofNullable(found.value()).orElse(new byte[0]);
                entries.add(new Entry(
                        new TopicPartition(topic, found.partition()), Bytes.wrap(found.key()), Bytes.wrap(value)));
            }
        }
        return entries;
    }

    /** As compaction leaves them. */
    private static List<Entry> latest(List<Entry> all) {
        Map<List<Object>, Entry> latest = new LinkedHashMap<>();
        for (Entry entry : all) {
            latest.put(List.of(entry.at(), entry.key()), entry);
        }
        return latest.values().stream()
                .filter(entry -> entry.value().get().length > 0)
                .toList();
    }

    private static Entry withSchemaId(Entry entry, int id) {
        byte[] value = entry.value().get().clone();
        ByteBuffer.wrap(value).putInt(AT_SCHEMA_ID, id);
        return new Entry(entry.at(), entry.key(), Bytes.wrap(value));
    }

    /** Puts all of it into a cluster in which no monitor has run. The logs must reach as far as it had come. */
    void putInto(Cluster cluster, SchemaRegistry registry) throws Exception {
        String profiles = cluster.topics().windowProfiles().name();
        String logs = cluster.topics().inferenceLogs().name();
        int id = registry.register(profiles + "-value", new Schema.Parser().parse(schema));
        try (Admin admin = cluster.admin();
                Producer<byte[], byte[]> producer =
                        cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            List<NewTopic> own = new ArrayList<>();
            partitions.forEach((topic, count) -> own.add(new NewTopic(topic, count, (short) 1)
                    .configs(Map.of("cleanup.policy", topic.endsWith(CHANGELOG) ? "compact" : "delete"))));
            admin.createTopics(own).all().get();
            for (Entry entry : entries) {
                Entry sent = entry.at().topic().equals(profiles) ? withSchemaId(entry, id) : entry;
                producer.send(new ProducerRecord<>(
                                sent.at().topic(),
                                sent.at().partition(),
                                sent.key().get(),
                                sent.value().get()))
                        .get();
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            committed.forEach((partition, offset) ->
                    offsets.put(new TopicPartition(logs, partition), new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
        }
    }

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
