package io.tidemark.load.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.FirstFailure;
import io.tidemark.load.ledger.Expected;
import io.tidemark.load.ledger.PublishedRecords;
import io.tidemark.load.ledger.RowPlan;
import io.tidemark.load.ledger.SteadyLoad;
import io.tidemark.load.process.GroupWork;
import io.tidemark.load.process.MonitorProcess;
import io.tidemark.load.process.MonitoredCluster;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that a monitor keeps is made to grow at once, beside an honest model at a steady rate. The process lives within 1 GB of heap, the
 * honest model's windows are complete, and every record is somewhere. In the middle of it the process is killed.
 */
@Tag("long")
class AttackFaultIT {
    private static final int HEAP_MB = 1024;
    private static final double MOST_OF_HEAP = 0.75;
    private static final int HONEST_ROWS_PER_SECOND = 500;
    private static final int AT_A_TIME = 20;
    private static final int MOST_LIMIT_EVENTS = 50;
    private static final Duration PATIENCE = MonitoredCluster.PATIENCE.multipliedBy(2);

    @TempDir
    private Path folder;

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
            attack(cluster);
        }
    }

    private void attack(MonitoredCluster cluster) throws Exception {
        long began = System.nanoTime();
        MonitorProcess first = startMonitor(cluster);
        PublishedRecords honest = new PublishedRecords(cluster.within(), cluster.registry());
        AttackLedger all = new AttackLedger(cluster.within(), cluster.registry());
        try (SteadyLoad load = SteadyLoad.start(
                cluster.within(), cluster.registry(), RowPlan.mostlyGood()::row, HONEST_ROWS_PER_SECOND)) {
            long flooded = flood(first, cluster);
            await("half of the flood is taken in")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> {
                        measure(first);
                        all.readOn();
                        return all.rows() >= flooded / 2;
                    });
            killAtWork(cluster, first);
            MonitorProcess second = startMonitor(cluster);
            Expected expected = load.finish();
            await("every record is accounted for")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> {
                        measure(second);
                        all.readOn();
                        assertThat(all.rows()).isEqualTo(flooded + expected.rows());
                    });
            honest.readOn();
            System.out.printf(
                    "attack: %d records and %d honest ones; %s; %d MB live on the heap at most, of %d; %d s%n",
                    flooded,
                    expected.rows(),
                    all,
                    mostOnHeap >> 20,
                    HEAP_MB,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            assertThat(honest.balanceOfWindows(expected).differences())
                    .as("where the honest model's windows differ from what was written")
                    .isEmpty();
            check(all, List.of(first, second));
        }
    }

    private static MonitorProcess startMonitor(MonitoredCluster cluster) {
        MonitorProcess monitor = cluster.startMonitor("monitor");
        await("the monitor runs").atMost(PATIENCE).until(() -> {
            monitor.checkAlive();
            return monitor.process().saidTimes("is RUNNING") > 0;
        });
        return monitor;
    }

    /** With as much in its state as it may have, and with lag. */
    private static void killAtWork(MonitoredCluster cluster, MonitorProcess victim) {
        try (GroupWork work = new GroupWork(cluster.cluster())) {
            Map<TopicPartition, Long> left = new HashMap<>();
            await("the monitor owns work with lag").atMost(PATIENCE).until(() -> {
                left.putAll(work.freezeIfAtWork(victim));
                return !left.isEmpty();
            });
            cluster.kill(victim);
            assertThat(work.lagTo(left))
                    .as("records that the monitor had not committed when it died")
                    .isPositive();
        }
    }

    /** All attacks at once, some records of each in turn. */
    private long flood(MonitorProcess monitor, MonitoredCluster monitored) throws Exception {
        Cluster cluster = monitored.within();
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        Serializer<InferenceEvent> serializer =
                topic.valueSerde(monitored.registry()).serializer();
        FirstFailure failure = new FirstFailure();
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
                        var _ = producer.send(record, failure);
                        total++;
                    }
                }
                if (round % (rounds / 10) == 0) {
                    measure(monitor);
                }
            }
            producer.flush();
        }
        failure.check();
        return total;
    }

    private void measure(MonitorProcess monitor) throws Exception {
        monitor.checkAlive();
        monitor.askForHeap();
        monitor.liveHeapBytes().ifPresent(bytes -> mostOnHeap = Math.max(mostOnHeap, bytes));
    }

    private void check(AttackLedger all, List<MonitorProcess> monitors) {
        assertThat(all.toldTwice()).as("events that were published twice").isEmpty();
        assertThat(all.limits())
                .as("limits that were told")
                .containsAll(Arrays.stream(Attack.values())
                        .flatMap(attack -> attack.limits().stream())
                        .toList());
        assertThat(all.limits())
                .as("limits of models without a spec, of which there are thousands, are told of in few events")
                .hasSizeLessThan(MOST_LIMIT_EVENTS);
        assertThat(mostOnHeap).as("live bytes on the heap at any time").isLessThan((long)
                (MOST_OF_HEAP * (HEAP_MB << 20)));
        assertThat(monitors)
                .allSatisfy(monitor -> assertThat(monitor.process().saidTimes("OutOfMemoryError"))
                        .isZero());
    }
}
