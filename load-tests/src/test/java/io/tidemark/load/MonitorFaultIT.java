package io.tidemark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.LogGenerator.Written;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the monitor's process in mid-window, again and again; the ledger balances to the record all the same. */
class MonitorFaultIT {
    private static final int KILLS = 4;
    private static final int ROWS_PER_ROUND = 30_000;
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNothingWhenItIsKilledInMidWindow() throws Exception {
        String scope = UUID.randomUUID().toString();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                EmbeddedRegistryServer registryServer = EmbeddedRegistryServer.start(scope, 0)) {
            Cluster cluster = new Cluster(Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registryServer.url()));
            cluster.createTopics((short) 1);
            TopicLedger ledger = new TopicLedger(cluster);
            long written = 0;
            long expectedProfiled = 0;
            int killedWithWorkLeft = 0;
            try (SchemaRegistry registry = cluster.registry();
                    Producer<byte[], byte[]> producer =
                            cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
                LogGenerator generator = new LogGenerator(cluster.topics(), registry, PARTITIONS, 8, 16);
                for (int kill = 0; kill < KILLS; kill++) {
                    Process monitor = startMonitor(cluster, kill);
                    try {
                        Written round = generator.write(producer, ROWS_PER_ROUND);
                        written += round.total();
                        expectedProfiled += round.profiled();
                        long committedBefore = committed(cluster);
                        await().atMost(PATIENCE).until(() -> committed(cluster) > committedBefore + 1_000);
                        killedWithWorkLeft += committed(cluster) < ends(cluster) ? 1 : 0;
                    } finally {
                        monitor.destroyForcibly().waitFor();
                    }
                }
                Process last = startMonitor(cluster, KILLS);
                try {
                    long all = written;
                    await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
                        ledger.readOn();
                        return ledger.total() >= all;
                    });
                } finally {
                    last.destroyForcibly().waitFor();
                }
            }
            ledger.readOn();
            assertThat(killedWithWorkLeft)
                    .as("kills that hit a monitor with records left to read")
                    .isPositive();
            assertThat(ledger.profiled()).isEqualTo(expectedProfiled);
            assertThat(ledger.total()).isEqualTo(written);
        }
    }

    /** The monitor as an operator starts it, in a process of its own. */
    private Process startMonitor(Cluster cluster, int number) throws IOException {
        Path config = folder.resolve("monitor.properties");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        // A killed member is missed after this; the default of 45 s would be most of the test.
                        "consumer.session.timeout.ms=6000",
                        "consumer.heartbeat.interval.ms=1500",
                        "commit.interval.ms=300",
                        // Small polls, so that there is work left when the process dies.
                        "consumer.max.poll.records=200",
                        "tidemark.idle.timeout.ms=8000",
                        "state.dir=" + folder.resolve("state")));
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TidemarkCli.class.getName(),
                        "monitor",
                        "--config",
                        config.toString(),
                        "--bootstrap-server",
                        cluster.bootstrapServers(),
                        "--registry",
                        String.valueOf(cluster.settings().get("schema.registry.url")))
                .redirectErrorStream(true)
                .redirectOutput(
                        Redirect.to(folder.resolve("monitor-" + number + ".log").toFile()))
                .start();
    }

    private static long committed(Cluster cluster) throws Exception {
        String group = cluster.topics().inferenceLogs().name();
        try (Admin admin = cluster.admin()) {
            return admin
                    .listConsumerGroupOffsets("tidemark.monitor")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals(group) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        }
    }

    private static long ends(Cluster cluster) throws Exception {
        String logs = cluster.topics().inferenceLogs().name();
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, OffsetSpec> request = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                request.put(new TopicPartition(logs, partition), OffsetSpec.latest());
            }
            return admin.listOffsets(request).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }
}
