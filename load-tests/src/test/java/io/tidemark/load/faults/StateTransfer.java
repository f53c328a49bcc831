package io.tidemark.load.faults;

import io.tidemark.load.faults.RecordedState.Entry;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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

/** Takes what a monitor left out of its cluster, and puts it into another one. */
final class StateTransfer {
    private static final String GROUP = "tidemark.monitor";
    private static final String CHANGELOG = "-changelog";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int AT_SCHEMA_ID = 1;

    private StateTransfer() {}

    /** What there is of a monitor that has stopped, before it learned a baseline or published anything but windows. */
    static RecordedState capture(Cluster cluster, SchemaRegistry registry) throws Exception {
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

    /** Puts all of it into a cluster in which no monitor has run. The logs must reach as far as that monitor had come. */
    static void replay(RecordedState state, Cluster cluster, SchemaRegistry registry) throws Exception {
        String profiles = cluster.topics().windowProfiles().name();
        String logs = cluster.topics().inferenceLogs().name();
        int id = registry.register(profiles + "-value", new Schema.Parser().parse(state.schema()));
        try (Admin admin = cluster.admin();
                Producer<byte[], byte[]> producer =
                        cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            List<NewTopic> own = new ArrayList<>();
            state.partitions()
                    .forEach((topic, count) -> own.add(new NewTopic(topic, count, (short) 1)
                            .configs(Map.of("cleanup.policy", topic.endsWith(CHANGELOG) ? "compact" : "delete"))));
            admin.createTopics(own).all().get();
            for (Entry entry : state.entries()) {
                Entry sent = entry.at().topic().equals(profiles) ? withSchemaId(entry, id) : entry;
                producer.send(new ProducerRecord<>(
                                sent.at().topic(),
                                sent.at().partition(),
                                sent.key().get(),
                                sent.value().get()))
                        .get();
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            state.committed()
                    .forEach((partition, offset) ->
                            offsets.put(new TopicPartition(logs, partition), new OffsetAndMetadata(offset)));
            admin.alterConsumerGroupOffsets(GROUP, offsets).all().get();
        }
    }
}
