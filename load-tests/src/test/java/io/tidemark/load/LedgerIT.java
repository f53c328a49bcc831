package io.tidemark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.LogGenerator.Written;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay into four partitions leaves a ledger that balances to the record. 200,000 rows in every build;
 * {@code -Dtidemark.ledger.rows=10000000} for the long run.
 */
class LedgerIT {
    private static final long ROWS = Long.getLong("tidemark.ledger.rows", 200_000);
    private static final int PARTITIONS = 4;

    @TempDir
    private Path stateDir;

    @Test
    void shouldAccountForEveryRecord() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Cluster cluster = new Cluster(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "embedded:ledger"));
            cluster.createTopics((short) 1);
            long started = System.nanoTime();
            Written written;
            try (SchemaRegistry registry = cluster.registry();
                    MonitorApp monitor = startMonitor(cluster);
                    Producer<byte[], byte[]> producer =
                            cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
                written = new LogGenerator(cluster.topics(), registry, PARTITIONS, 16).write(producer, ROWS);
                assertThat(written.total()).isEqualTo(ROWS);
                TopicLedger ledger = new TopicLedger(cluster);
                await().atMost(Duration.ofMinutes(2).plusMillis(ROWS / 10))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> {
                            ledger.readOn();
                            return ledger.total() >= ROWS;
                        });
                System.out.printf(
                        "ledger: %d rows written, %s, %d s%n",
                        ROWS,
                        ledger,
                        Duration.ofNanos(System.nanoTime() - started).toSeconds());
                assertThat(ledger.profiled()).isEqualTo(written.profiled());
                assertThat(ledger.deadLetters("late")).isEqualTo(written.late());
                assertThat(ledger.deadLetters("too-far-ahead")).isEqualTo(written.tooFarAhead());
                assertThat(ledger.deadLetters("not-wire-format")).isEqualTo(written.notWireFormat());
                assertThat(ledger.total()).isEqualTo(ROWS);
                assertThat(monitor.isReady()).isTrue();
            }
        }
    }

    private MonitorApp startMonitor(Cluster cluster) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", stateDir.toString());
        settings.put("tidemark.idle.timeout.ms", "3000");
        return MonitorApp.start(new MonitorConfig(settings));
    }
}
