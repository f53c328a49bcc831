package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.CommittedRecords;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** What became of the records of all models, as an outsider reads it: committed records only. Not safe for use by several threads. */
final class AttackLedger {
    private final TopicCatalogue topics;
    private final CommittedRecords records;
    private final Deserializer<WindowProfile> profiles;
    private final Deserializer<DriftEvent> events;

    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final List<String> limits = new ArrayList<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<String> toldTwice = new ArrayList<>();
    private long rows;
    private long unprofiledRows;
    private long otherRows;

    AttackLedger(Cluster cluster, SchemaRegistry registry) {
        topics = cluster.topics();
        records = new CommittedRecords(cluster);
        profiles = topics.windowProfiles().valueSerde(registry).deserializer();
        events = topics.driftEvents().valueSerde(registry).deserializer();
    }

    /** Reads on to the present end of what is published. */
    void readOn() {
        records.readOn(topics.windowProfiles().name(), this::addProfile);
        records.readOn(topics.deadLetters().name(), this::addDeadLetter);
        records.readOn(topics.driftEvents().name(), this::addEvent);
    }

    private void addProfile(ConsumerRecord<byte[], byte[]> published) {
        WindowProfile profile = profiles.deserialize(published.topic(), published.value());
        if (profile.getPart() > 0) {
            return;
        }
        if (profile.getSegment().equals("all")) {
            rows += profile.getRows();
            unprofiledRows += profile.getUnprofiledRows();
        } else if (profile.getSegment().endsWith("=other")) {
            otherRows += profile.getRows();
        }
    }

    private void addDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        rows++;
        deadLetters.merge(
                new String(letter.headers().lastHeader("tidemark.reason").value(), UTF_8), 1L, Long::sum);
    }

    private void addEvent(ConsumerRecord<byte[], byte[]> published) {
        DriftEvent event = events.deserialize(published.topic(), published.value());
        if (!eventIds.add(event.getEventId())) {
            toldTwice.add(event.toString());
        }
        if (event.getKind() == DriftKind.LIMIT && event.getState() == EpisodeState.OPENED) {
            limits.add(event.getModelId() + " " + event.getFeature());
        }
    }

    /** Records accounted for. */
    long rows() {
        return rows;
    }

    /** The limits that were passed, as "model feature", one for each event that tells so. */
    List<String> limits() {
        return List.copyOf(limits);
    }

    /** Events whose id was published before. */
    List<String> toldTwice() {
        return List.copyOf(toldTwice);
    }

    @Override
    public String toString() {
        return "dead letters %s, %d rows in other segments, %d not profiled, limits %s"
                .formatted(
                        deadLetters,
                        otherRows,
                        unprofiledRows,
                        limits.stream().sorted().toList());
    }
}
