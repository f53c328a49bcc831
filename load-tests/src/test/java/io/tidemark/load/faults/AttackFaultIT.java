package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.CommittedRecords;
import io.tidemark.load.ledger.Expected;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that a monitor keeps is made to grow at once, beside an honest model at a steady rate. The process lives within 1 GB of heap, the
 * honest model's windows are complete, and every record is somewhere.
 */
@Tag("long")
class AttackFaultIT {
    private static final int HEAP_MB = 1024;
    private static final double MOST_OF_HEAP = 0.75;
    private static final int HONEST_ROWS_PER_SECOND = 500;
    private static final int AT_A_TIME = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2 * Long.getLong("tidemark.fault.patience.s", 120));

    @TempDir
    private Path folder;

    private final Map<Instant, Long> honestRows = new TreeMap<>();
    private final List<String> honestFaults = new ArrayList<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();
    private final Set<String> limitsTold = new TreeSet<>();
    private final Set<String> eventIds = new HashSet<>();
    private final List<String> toldTwice = new ArrayList<>();
    private long rows;
    private long unprofiledRows;
    private long otherRows;
    private long mostOnHeap;

    @Test
    void shouldLiveWithinOneGigabyteAndServeTheHonestModelUnderAttack() throws Exception {
        try (MonitoredCluster cluster = MonitoredCluster.start(folder)) {
            cluster.apply(RowPlan.MODEL, RowPlan.SPEC);
            cluster.apply(Attack.MODEL, Attack.SPEC);
            cluster.apply(Attack.TEXTS_MODEL, Attack.TEXTS_SPEC);
            cluster.useJvmArguments(List.of("-Xmx" + HEAP_MB + "m", "-XX:+ExitOnOutOfMemoryError"));
            // As an operator has it.
            cluster.useSettings(Map.of("commit.interval.ms", "2000", "consumer.max.poll.records", "1000"));
            attack(cluster.startMonitor("monitor"), cluster.within(), cluster.registry());
        }
    }

    private void attack(MonitorProcess monitor, Cluster cluster, SchemaRegistry registry) throws Exception {
        long began = System.nanoTime();
        await("the monitor runs").atMost(PATIENCE).until(() -> {
            monitor.checkAlive();
            return monitor.process().saidTimes("is RUNNING") > 0;
        });
        try (SteadyLoad load = SteadyLoad.start(cluster, registry, RowPlan.mostlyGood()::row, HONEST_ROWS_PER_SECOND)) {
            long flooded = flood(monitor, cluster, registry);
            CommittedRecords records = new CommittedRecords(cluster);
            long written = flooded;
            await("the flood is taken in")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        measure(monitor);
                        readOn(records, cluster, registry);
                        return rows >= written / 2;
                    });
            Expected expected = load.finish();
            await("every record is accounted for")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        monitor.checkAlive();
                        readOn(records, cluster, registry);
                        assertThat(rows).isEqualTo(written + expected.rows());
                    });
            measure(monitor);
            System.out.printf(
                    "attack: %d records and %d honest ones; dead letters %s, %d rows in other segments, %d not profiled;"
                            + " %d MB live on the heap at most, of %d; %d s; %s%n",
                    written,
                    expected.rows(),
                    deadLetters,
                    otherRows,
                    unprofiledRows,
                    mostOnHeap >> 20,
                    HEAP_MB,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                    limitsTold);
            check(monitor, expected);
        }
    }

    /** All attacks at once, some records of each in turn. */
    private long flood(MonitorProcess monitor, Cluster cluster, SchemaRegistry registry) throws Exception {
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        Serializer<InferenceEvent> serializer = topic.valueSerde(registry).serializer();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Map<Attack, Integer> written = new EnumMap<>(Attack.class);
        long total = 0;
        try (Producer<byte[], byte[]> producer = cluster.producer(
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                Map.of("compression.type", "lz4", "max.request.size", "1048576"))) {
            int rounds = Arrays.stream(Attack.values())
                            .mapToInt(Attack::records)
                            .max()
                            .orElseThrow()
                    / AT_A_TIME;
            for (int round = 1; round <= rounds; round++) {
                for (Attack attack : Attack.values()) {
                    long due = (long) attack.records() * round / rounds;
                    for (int number = written.getOrDefault(attack, 0); number < due; number++) {
                        written.put(attack, number + 1);
                        byte[] value = serializer.serialize(topic.name(), attack.event(number));
                        var record = new ProducerRecord<>(
                                topic.name(), number % RowPlan.PARTITIONS, "id".getBytes(UTF_8), value);
                        var _ = producer.send(record, (metadata, e) -> failure.compareAndSet(null, e));
                        total++;
                    }
                }
                if (round % (rounds / 10) == 0) {
                    measure(monitor);
                }
            }
            producer.flush();
        }
        assertThat(failure.get()).as("what kept the attack from being written").isNull();
        return total;
    }

    private void measure(MonitorProcess monitor) throws Exception {
        monitor.checkAlive();
        monitor.askForHeap();
        monitor.liveHeapBytes().ifPresent(bytes -> mostOnHeap = Math.max(mostOnHeap, bytes));
    }

    private void readOn(CommittedRecords records, Cluster cluster, SchemaRegistry registry) {
        Topic<String, WindowProfile> profiles = cluster.topics().windowProfiles();
        var ofProfiles = profiles.valueSerde(registry).deserializer();
        records.readOn(profiles.name(), record -> addProfile(ofProfiles.deserialize(profiles.name(), record.value())));
        records.readOn(cluster.topics().deadLetters().name(), this::addDeadLetter);
        Topic<String, DriftEvent> events = cluster.topics().driftEvents();
        var ofEvents = events.valueSerde(registry).deserializer();
        records.readOn(events.name(), record -> addEvent(ofEvents.deserialize(events.name(), record.value())));
    }

    private void addProfile(WindowProfile profile) {
        if (profile.getModelId().equals(RowPlan.MODEL)) {
            addHonest(profile);
        }
        if (profile.getPart() == 0 && profile.getSegment().equals("all")) {
            rows += profile.getRows();
            unprofiledRows += profile.getUnprofiledRows();
        } else if (profile.getPart() == 0 && profile.getSegment().endsWith("=other")) {
            otherRows += profile.getRows();
        }
    }

    private void addHonest(WindowProfile profile) {
        if (profile.getPart() == 0) {
            honestRows.merge(profile.getWindowStart(), profile.getRows(), Long::sum);
        }
        List<String> incomplete = profile.getFeatures().stream()
                .filter(feature -> feature.getPresent() != profile.getRows())
                .map(FeatureProfile::getName)
                .toList();
        if (profile.getUnprofiledRows() > 0 || profile.getDroppedValues() > 0 || !incomplete.isEmpty()) {
            honestFaults.add("window " + profile.getWindowStart() + " of " + profile.getRows() + " rows: "
                    + profile.getUnprofiledRows() + " not profiled, incomplete " + incomplete);
        }
    }

    private void addDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
        rows++;
        deadLetters.merge(
                new String(letter.headers().lastHeader("tidemark.reason").value(), UTF_8), 1L, Long::sum);
    }

    private void addEvent(DriftEvent event) {
        if (!eventIds.add(event.getEventId())) {
            toldTwice.add(event.toString());
        }
        if (event.getKind() == DriftKind.LIMIT && event.getState() == EpisodeState.OPENED) {
            limitsTold.add(event.getModelId() + " " + event.getFeature());
        }
    }

    private void check(MonitorProcess monitor, Expected expected) {
        assertThat(honestRows).as("rows of the honest model's windows").isEqualTo(expected.windows());
        assertThat(honestFaults)
                .as("windows of the honest model that lack something")
                .isEmpty();
        assertThat(toldTwice).as("events that were published twice").isEmpty();
        assertThat(limitsTold)
                .as("limits that were told")
                .containsAll(Arrays.stream(Attack.values())
                        .flatMap(attack -> attack.limits().stream())
                        .toList());
        assertThat(limitsTold)
                .as("of models without a spec, of which there are thousands, memory is told of once")
                .hasSizeLessThan(50);
        assertThat(mostOnHeap).as("live bytes on the heap at any time").isLessThan((long)
                (MOST_OF_HEAP * (HEAP_MB << 20)));
        assertThat(monitor.process().saidTimes("OutOfMemoryError")).isZero();
    }
}
