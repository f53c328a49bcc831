package io.tidemark.load.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.CommittedRecords;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What the monitor published, as an outsider reads it: committed records only, and nothing of the monitor's own counters.
 *
 * <p>Not safe for use by several threads.
 */
public final class PublishedRecords {
    /** Of an array this is always watched. */
    private static final String NORM = EmbeddingNames.of(RowEncoder.EMBEDDING).getFirst();

    private final TopicCatalogue topics;
    private final CommittedRecords records;
    private final Deserializer<WindowProfile> profiles;
    private final Deserializer<DriftEvent> events;

    private final Map<Instant, Long> windows = new TreeMap<>();
    private final Map<Instant, Long> embeddings = new TreeMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final Set<String> origins = new HashSet<>();
    private final Set<String> judged = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final Set<Duration> lengths = new TreeSet<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<Instant> opened = new ArrayList<>();
    private int supplements;
    private long rows;

    public PublishedRecords(Cluster cluster, SchemaRegistry registry) {
        topics = cluster.topics();
        records = new CommittedRecords(cluster);
        profiles = topics.windowProfiles().valueSerde(registry).deserializer();
        events = topics.driftEvents().valueSerde(registry).deserializer();
    }

    /** Reads on to the present end of what is published. */
    public void readOn() {
        records.readOn(topics.windowProfiles().name(), this::addProfile);
        records.readOn(topics.deadLetters().name(), this::addDeadLetter);
        records.readOn(topics.driftEvents().name(), this::addEvent);
    }

    private void addProfile(ConsumerRecord<byte[], byte[]> published) {
        WindowProfile profile = profiles.deserialize(published.topic(), published.value());
        if (!profile.getSegment().equals("all")) {
            return;
        }
        profile.getFeatures().stream()
                .filter(feature -> feature.getName().equals(NORM))
                .forEach(feature ->
                        embeddings.merge(RowPlan.windowOf(profile.getWindowStart()), feature.getPresent(), Long::sum));
        if (profile.getPart() > 0) {
            return;
        }
        rows += profile.getRows();
        // Of shorter windows several lie in one of the plan's.
        windows.merge(RowPlan.windowOf(profile.getWindowStart()), profile.getRows(), Long::sum);
        lengths.add(Duration.between(profile.getWindowStart(), profile.getWindowEnd()));
        if (profile.getSupplement()) {
            supplements++;
        } else {
            once(
                    judged,
                    "window " + profile.getModelVersion() + "/" + profile.getWindowStart() + "/"
                            + profile.getWindowEnd());
        }
    }

    private void addDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        rows++;
        deadLetters.merge(header(letter, "tidemark.reason"), 1L, Long::sum);
        once(
                origins,
                "dead letter " + header(letter, "__streams.errors.partition") + "/"
                        + header(letter, "__streams.errors.offset"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return header == null ? "(none)" : new String(header.value(), UTF_8);
    }

    private void addEvent(ConsumerRecord<byte[], byte[]> published) {
        DriftEvent event = events.deserialize(published.topic(), published.value());
        if (!eventIds.add(event.getEventId())) {
            doubled.add("event " + event.getEventId());
        }
        if (event.getState() == EpisodeState.OPENED && RowPlan.DRIFTING.equals(event.getFeature())) {
            opened.add(event.getEpisodeStart());
        }
    }

    private void once(Set<String> seen, String what) {
        if (!seen.add(what)) {
            doubled.add(what);
        }
    }

    /** Records accounted for. */
    public long rows() {
        return rows;
    }

    /** The ids of all events. */
    public Set<String> eventIds() {
        return Set.copyOf(eventIds);
    }

    /** How long windows are: those of the plan, and others where a spec asks for them. */
    public Set<Duration> windowLengths() {
        return Set.copyOf(lengths);
    }

    /** How what was published compares with what was written. */
    public LedgerBalance balance(Expected expected) {
        return LedgerBalance.of(expected, new Published(windows, embeddings, deadLetters, doubled, opened));
    }

    @Override
    public String toString() {
        return "%d windows with %d supplements, dead letters %s, %d events, %d episodes of %s opened"
                .formatted(windows.size(), supplements, deadLetters, eventIds.size(), opened.size(), RowPlan.DRIFTING);
    }
}
