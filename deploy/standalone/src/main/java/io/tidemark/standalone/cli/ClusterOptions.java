package io.tidemark.standalone.cli;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.config.ConfigSources;
import io.tidemark.stream.config.MonitorConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Where the cluster is: the options that all commands share which talk to Kafka. */
final class ClusterOptions {

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "Kafka brokers, several with commas. Default: " + Cluster.DEFAULT_BOOTSTRAP_SERVERS
                    + "; environment: TIDEMARK_KAFKA_BOOTSTRAP_SERVERS.")
    private Optional<String> bootstrapServer = Optional.empty();

    @Option(
            names = {"-r", "--registry"},
            paramLabel = "URL",
            description = "Schema registry. Default: " + Cluster.DEFAULT_REGISTRY
                    + "; environment: TIDEMARK_SCHEMA_REGISTRY_URL.")
    private Optional<String> registry = Optional.empty();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description =
                    "Properties file: any setting of Kafka's clients (SASL, TLS), schema.registry.* and tidemark.*."
                            + " The environment wins over the file, options win over both.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = "How topic names begin. Default: tidemark.; environment: TIDEMARK_TOPIC_PREFIX.")
    private Optional<String> prefix = Optional.empty();

    /** Whether the command line names a cluster; the environment may do so as well. */
    boolean isGiven() {
        return bootstrapServer.isPresent() || registry.isPresent() || config.isPresent() || prefix.isPresent();
    }

    Cluster cluster(Map<String, String> environment) {
        Map<String, String> flags = new TreeMap<>();
        bootstrapServer.ifPresent(value -> flags.put("bootstrap.servers", value));
        registry.ifPresent(value -> flags.put(RegistryConfig.URL, value));
        prefix.ifPresent(value -> flags.put(MonitorConfig.TOPIC_PREFIX, value));
        Map<String, String> file = config.map(ConfigSources::readFile).orElse(Map.of());
        try {
            Cluster cluster = new Cluster(ConfigSources.resolve(ConfigSources.merge(file, environment, flags)));
            RegistryConfig.from(cluster.settings());
            return cluster;
        } catch (IllegalArgumentException e) {
            throw CliException.usage(e.getMessage() + ".", e);
        }
    }
}
