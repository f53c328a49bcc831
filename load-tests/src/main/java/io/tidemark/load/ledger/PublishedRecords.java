package io.tidemark.load.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.CommittedRecords;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * What the monitor published, as an outsider reads it: committed records only. Of the monitor's own counters the ledger that it publishes, which has to say
 * the same.
 *
 * <p>Not safe for use by several threads.
 */
public final class PublishedRecords {
    private final TopicCatalogue topics;
    private final CommittedRecords records;
    private final Deserializer<WindowProfile> profiles;
    private final Deserializer<DriftEvent> events;
    private final Deserializer<PartitionLedger> ledgers;

    private final Map<Span, WindowContent.Tally> windows = new HashMap<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    /** Of the step that profiles, by partition. */
    private final Map<Integer, Long> counted = new HashMap<>();

    private final Set<String> origins = new HashSet<>();
    private final Set<String> judged = new HashSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<String> doubled = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<Instant> opened = new ArrayList<>();
    private long rows;

    private record Span(Instant start, Instant end) {
        Duration length() {
            return Duration.between(start, end);
        }

        /** Whether it is one of the windows of a length, and within one of the plan's. */
        boolean isWindow() {
            return start.isBefore(end)
                    && start.toEpochMilli() % length().toMillis() == 0
                    && !end.isAfter(RowPlan.windowOf(start).plus(RowPlan.WINDOW));
        }

        @Override
        public String toString() {
            return "window from " + start + " to " + end;
        }
    }

    public PublishedRecords(Cluster cluster, SchemaRegistry registry) {
        topics = cluster.topics();
        records = new CommittedRecords(cluster);
        profiles = topics.windowProfiles().valueSerde(registry).deserializer();
        events = topics.driftEvents().valueSerde(registry).deserializer();
        ledgers = topics.ledger().valueSerde(registry).deserializer();
    }

    /** Reads on to the present end of what is published. */
    public void readOn() {
        records.readOn(topics.windowProfiles().name(), this::addProfile);
        records.readOn(topics.deadLetters().name(), this::addDeadLetter);
        records.readOn(topics.driftEvents().name(), this::addEvent);
        records.readOn(topics.ledger().name(), this::addLedger);
    }

    /** Each says all that there is to say of its partition, so the last one holds. */
    private void addLedger(ConsumerRecord<byte[], byte[]> published) {
        PartitionLedger ledger = ledgers.deserialize(published.topic(), published.value());
        if (ledger.getStep().equals("profile")) {
            counted.put(
                    ledger.getPartition(),
                    ledger.getCounts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }

    private long countedRecords() {
        return counted.values().stream().mapToLong(Long::longValue).sum();
    }

    private void addProfile(ConsumerRecord<byte[], byte[]> published) {
        WindowProfile profile = profiles.deserialize(published.topic(), published.value());
        if (!profile.getModelId().equals(RowPlan.MODEL) || !profile.getSegment().equals("all")) {
            return;
        }
        Span span = new Span(profile.getWindowStart(), profile.getWindowEnd());
        WindowContent.Tally window = windows.computeIfAbsent(span, _ -> new WindowContent.Tally());
        profile.getFeatures().forEach(feature -> addFeature(window, feature));
        if (profile.getPart() > 0) {
            return;
        }
        rows += profile.getRows();
        window.addRows(profile.getRows());
        if (profile.getSupplement()) {
            wrong.add(span + " was judged before it was complete");
        } else {
            once(judged, span + " of version " + profile.getModelVersion());
        }
        if (profile.getUnprofiledRows() > 0 || profile.getDroppedValues() > 0) {
            wrong.add("%s has %d rows and %d values that were not profiled"
                    .formatted(span, profile.getUnprofiledRows(), profile.getDroppedValues()));
        }
    }

    private static void addFeature(WindowContent.Tally window, FeatureProfile feature) {
        window.addPresent(feature.getName(), feature.getPresent());
        if (feature.getName().equals(RowEncoder.BLOCK)) {
            byte[] sketch = Utils.toArray(feature.getSketch());
            FeatureSketch.fromBytes(sketch).categories().ifPresent(blocks -> blocks.forEach(window::addBlock));
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
        if (event.getState() == EpisodeState.OPENED
                && event.getModelId().equals(RowPlan.MODEL)
                && RowPlan.DRIFTING.equals(event.getFeature())) {
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

    /** Whether as many records as were written are accounted for, and the ledger, which comes seconds after them, tells of as many. */
    public boolean accountsFor(Expected expected) {
        return rows >= expected.rows() && countedRecords() >= expected.rows();
    }

    /** The ids of all events. */
    public Set<String> eventIds() {
        return Set.copyOf(eventIds);
    }

    /** How what was published compares with what was written, where all windows have the length of the plan's. */
    public LedgerBalance balance(Expected expected) {
        return balance(expected, Set.of(RowPlan.WINDOW));
    }

    /**
     * How what was published compares with what was written.
     *
     * @param lengths of windows, which divide those of the plan; all of them have to be there
     */
    public LedgerBalance balance(Expected expected, Set<Duration> lengths) {
        return LedgerBalance.of(expected, published(lengths, deadLetters, OptionalLong.of(countedRecords())));
    }

    /** The same but for dead letters, which don't tell of which model they are. */
    public LedgerBalance balanceOfWindows(Expected expected) {
        return LedgerBalance.of(
                expected, published(Set.of(RowPlan.WINDOW), expected.deadLetters(), OptionalLong.empty()));
    }

    private Published published(Set<Duration> lengths, Map<String, Long> letters, OptionalLong inLedger) {
        List<String> faults = new ArrayList<>(wrong);
        Map<Instant, WindowContent.Tally> planned = new TreeMap<>();
        windows.forEach((span, content) -> {
            if (!span.isWindow() || !lengths.contains(span.length())) {
                faults.add(span + ", and no spec has such a window");
            }
            planned.computeIfAbsent(RowPlan.windowOf(span.start()), _ -> new WindowContent.Tally())
                    .addAll(content);
        });
        lengths.stream()
                .filter(length -> windows.keySet().stream()
                        .noneMatch(span -> span.length().equals(length)))
                .forEach(length -> faults.add("no window is as long as " + length));
        return new Published(WindowContent.totals(planned), letters, doubled, faults, opened, inLedger);
    }

    @Override
    public String toString() {
        return "%d windows, dead letters %s, %d events, %d episodes of %s opened"
                .formatted(windows.size(), deadLetters, eventIds.size(), opened.size(), RowPlan.DRIFTING);
    }
}
