package io.tidemark.load.process;

import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.files.TemporaryDirectory;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Brokers and monitors in processes of their own, and a registry that they reach over HTTP. This process reaches its schemas without it, so that an outage
 * of the registry is the monitors' alone. All end when this is closed.
 */
public final class MonitoredCluster implements AutoCloseable {
    /** How long brokers and monitors may take for what they have to do. {@code -Dtidemark.fault.patience.s} is for slow machines. */
    public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("tidemark.fault.patience.s", 120));

    /** A monitor that is killed is missed after this; the default would be much of a test. */
    public static final Duration SESSION = Duration.ofMillis(1_500);

    private static final Map<String, String> QUICK = Map.of(
            "consumer.session.timeout.ms", Long.toString(SESSION.toMillis()),
            "consumer.heartbeat.interval.ms", "400",
            "commit.interval.ms", "500",
            // Small polls, so that there is work left when the process dies.
            "consumer.max.poll.records", "200",
            "tidemark.idle.timeout.ms", "6000");

    private final Path folder;
    private final List<BrokerProcess> brokers;
    private final RegistryServer registryServer;
    private final Cluster within;
    private final Cluster outside;
    private final SchemaRegistry registry;
    /** May be looked at by any thread. */
    private final List<MonitorProcess> alive = new CopyOnWriteArrayList<>();
    /** Those that have ended too. */
    private final List<MonitorProcess> started = new CopyOnWriteArrayList<>();

    private Map<String, String> settings = Map.of();
    private List<String> jvmArguments = List.of();
    private int starts;

    private MonitoredCluster(Path folder, List<BrokerProcess> brokers, RegistryServer registryServer)
            throws InterruptedException, ExecutionException {
        this.folder = folder;
        this.brokers = List.copyOf(brokers);
        this.registryServer = registryServer;
        Map<String, String> addresses = new HashMap<>();
        addresses.put(
                "bootstrap.servers",
                brokers.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(",")));
        addresses.put("schema.registry.url", registryServer.urlWithin());
        within = new Cluster(addresses);
        addresses.put("schema.registry.url", registryServer.url());
        outside = new Cluster(addresses);
        within.createTopics((short) brokers.size());
        registry = within.registry();
    }

    /**
     * Starts a broker and a registry and creates the topics.
     *
     * @param folder for all that broker and monitors write
     */
    public static MonitoredCluster start(Path folder) throws InterruptedException, ExecutionException {
        return start(folder, 1);
    }

    /** As {@link #start(Path)}, with so many brokers, of which each keeps all of every topic. */
    public static MonitoredCluster start(Path folder, int brokers) throws InterruptedException, ExecutionException {
        RegistryServer registryServer = new RegistryServer();
        List<BrokerProcess> started = List.of();
        try {
            started = brokers == 1 ? List.of(BrokerProcess.start(folder)) : BrokerProcesses.start(folder, brokers);
            return new MonitoredCluster(folder, started, registryServer);
        } catch (RuntimeException | InterruptedException | ExecutionException e) {
            started.forEach(BrokerProcess::close);
            registryServer.close();
            throw e;
        }
    }

    /** The only one, or the first. */
    public BrokerProcess broker() {
        return brokers.getFirst();
    }

    public List<BrokerProcess> brokers() {
        return brokers;
    }

    public RegistryServer registryServer() {
        return registryServer;
    }

    /** As a process of this machine reaches it. */
    public Cluster cluster() {
        return outside;
    }

    /** As this process reaches it, also while the registry is away. */
    public Cluster within() {
        return within;
    }

    /** The schemas, also while the registry is away. */
    public SchemaRegistry registry() {
        return registry;
    }

    /** From now on monitors are started with these besides. */
    public void useSettings(Map<String, String> more) {
        settings = more;
    }

    /** From now on monitors are started with these besides. */
    public void useJvmArguments(List<String> more) {
        jvmArguments = more;
    }

    /** Applies a monitor spec. */
    public void apply(String model, String spec) throws InterruptedException, ExecutionException {
        Topic<String, MonitorSpec> topic = outside.topics().monitors();
        try (Producer<String, MonitorSpec> producer = outside.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            MonitorSpec applied = AppliedSpec.of(SpecYaml.read(spec), spec, Instant.now(), "test")
                    .toRecord();
            producer.send(new ProducerRecord<>(topic.name(), model, applied)).get();
        }
    }

    /** Starts a monitor; under the same name it finds the disk of the one before. */
    public MonitorProcess startMonitor(String name) {
        Map<String, String> all = new HashMap<>(QUICK);
        all.putAll(settings);
        MonitorProcess monitor =
                MonitorProcess.start(name, starts++, outside, folder, stateDirOf(name), all, jvmArguments);
        started.add(monitor);
        alive.add(monitor);
        return monitor;
    }

    private Path stateDirOf(String monitor) {
        return folder.resolve("state-" + monitor);
    }

    /** The machine of a monitor, which does not run, gets a new disk. */
    public void loseDisk(String monitor) throws IOException {
        if (Files.exists(stateDirOf(monitor))) {
            TemporaryDirectory.remove(stateDirOf(monitor));
        }
    }

    /** Those that have not been ended, or let go. */
    public List<MonitorProcess> alive() {
        return List.copyOf(alive);
    }

    /** From now on it may end by itself; if it does not, it ends when this is closed. */
    public void letGo(MonitorProcess monitor) {
        alive.remove(monitor);
    }

    /** kill -9. */
    public void kill(MonitorProcess monitor) {
        alive.remove(monitor);
        monitor.process().kill();
    }

    /**
     * SIGTERM, after which it commits, leaves its group and ends.
     *
     * @throws ProcessFailedException if it has ended by itself, or does not end in time
     */
    public void stop(MonitorProcess monitor) throws InterruptedException {
        alive.remove(monitor);
        monitor.process().stop();
    }

    /** @throws ProcessFailedException if a monitor has ended that nobody has ended, or let go */
    public void checkAlive() {
        alive.forEach(MonitorProcess::checkAlive);
    }

    @Override
    public void close() {
        try (registryServer;
                registry) {
            started.forEach(monitor -> monitor.process().kill());
            brokers.forEach(BrokerProcess::close);
        }
    }
}
