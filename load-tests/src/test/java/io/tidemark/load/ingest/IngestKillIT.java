package io.tidemark.load.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.CommittedRecords;
import io.tidemark.load.process.JavaProcess;
import io.tidemark.load.process.MonitoredCluster;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.cli.TidemarkCli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that ingests is killed in mid-stream, over and over, while another one runs beside it for a time. Every record is there once, and the ledger says so. */
class IngestKillIT {
    private static final String SOURCE = "shop.scores";
    private static final int PARTITIONS = 3;
    private static final int KILLS = 4;
    private static final int ROWS_A_ROUND = 4_000;
    private static final int POISON_EVERY = 97;
    private static final int FOREIGN_EVERY = 11;
    private static final TopicCatalogue TOPICS = TopicCatalogue.withDefaultPrefix();

    private static final String SPEC = """
            model: churn
            source:
              predictions:
                topic: %s
                id: $.id
                version: 1
                features: {x: $.x}
                where: {$.model: churn}
            """.formatted(SOURCE);

    @TempDir
    private Path folder;

    /** What has been published, by the header that says of which record it was made. */
    private final Map<String, Integer> events = new HashMap<>();

    private final Map<String, Integer> letters = new HashMap<>();
    private final Map<String, PartitionLedger> ledgers = new HashMap<>();
    private int rows;

    @Test
    void shouldLoseAndDoubleNothingWhenItIsKilledInMidStream() throws Exception {
        Random random = new Random(1);
        int killsAtWork = 0;
        try (MonitoredCluster cluster = MonitoredCluster.start(folder);
                Admin admin = cluster.cluster().admin()) {
            admin.createTopics(List.of(new NewTopic(SOURCE, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            cluster.apply("churn", SPEC);
            CommittedRecords reader = new CommittedRecords(cluster.within());
            for (int kill = 0; kill < KILLS; kill++) {
                JavaProcess victim = start(cluster, "victim-" + kill);
                int target = events.size() + random.nextInt(1, ROWS_A_ROUND / 2);
                try {
                    write(cluster);
                    awaitAlive(victim, () -> {
                        readOn(cluster, reader);
                        return events.size() >= target;
                    });
                    victim.freeze();
                    readOn(cluster, reader);
                } finally {
                    victim.kill();
                }
                killsAtWork += events.size() < count(Fate.MAPPED) ? 1 : 0;
                System.out.printf("kill %d: %d rows written, %d events read%n", kill, rows, events.size());
            }
            assertThat(killsAtWork).as("kills that left work").isPositive();
            JavaProcess first = start(cluster, "first");
            JavaProcess second = start(cluster, "second");
            try {
                write(cluster);
                awaitAlive(first, () -> {
                    readOn(cluster, reader);
                    return events.size() >= count(Fate.MAPPED)
                            && letters.size() >= count(Fate.POISON)
                            && counts().equals(expected());
                });
            } finally {
                first.terminate();
                second.terminate();
            }
            readOn(cluster, reader);
            assertExactlyOnce();
        }
    }

    private enum Fate {
        MAPPED,
        NOT_MEANT,
        POISON;

        static Fate of(int row) {
            return row % POISON_EVERY == 0 ? POISON : row % FOREIGN_EVERY == 0 ? NOT_MEANT : MAPPED;
        }
    }

    private int count(Fate fate) {
        return (int)
                IntStream.range(0, rows).filter(row -> Fate.of(row) == fate).count();
    }

    private void write(MonitoredCluster cluster) throws Exception {
        try (Producer<byte[], byte[]> producer =
                cluster.within().producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int end = rows + ROWS_A_ROUND; rows < end; rows++) {
                String value = switch (Fate.of(rows)) {
                    case MAPPED -> "{\"model\": \"churn\", \"id\": \"row-%d\", \"x\": %d}".formatted(rows, rows);
                    case NOT_MEANT -> "{\"model\": \"basket\"}";
                    case POISON -> "{\"model\": \"churn\", \"id\": ";
                };
                sent.add(producer.send(new ProducerRecord<>(SOURCE, rows % PARTITIONS, null, value.getBytes(UTF_8))));
            }
            for (Future<RecordMetadata> each : sent) {
                assertThat(each.get()).isNotNull();
            }
        }
    }

    private void readOn(MonitoredCluster cluster, CommittedRecords reader) {
        reader.readOn(
                TOPICS.inferenceLogs().name(),
                message ->
                        events.merge(header(message.headers().lastHeader("tidemark.ingested.from")), 1, Integer::sum));
        reader.readOn(
                TOPICS.deadLetters().name(),
                message -> letters.merge(
                        header(message.headers().lastHeader("__streams.errors.partition")) + "@"
                                + header(message.headers().lastHeader("__streams.errors.offset")),
                        1,
                        Integer::sum));
        Topic<String, PartitionLedger> ledger = TOPICS.ledger();
        reader.readOn(
                ledger.name(),
                message -> ledgers.put(
                        new String(message.key(), UTF_8),
                        ledger.valueSerde(cluster.registry())
                                .deserializer()
                                .deserialize(ledger.name(), message.value())));
    }

    private static String header(Header header) {
        return new String(header.value(), UTF_8);
    }

    private Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        ledgers.values().stream()
                .filter(ledger -> ledger.getStep().equals("ingest"))
                .forEach(ledger ->
                        ledger.getCounts().forEach((reason, count) -> counts.merge(reason, count, Long::sum)));
        return counts;
    }

    private Map<String, Long> expected() {
        return Map.of(
                "mapped", (long) count(Fate.MAPPED),
                "not-meant", (long) count(Fate.NOT_MEANT),
                "not-json", (long) count(Fate.POISON));
    }

    private void assertExactlyOnce() {
        assertThat(events).hasSize(count(Fate.MAPPED));
        assertThat(events.values()).containsOnly(1);
        assertThat(letters).hasSize(count(Fate.POISON));
        assertThat(letters.values()).containsOnly(1);
        assertThat(counts()).isEqualTo(expected());
    }

    private JavaProcess start(MonitoredCluster cluster, String name) throws IOException {
        Path config = folder.resolve(name + ".properties");
        Files.writeString(config, """
                consumer.session.timeout.ms=1500
                consumer.heartbeat.interval.ms=400
                consumer.max.poll.records=50
                state.dir=%s
                """.formatted(folder.resolve(name)));
        return JavaProcess.start(
                folder.resolve(name + ".log"),
                TidemarkCli.class,
                List.of(),
                List.of(
                        "monitor",
                        "--roles",
                        "ingest",
                        "--config",
                        config.toString(),
                        "--bootstrap-server",
                        cluster.cluster().bootstrapServers(),
                        "--registry",
                        String.valueOf(cluster.cluster().settings().get("schema.registry.url"))));
    }

    private static void awaitAlive(JavaProcess process, Callable<Boolean> reached) {
        AtomicBoolean alive = new AtomicBoolean(true);
        await().atMost(MonitoredCluster.PATIENCE).until(() -> {
            alive.set(process.isAlive());
            return reached.call() || !alive.get();
        });
        assertThat(alive.get()).as(process::lastWords).isTrue();
    }
}
