package io.tidemark.containers.loop;

import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/** Broker, registry, two monitors and a worker, each in a container of its own, and in the end an application. */
final class LoopCluster implements AutoCloseable {
    static final String BROKER_INSIDE = "broker:19092";
    static final String REGISTRY_INSIDE = "http://registry:8080/apis/ccompat/v7";
    private static final int REGISTRY_PORT = 8080;

    /** The flights come hundreds of thousands of times faster than life. */
    private static final Map<String, String> QUICK = Map.of(
            "TIDEMARK_PERFORMANCE_REVISE_MS", "500",
            "TIDEMARK_IDLE_TIMEOUT_MS", "15000",
            "TIDEMARK_KAFKA_COMMIT_INTERVAL_MS", "500",
            "TIDEMARK_KAFKA_NUM_STANDBY_REPLICAS", "1");

    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> started = new ArrayList<>();
    private final GenericContainer<?> registry;
    private final KafkaContainer broker;
    final TidemarkContainer firstMonitor;
    final TidemarkContainer secondMonitor;
    final TidemarkContainer worker;

    LoopCluster() {
        broker = new KafkaContainer(DockerImageName.parse(ProjectImage.KAFKA).asCompatibleSubstituteFor("apache/kafka"))
                .withNetwork(network)
                .withListener(BROKER_INSIDE)
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withStartupTimeout(Duration.ofMinutes(3));
        registry = new GenericContainer<>(DockerImageName.parse(ProjectImage.REGISTRY))
                .withNetwork(network)
                .withNetworkAliases("registry")
                .withExposedPorts(REGISTRY_PORT)
                .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").withStartupTimeout(Duration.ofMinutes(3)));
        firstMonitor = monitor();
        secondMonitor = monitor();
        worker = new TidemarkContainer(network, "worker")
                .withEnv("TIDEMARK_RETRAIN_TICK_MS", "100")
                .asService()
                .startedWhenItSays(".*Answers for the models of.*", 1);
        try {
            start(broker, registry);
            start(new TidemarkContainer(network, "topics", "create", "--replication-factor", "1")
                    .startedWhenItHasEnded());
            start(firstMonitor, secondMonitor);
            start(worker);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Ready when both of its roles are. */
    private TidemarkContainer monitor() {
        return new TidemarkContainer(network, "monitor")
                .withEnv(QUICK)
                .asService()
                .servingHttp()
                .startedWhenItSays(".*Monitor \\((drift|labels)\\) is RUNNING.*", 2);
    }

    /** Side by side, since each spends most of its start waiting. */
    private void start(GenericContainer<?>... containers) {
        started.addAll(List.of(containers));
        Startables.deepStart(Stream.of(containers)).join();
    }

    /** An application that scores six months of flights, which begin to go wrong in April, as fast as the loop keeps up. */
    TidemarkContainer startApplication() {
        TidemarkContainer app = new TidemarkContainer(network, "demo", "--app-only", "--headless", "--speed", "max")
                .startedWhenItSays(".*\"stage\":\"PRODUCTION\".*", 1);
        start(app);
        return app;
    }

    /** The same cluster, as a client outside of the containers sees it. */
    Cluster fromOutside() {
        return new Cluster(Map.of(
                "bootstrap.servers",
                broker.getBootstrapServers(),
                "schema.registry.url",
                "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + "/apis/ccompat/v7"));
    }

    @Override
    public void close() {
        started.reversed().forEach(GenericContainer::stop);
        network.close();
    }
}
