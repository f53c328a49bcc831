package io.tidemark.standalone.demo;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.util.Map;
import java.util.concurrent.ExecutionException;

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
        demo.cluster.createTopics((short) 1);
        return demo;
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
