package io.tidemark.standalone.cluster;

import io.tidemark.standalone.broker.EmbeddedBroker;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Topics and a registry that no other test has, on a broker that several share. */
public final class FreshCluster {
    private FreshCluster() {}

    /** All topics, empty, with a registry of this JVM. */
    public static Cluster on(EmbeddedBroker broker) throws ExecutionException, InterruptedException {
        String name = UUID.randomUUID().toString();
        Cluster cluster = new Cluster(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", "embedded:" + name,
                "tidemark.topic.prefix", name + "."));
        cluster.createTopics((short) 1);
        return cluster;
    }
}
