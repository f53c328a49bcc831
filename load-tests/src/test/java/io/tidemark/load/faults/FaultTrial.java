package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A cluster, a steady load and monitors, each in a process of its own but the load; what is done to them is the test's. At the end the
 * published records account for every record that was written.
 */
final class FaultTrial implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("tidemark.fault.patience.s", 120));

    final BrokerProcess broker;
    final RegistryServer registryServer = new RegistryServer();
    final Cluster cluster;
    final GroupWork work;
    final SteadyLoad load;

    private final Path folder;
    private final String name;
    private final long began = System.nanoTime();
    private final SchemaRegistry registry;
    private final PublishedRecords published;
    private final List<MonitorProcess> alive = new ArrayList<>();
    private Map<String, String> settings = Map.of();
    private int starts;
    private int faultsAtWork;
    private long lagAtFaults;

    FaultTrial(String name, Path folder, LongFunction<PlannedRow> plan, int rowsPerSecond) throws Exception {
        this.name = name;
        this.folder = folder;
        broker = BrokerProcess.start(folder);
        // Of this process only the load and the reader know the registry, and not over HTTP: an outage is the monitors'
        // alone.
        Map<String, String> within = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registryServer.urlWithin());
        Cluster own = new Cluster(within);
        own.createTopics((short) 1);
        registry = own.registry();
        published = new PublishedRecords(own, registry);
        Map<String, String> outside = new HashMap<>(within);
        outside.put("schema.registry.url", registryServer.url());
        cluster = new Cluster(outside);
        apply(RowPlan.SPEC);
        work = new GroupWork(cluster);
        load = SteadyLoad.start(own, registry, plan, rowsPerSecond);
    }

    /** From now on monitors are started with these besides. */
    void useSettings(Map<String, String> more) {
        settings = more;
    }

    void apply(String spec) throws Exception {
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        try (Producer<String, MonitorSpec> producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            MonitorSpec applied = AppliedSpec.of(SpecYaml.read(spec), spec, Instant.now(), "test")
                    .toRecord();
            producer.send(new ProducerRecord<>(topic.name(), RowPlan.MODEL, applied))
                    .get();
        }
    }

    /** The id of a schema that no monitor has asked for. */
    int registerLaterSchema() {
        return registry.register(cluster.topics().inferenceLogs().name() + "-value", RowEncoder.laterSchema());
    }

    /** The machine of a monitor gets a new disk. */
    void loseDisk(String monitor) throws IOException {
        Utils.delete(folder.resolve("state-" + monitor).toFile());
    }

    /** Starts a monitor; under the same name it finds the disk of the one before. */
    MonitorProcess startMonitor(String monitor) {
        MonitorProcess started =
                MonitorProcess.start(monitor, starts++, cluster, folder, folder.resolve("state-" + monitor), settings);
        alive.add(started);
        return started;
    }

    /** Waits until the monitors have committed so many records more. */
    void awaitProgress(long records) {
        long target = work.committed() + records;
        awaitAlive("records committed: " + target, () -> work.committed() >= target);
    }

    void awaitAlive(String what, Callable<Boolean> reached) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            assertAlive();
            return reached.call();
        });
    }

    /** Waits until a monitor, which may end meanwhile, has ended or this is reached. */
    void awaitDeadOr(MonitorProcess monitor, Callable<Boolean> reached) {
        alive.remove(monitor);
        awaitAlive(
                monitor.name() + " has ended or gone on",
                () -> !monitor.process().isAlive() || reached.call());
    }

    /** Nobody may end that was not stopped. */
    void assertAlive() {
        for (MonitorProcess monitor : alive) {
            assertThat(monitor.process().isAlive())
                    .as(() -> monitor.name() + " still runs; its last words: "
                            + monitor.process().lastWords())
                    .isTrue();
        }
    }

    /** Kills it at a moment when it owns partitions with records that it has not committed, and shows that they were left. */
    void killAtWork(MonitorProcess victim) throws Exception {
        Map<TopicPartition, Long> left = freezeAtWork(victim);
        kill(victim);
        assertLeft(victim, left);
    }

    /** The process stands still when this returns. */
    Map<TopicPartition, Long> freezeAtWork(MonitorProcess victim) {
        Map<TopicPartition, Long> left = new HashMap<>();
        awaitAlive(victim.name() + " owns work with lag", () -> {
            victim.process().freeze();
            left.putAll(work.workOf(victim.name()));
            if (left.isEmpty()) {
                victim.process().thaw();
            }
            return !left.isEmpty();
        });
        return left;
    }

    void kill(MonitorProcess victim) {
        alive.remove(victim);
        victim.process().kill();
    }

    void assertLeft(MonitorProcess victim, Map<TopicPartition, Long> ends) throws Exception {
        long lag = work.lagTo(ends);
        assertThat(lag)
                .as("records that %s owned and had not committed when it died", victim.name())
                .isPositive();
        countFault(lag);
    }

    /** A fault hits a monitor that has so many records left to do. */
    void countFault(long lag) {
        assertThat(lag).as("what the monitor had left to do").isPositive();
        faultsAtWork++;
        lagAtFaults += lag;
    }

    /** SIGTERM, at a moment when it owns work with lag; answers the exit code. */
    int terminateAtWork(MonitorProcess victim) throws Exception {
        countFault(work.lagTo(freezeAtWork(victim)));
        alive.remove(victim);
        victim.process().thaw();
        return victim.process().terminate();
    }

    /** SIGTERM, whatever it is at. */
    void stop(MonitorProcess monitor) throws InterruptedException {
        alive.remove(monitor);
        monitor.process().terminate();
    }

    /** Every record once. */
    void assertLedger() throws Exception {
        published.assertExactly(finish());
    }

    /** Every record, some of them more than once, as at-least-once allows. */
    void assertNothingLost() throws Exception {
        published.assertAtLeast(finish());
    }

    /** Ends the load, waits until all of it is accounted for, and stops the monitors. */
    private Expected finish() throws Exception {
        Expected expected = load.finish();
        try {
            await("all that was written is published")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        assertAlive();
                        published.readOn();
                        return published.rows() >= expected.rows();
                    });
        } catch (ConditionTimeoutException e) {
            System.out.println(name + ": rows are missing; the comparison says which");
        } finally {
            System.out.printf(
                    "%s: %d rows written; %s; %d faults at work with %d records left, %d s%n",
                    name,
                    expected.rows(),
                    published,
                    faultsAtWork,
                    lagAtFaults,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
        }
        // What would be published once more would come with the last commit.
        for (MonitorProcess monitor : List.copyOf(alive)) {
            stop(monitor);
        }
        published.readOn();
        assertThat(faultsAtWork).as("faults that hit a monitor at work").isPositive();
        return expected;
    }

    @Override
    public void close() {
        load.close();
        for (MonitorProcess monitor : alive) {
            monitor.process().kill();
        }
        work.close();
        registry.close();
        broker.close();
        registryServer.close();
    }
}
