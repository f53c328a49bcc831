package io.tidemark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The ledger as an outsider reads it from the topics, with a read-committed consumer and nothing of the monitor's own
 * counters: rows in the profiles of all rows, and dead letters by reason.
 */
public final class TopicLedger {
    private final Cluster cluster;
    private final CommittedRecords records;
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private long profiled;

    public TopicLedger(Cluster cluster) {
        this.cluster = cluster;
        this.records = new CommittedRecords(cluster);
    }

    /** Reads on to the present end of both topics. */
    public void readOn() {
        Topic<String, WindowProfile> profiles = cluster.topics().windowProfiles();
        try (SchemaRegistry registry = cluster.registry()) {
            Deserializer<WindowProfile> deserializer =
                    profiles.valueSerde(registry).deserializer();
            records.readOn(profiles.name(), record -> count(deserializer.deserialize(profiles.name(), record.value())));
        }
        records.readOn(cluster.topics().deadLetters().name(), this::countDeadLetter);
    }

    private void count(WindowProfile profile) {
        if (profile.getSegment().equals("all") && profile.getPart() == 0) {
            profiled += profile.getRows();
        }
    }

    private void countDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        Header reason = record.headers().lastHeader("tidemark.reason");
        deadLetters.merge(reason == null ? "(none)" : new String(reason.value(), UTF_8), 1L, Long::sum);
    }

    /** Rows in window profiles, supplements included. */
    public long profiled() {
        return profiled;
    }

    public long deadLetters(String reason) {
        return deadLetters.getOrDefault(reason, 0L);
    }

    public long total() {
        return profiled
                + deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return "profiled " + profiled + ", dead letters " + deadLetters;
    }
}
