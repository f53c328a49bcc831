package io.tidemark.standalone.doctor;

import io.tidemark.stream.config.MonitorConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.StreamsConfig;

/** The brokers: how many, of which version, and with which limits. */
final class BrokerChecks {
    /** From this version on a transaction that was left open can't be joined by a late request of who left it. */
    private static final short TRANSACTIONS_OF_KIP_890 = 2;

    /** Of Kafka 4.0. */
    private static final short OLDEST_METADATA = 25;

    private static final int REPLICAS = 3;

    private final Admin admin;
    private final MonitorConfig monitor;

    BrokerChecks(Admin admin, MonitorConfig monitor) {
        this.admin = admin;
        this.monitor = monitor;
    }

    List<Finding> findings(Collection<Node> nodes) throws ExecutionException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                nodes.size() >= REPLICAS
                        ? Finding.ok("brokers", nodes.size() + " brokers")
                        : Finding.warn(
                                "brokers",
                                nodes.size() + " of them: data does not survive the loss of a disk",
                                "run three or more where data must last"));
        features(findings);
        for (Node node : nodes) {
            settings(node, findings);
        }
        return findings;
    }

    private void features(List<Finding> findings) throws ExecutionException, InterruptedException {
        Map<String, FinalizedVersionRange> features =
                admin.describeFeatures().featureMetadata().get().finalizedFeatures();
        short metadata = level(features, "metadata.version");
        findings.add(
                metadata >= OLDEST_METADATA
                        ? Finding.ok("metadata.version", "level " + metadata)
                        : Finding.warn(
                                "metadata.version",
                                "level " + metadata + ", older than Kafka 4.0",
                                "upgrade the brokers, then kafka-features.sh upgrade --release-version 4.3"));
        short transactions = level(features, "transaction.version");
        findings.add(
                transactions >= TRANSACTIONS_OF_KIP_890
                        ? Finding.ok("transaction.version", "" + transactions)
                        : Finding.warn(
                                "transaction.version",
                                "" + transactions
                                        + ": a transaction may hang after a producer was killed, and hold readers up",
                                "kafka-features.sh upgrade --feature transaction.version=2"));
        short groups = level(features, "group.version");
        findings.add(
                groups >= 1
                        ? Finding.ok("group.version", "" + groups)
                        : Finding.warn(
                                "group.version",
                                "" + groups + ": consumers can't use the newer rebalance protocol",
                                "kafka-features.sh upgrade --feature group.version=1"));
    }

    private static short level(Map<String, FinalizedVersionRange> features, String name) {
        return Optional.ofNullable(features.get(name))
                .map(FinalizedVersionRange::maxVersionLevel)
                .orElse((short) 0);
    }

    private void settings(Node node, List<Finding> findings) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        if (config == null) {
            return;
        }
        long transaction = transactionTimeoutMs();
        long most = number(config, "transaction.max.timeout.ms");
        String check = "broker " + node.id() + ": ";
        findings.add(
                most >= transaction
                        ? Finding.ok(
                                check + "transaction.max.timeout.ms", most + ", the monitor asks for " + transaction)
                        : Finding.fail(
                                check + "transaction.max.timeout.ms",
                                most + ", the monitor asks for " + transaction,
                                "raise it on the brokers, or lower producer.transaction.timeout.ms"));
        ConfigEntry autoCreate = config.get("auto.create.topics.enable");
        if (autoCreate != null && "true".equals(autoCreate.value())) {
            findings.add(Finding.warn(
                    check + "auto.create.topics.enable", "true: a mistyped name becomes a topic", "set it to false"));
        }
    }

    private long transactionTimeoutMs() {
        return Long.parseLong(String.valueOf(monitor.streamsProperties()
                .get(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG))));
    }

    static long number(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null || entry.value() == null ? 0 : Long.parseLong(entry.value());
    }
}
