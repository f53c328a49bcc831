package io.tidemark.standalone.demo;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a registry in this process, with Tidemark's topics, that other clients on this machine reach as well. */
public final class DemoCluster implements AutoCloseable {

    private static final String SCOPE = "demo";

    private final EmbeddedBroker broker;
    private final EmbeddedRegistryServer registry;
    private final Cluster cluster;

    private DemoCluster(EmbeddedBroker broker, EmbeddedRegistryServer registry) {
        this.broker = broker;
        this.registry = registry;
        this.cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), RegistryConfig.URL, "embedded:" + SCOPE));
    }

    /**
     * Starts both and creates the topics.
     *
     * @param brokerPort 0 for any free one
     * @param registryPort 0 for any free one
     */
    public static DemoCluster start(int brokerPort, int registryPort) throws InterruptedException, ExecutionException {
        EmbeddedRegistryServer registry = EmbeddedRegistryServer.start(SCOPE, registryPort);
        EmbeddedBroker broker;
        try {
            broker = EmbeddedBroker.builder().port(brokerPort).start();
        } catch (RuntimeException e) {
            registry.close();
            throw e;
        }
        DemoCluster demo = new DemoCluster(broker, registry);
        demo.createTopics();
        return demo;
    }

    private void createTopics() throws InterruptedException, ExecutionException {
        List<NewTopic> topics = cluster.topics().all().stream()
                .map((Topic<?, ?> topic) -> topic.toNewTopic(Optional.of((short) 1)))
                .toList();
        try (Admin admin = cluster.admin()) {
            admin.createTopics(topics).all().get();
        }
    }

    /** The cluster as this process sees it, with the registry in memory. */
    public Cluster cluster() {
        return cluster;
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The registry as other processes see it. */
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
