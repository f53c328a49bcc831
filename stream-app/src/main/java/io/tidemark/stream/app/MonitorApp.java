package io.tidemark.stream.app;

import io.tidemark.http.server.Health;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.app.ClusterCheck.Partitions;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.RocksDbMemory;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.ingest.IngestMetrics;
import io.tidemark.stream.ingest.IngestService;
import io.tidemark.stream.ingest.IngestSettings;
import io.tidemark.stream.notify.Channels;
import io.tidemark.stream.notify.NotifyMetrics;
import io.tidemark.stream.notify.NotifyService;
import io.tidemark.stream.topology.LabelTopology;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.LabelTopology.InputPartitions;
import io.tidemark.stream.topology.MonitorTopology;
import io.tidemark.stream.window.InputLag;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * Runs the monitor: start, await, close. Each role but ingest is a {@link StreamsRun} of its own. When one of them ends, the process has to,
 * so that whoever runs it starts it anew. Ingest goes on by itself.
 */
public final class MonitorApp implements Health, AutoCloseable {
    private final SchemaRegistry registry;
    private final Map<Role, StreamsRun> runs = new EnumMap<>(Role.class);
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Of all roles; empty where an operator sets RocksDB up, and while it starts. */
    private volatile Optional<RocksDbMemory> rocksDb = Optional.empty();
    /** Set while it starts, and asked for by those who look meanwhile. */
    private volatile Optional<DashboardService> dashboard = Optional.empty();

    private volatile Optional<NotifyService> notifications = Optional.empty();
    private volatile Optional<IngestService> ingest = Optional.empty();
    private volatile boolean stopping;

    private MonitorApp(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Checks cluster and registry, and starts.
     *
     * @throws StartException if brokers, topics, registry or native libraries are not there
     * @throws ConfigException if the file of channels can't be used
     */
    public static MonitorApp start(MonitorConfig config) {
        Optional<Channels> channels = config.notifyChannels().map(file -> Channels.read(file, System.getenv()));
        MonitorApp app = new MonitorApp(connect(config));
        try {
            Partitions partitions = ClusterCheck.inputPartitions(config);
            RocksDbLibrary.load();
            app.rocksDb = config.rocksDb().map(RocksDbMemory::new);
            config.roles().stream()
                    .filter(Role::isStreams)
                    .forEach(role -> app.runs.put(role, app.run(role, config, partitions)));
            app.dashboard = DashboardService.start(config, app.registry, app.streams(), app);
            app.runs.values().forEach(StreamsRun::start);
            app.ingest = Optional.of(config)
                    .filter(each -> each.roles().contains(Role.INGEST))
                    .map(app::ingest);
            app.notifications = channels.map(to -> app.tell(to, config));
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private StreamsRun run(Role role, MonitorConfig config, Partitions partitions) {
        LagAwareClients clients = new LagAwareClients();
        TopicCatalogue topics = new TopicCatalogue(config.topicPrefix());
        InputLag lag = clients.lagOf(topics.inferenceLogs().name());
        Topology topology = switch (role) {
            case DRIFT -> MonitorTopology.build(config, registry, partitions.inferenceLogs(), lag);
            case LABELS ->
                LabelTopology.build(
                        config,
                        registry,
                        new InputPartitions(partitions.inferenceLogs(), partitions.groundTruth()),
                        new InputLags(lag, clients.lagOf(topics.groundTruth().name())));
            case INGEST -> throw new IllegalArgumentException("ingest has no topology");
        };
        Properties properties = config.streamsProperties(role);
        rocksDb.ifPresent(memory -> memory.shareBy(properties));
        KafkaStreams streams = new KafkaStreams(topology, properties, clients);
        return new StreamsRun(role, streams, ended::countDown);
    }

    private IngestService ingest(MonitorConfig config) {
        return IngestService.start(
                new IngestSettings(
                        config.applicationId(Role.INGEST),
                        config.threads(),
                        config.maxFeatures(),
                        config.deadLetterMaxBytes()),
                new TopicCatalogue(config.topicPrefix()),
                registry,
                new MonitorIngestClients(config),
                InstantSource.system());
    }

    private NotifyService tell(Channels channels, MonitorConfig config) {
        return NotifyService.start(
                channels,
                config.dashboardUrl(),
                new TopicCatalogue(config.topicPrefix()),
                registry,
                new MonitorConsumers(config),
                InstantSource.system());
    }

    private static SchemaRegistry connect(MonitorConfig config) {
        SchemaRegistry registry;
        try {
            registry = SchemaRegistry.connect(config.registry());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
        try {
            registry.check();
            return registry;
        } catch (RegistryUnavailableException e) {
            registry.close();
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<Role, KafkaStreams> streams() {
        Map<Role, KafkaStreams> streams = new EnumMap<>(Role.class);
        runs.forEach((role, run) -> streams.put(role, run.streams()));
        return streams;
    }

    @Override
    public boolean isAlive() {
        return ended.getCount() > 0;
    }

    @Override
    public boolean isReady() {
        return !stopping
                && isAlive()
                && runs.values().stream().allMatch(StreamsRun::isReady)
                && ingest.stream().allMatch(IngestService::isReady);
    }

    @Override
    public boolean hasStarted() {
        return runs.values().stream().allMatch(StreamsRun::wasReady)
                && ingest.stream().allMatch(IngestService::wasReady);
    }

    @Override
    public Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        runs.forEach((role, run) -> states.put(role.key(), run.streams().state().name()));
        ingest.ifPresent(service -> states.put(Role.INGEST.key(), service.state()));
        return states;
    }

    /** Where dashboard, API, health and metrics are served, if they are. */
    public Optional<String> dashboardAddress() {
        return dashboard.map(DashboardService::address);
    }

    /** What notifications came to; empty where this process sends none. */
    public Optional<NotifyMetrics> notifyMetrics() {
        return notifications.map(NotifyService::metrics);
    }

    /** The ledgers of the source topics; empty where this process does not ingest. */
    public Optional<IngestMetrics> ingestMetrics() {
        return ingest.map(IngestService::metrics);
    }

    /** Kafka Streams' own view of a role that this process has, for metrics and tests. */
    public KafkaStreams streams(Role role) {
        return Optional.ofNullable(runs.get(role))
                .orElseThrow(() -> new IllegalArgumentException("this monitor does not do " + role.key()))
                .streams();
    }

    /** Waits until the monitor ends; answers the fault that ended it, if one did. */
    public Optional<Throwable> await() throws InterruptedException {
        ended.await();
        return runs.values().stream().flatMap(run -> run.failure().stream()).findFirst();
    }

    /** Stops in good order: commits, closes state and leaves the groups, so that others take over without waiting. */
    @Override
    public void close() {
        stopping = true; // whoever asks for readiness sends no more work here
        Stream.concat(
                        runs.values().stream().<Runnable>map(run -> run::close),
                        Stream.concat(
                                notifications.stream().<Runnable>map(service -> service::close),
                                ingest.stream().<Runnable>map(service -> service::close)))
                .parallel()
                .forEach(Runnable::run);
        rocksDb.ifPresent(RocksDbMemory::close);
        dashboard.ifPresent(DashboardService::close);
        registry.close();
        ended.countDown();
    }
}
