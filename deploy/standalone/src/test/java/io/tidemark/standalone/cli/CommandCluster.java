package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.util.Map;
import java.util.stream.Stream;

/** A broker and a registry over HTTP for the commands of one class of tests, each of which takes a topic prefix of its own. */
final class CommandCluster implements AutoCloseable {
    private final EmbeddedRegistryServer registry;
    private final EmbeddedBroker broker;

    /** @param name of the registry, which nobody else in this JVM has */
    CommandCluster(String name) {
        registry = EmbeddedRegistryServer.start(name, 0);
        broker = EmbeddedBroker.start();
    }

    /** Runs a command that learns from the environment where all is. */
    CliRun run(String prefix, String... command) {
        return CliRun.with(
                Map.of(
                        "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                        "TIDEMARK_SCHEMA_REGISTRY_URL", registry.url(),
                        "TIDEMARK_TOPIC_PREFIX", prefix),
                command);
    }

    /** Runs a command that learns from its options where all is. */
    CliRun runWithOptions(String prefix, String... command) {
        return CliRun.of(Stream.concat(
                        Stream.of(command),
                        Stream.of("-b", broker.bootstrapServers(), "-r", registry.url(), "--prefix", prefix))
                .toArray(String[]::new));
    }

    void createTopics(String... prefixes) {
        for (String prefix : prefixes) {
            CliRun run = runWithOptions(prefix, "topics", "create");
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    Cluster cluster(String prefix) {
        return new Cluster(settings(prefix));
    }

    Map<String, String> settings(String prefix) {
        return Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "schema.registry.url", registry.url(),
                "tidemark.topic.prefix", prefix);
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
