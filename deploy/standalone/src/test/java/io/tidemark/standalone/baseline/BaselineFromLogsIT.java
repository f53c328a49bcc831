package io.tidemark.standalone.baseline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.standalone.cluster.Cluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A baseline of what is in the inference logs, through the command line. */
class BaselineFromLogsIT {
    private static final String REGISTRY = "embedded:from-logs";
    private static EmbeddedBroker broker;

    @TempDir
    private static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        StringBuilder csv = new StringBuilder("at,x,zip,emb\n");
        for (int i = 0; i < 300; i++) {
            csv.append("2001-01-0")
                    .append(1 + i / 100)
                    .append("T00:00:00Z,")
                    .append(i)
                    .append(",")
                    .append(i % 7)
                    .append(",\"[")
                    .append(i)
                    .append(", -1]\"")
                    .append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), csv);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-b", broker.bootstrapServers(), "-r", REGISTRY));
        return new TidemarkCli(
                        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false), Map.of())
                .run(all.toArray(String[]::new));
    }

    @Test
    void shouldMakeABaselineOfTheEventsOfATime() throws Exception {
        assertThat(run("topics", "create")).as(err.toString()).isZero();
        String csv = folder.resolve("rows.csv").toString();
        assertThat(run(
                        "replay",
                        "--csv",
                        csv,
                        "--model",
                        "m",
                        "--version",
                        "1",
                        "--time",
                        "at",
                        "--embedding",
                        "emb",
                        "--speed",
                        "max"))
                .as(err.toString())
                .isZero();
        Cluster cluster =
                new Cluster(Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", REGISTRY));
        try (Producer<byte[], byte[]> producer =
                cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of())) {
            assertThat(producer.send(new ProducerRecord<>(
                                    cluster.topics().inferenceLogs().name(), "rubbish".getBytes(UTF_8)))
                            .get())
                    .isNotNull();
        }

        assertThat(run(
                        "baseline",
                        "from-logs",
                        "--model",
                        "m",
                        "--version",
                        "1",
                        "--to",
                        "2001-01-03",
                        "--categorical",
                        "zip"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("12 features of 200 rows; 1 records were no events")
                .contains("It takes its rows to be independent");
        BaselineManifest manifest = manifest(cluster);
        assertThat(manifest.getRows()).isEqualTo(200);
        assertThat(manifest.getFeatures())
                .hasSize(12)
                .contains("x", "zip", "emb#norm", "emb#length", "emb#p0", "emb#p7");
        assertThat(manifest.getLearned()).isFalse();

        assertThat(run("baseline", "from-logs", "--model", "m", "--version", "2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is of m/2 in that time");
        assertThat(run("baseline", "from-logs", "--model", "m", "--version", "1", "--from", "yesterday"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--from is 'yesterday', which is no time");
    }

    private static BaselineManifest manifest(Cluster cluster) {
        Topic<String, BaselineEntry> topic = cluster.topics().baselines();
        try (SchemaRegistry registry = cluster.registry();
                Consumer<String, BaselineEntry> consumer = cluster.consumer(
                        topic.keySerde().deserializer(),
                        topic.valueSerde(registry).deserializer())) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<BaselineManifest> manifests = new ArrayList<>();
            while (manifests.isEmpty()) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (record.value().getEntry() instanceof BaselineManifest found) {
                        manifests.add(found);
                    }
                });
            }
            return manifests.getFirst();
        }
    }
}
