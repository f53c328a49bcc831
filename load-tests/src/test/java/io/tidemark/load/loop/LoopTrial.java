package io.tidemark.load.loop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.loop.LoopModel.Champion;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.TribuoScorer;
import io.tidemark.serving.version.GoldenPredictions;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopWriter;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A cluster with all that the loop begins from: specs, labelled examples and a version in production. The monitor's part is written by hand. */
final class LoopTrial implements AutoCloseable {
    private static final int EXAMPLES = 1_500;
    private static final int GOLDEN = 5;

    final Cluster cluster;
    final SchemaRegistry registry;
    private final String registryScope = UUID.randomUUID().toString();
    private final Path data;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, Integer> examples = new HashMap<>();
    private EmbeddedBroker broker;
    private EmbeddedRegistryServer registryServer;

    /** @param data the broker's directory */
    LoopTrial(Path data) throws Exception {
        this.data = data;
        broker = startBroker(0);
        registryServer = EmbeddedRegistryServer.start(registryScope, 0);
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registryServer.url()));
        registry = cluster.registry();
        producer = cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of());
        cluster.createTopics((short) 1);
        for (LoopModel model : LoopModel.ALL) {
            if (model.champion() == Champion.SERVED) {
                publishFirstVersion(model);
            }
            write(
                    cluster.topics().monitors(),
                    model.name(),
                    AppliedSpec.of(SpecYaml.read(model.spec()), model.spec(), Instant.now(), "test")
                            .toRecord());
            writeExamples(model, EXAMPLES);
        }
    }

    private EmbeddedBroker startBroker(int port) {
        return EmbeddedBroker.builder()
                .dataDirectory(data)
                .port(port)
                // Of members and transactions of a process that was killed, the default times would be most of the
                // test.
                .property("group.min.session.timeout.ms", "1000")
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")
                // A single broker that shuts down in good order still ends transactions when no partition has a
                // leader any more, and those hang then (decision 0023). Without that it is missed for two seconds.
                .property("controlled.shutdown.enable", "false")
                .property("broker.session.timeout.ms", "2000")
                .property("broker.heartbeat.interval.ms", "200")
                .start();
    }

    /** The broker is away for a moment, and comes back with its data at the same place. */
    void restartBroker() {
        int port = broker.port();
        broker.close();
        broker = startBroker(port);
    }

    /** The registry is away until what this answers is run. It comes back with its schemas at the same place. */
    Runnable stopRegistry() {
        int port = URI.create(registryServer.url()).getPort();
        registryServer.close();
        return () -> registryServer = EmbeddedRegistryServer.start(registryScope, port);
    }

    private void publishFirstVersion(LoopModel model) throws Exception {
        ModelArtifact artifact = model.unlearned(EXAMPLES);
        NewVersion version = NewVersion.brought(
                artifact,
                GoldenPredictions.make(TribuoScorer.load(artifact), List.of(model.features(0), model.features(GOLDEN))),
                Optional.of(LoopModel.POSITIVE),
                Optional.empty());
        try (LoopWriter writer = new LoopWriter(cluster, registry)) {
            writer.publish(model.name(), version, List.of(), ModelStage.PRODUCTION, "the first one", "test");
        }
    }

    /** More examples, which a job that has begun is not to read. */
    void writeExamples(LoopModel model, int count) throws Exception {
        int first = examples.merge(model.name(), count, Integer::sum) - count;
        for (int i = first; i < first + count; i++) {
            send(cluster.topics().labeledExamples(), model.name(), model.example(i));
        }
        producer.flush();
    }

    /** An episode of worse performance begins, or ends. */
    void writeDrift(String model, String event, String episode, EpisodeState state) throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        DriftEvent drift = DriftEvent.newBuilder()
                .setEventId(event)
                .setEpisodeId(episode)
                .setState(state)
                .setModelId(model)
                .setModelVersion(LoopModel.ANSWERING)
                .setFeature("$logLoss")
                .setKind(DriftKind.PERFORMANCE)
                .setSeverity(Severity.MAJOR)
                .setFindings(List.of())
                .setWindowStart(now.minusSeconds(3_600))
                .setWindowEnd(now)
                .setEpisodeStart(now.minusSeconds(3_600))
                .setBaselineId("test")
                .setBaselineRows(1)
                .setCurrentRows(1)
                .setReason("log loss is worse: " + event)
                .setDetectedAt(now)
                .build();
        write(cluster.topics().driftEvents(), model, drift);
    }

    private <V> void write(Topic<String, V> topic, String model, V value) throws Exception {
        send(topic, model, value);
        producer.flush();
    }

    private <V> void send(Topic<String, V> topic, String model, V value) {
        byte[] bytes =
                Objects.requireNonNull(topic.valueSerde(registry).serializer().serialize(topic.name(), value));
        var _ = producer.send(
                new ProducerRecord<>(topic.name(), RecordKeys.model(model).getBytes(UTF_8), bytes));
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        registryServer.close();
        broker.close();
    }
}
