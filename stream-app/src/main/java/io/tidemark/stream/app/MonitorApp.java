package io.tidemark.stream.app;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.app.ClusterCheck.Partitions;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.topology.LabelTopology;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.LabelTopology.InputPartitions;
import io.tidemark.stream.topology.MonitorTopology;
import io.tidemark.stream.window.InputLag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * Runs the monitor: start, await, close. Each role is a {@link StreamsRun} of its own. When one of them ends, the process has to, so
 * that whoever runs it starts it anew.
 */
public final class MonitorApp implements AutoCloseable {
    private final SchemaRegistry registry;
    private final Map<Role, StreamsRun> runs = new EnumMap<>(Role.class);
    private final CountDownLatch ended = new CountDownLatch(1);

    private MonitorApp(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Checks cluster and registry, and starts.
     *
     * @throws StartException if brokers, topics or registry are not there
     */
    public static MonitorApp start(MonitorConfig config) {
        MonitorApp app = new MonitorApp(connect(config));
        try {
            Partitions partitions = ClusterCheck.inputPartitions(config);
            config.roles().forEach(role -> app.runs.put(role, app.run(role, config, partitions)));
            app.runs.values().forEach(StreamsRun::start);
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
        };
        KafkaStreams streams = new KafkaStreams(topology, config.streamsProperties(role), clients);
        return new StreamsRun(role, streams, ended::countDown);
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

    /** Whether it has its partitions and their state. */
    public boolean isReady() {
        return runs.values().stream().allMatch(StreamsRun::isReady);
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
        runs.values().parallelStream().forEach(StreamsRun::close);
        registry.close();
        ended.countDown();
    }
}
