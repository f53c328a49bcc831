package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.state.LiveStoreBuilder;
import io.tidemark.stream.topology.ProfileOutput.Counted;
import io.tidemark.stream.topology.ProfileOutput.DeadLetter;
import io.tidemark.stream.topology.ProfileOutput.ToAssess;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The drift monitor as a Kafka Streams topology of two steps.
 *
 * <pre>
 * inference-logs ─▶ profile ─▶ (profiles, by model) ─▶ assess ─▶ window-profiles, drift-events, baselines
 *                      └─▶ dead-letters
 * monitors, baselines ─▶ the control plane, read by both steps
 * </pre>
 *
 * <p>Profiles are built where the data is, one task per input partition; only small mergeable profiles travel.
 */
public final class MonitorTopology {
    private final MonitorConfig config;
    private final SchemaRegistry registry;
    private final TopicCatalogue topics;
    private final int inputPartitions;
    private final InputLag lag;
    private final ControlPlane control = new ControlPlane();

    private MonitorTopology(MonitorConfig config, SchemaRegistry registry, int inputPartitions, InputLag lag) {
        this.config = config;
        this.registry = registry;
        this.topics = new TopicCatalogue(config.topicPrefix());
        this.inputPartitions = inputPartitions;
        this.lag = lag;
    }

    /**
     * Builds the topology. Does no I/O.
     *
     * @param inputPartitions how many partitions the inference logs have
     * @param lag what is left to read of them
     */
    public static Topology build(MonitorConfig config, SchemaRegistry registry, int inputPartitions, InputLag lag) {
        return new MonitorTopology(config, registry, inputPartitions, lag).build();
    }

    private Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        Wiring.addControl(builder, "monitors", topics.monitors(), new MonitorReader(topics, registry, control));
        Wiring.addControl(builder, "baselines", topics.baselines(), new BaselineReader(topics, registry, control));
        publish(assess(profile(builder)));
        return builder.build();
    }

    private KStream<byte[], ProfileMessage> profile(StreamsBuilder builder) {
        KStream<byte[], ProfileOutput> outputs = builder.stream(
                        topics.inferenceLogs().name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new RecordTime(InstantSource.system()))
                                .withName("inference-logs"))
                .process(
                        Wiring.withStores(
                                () -> new ProfileProcessor(
                                        control,
                                        config.profilerLimits(inputPartitions),
                                        inputPartitions,
                                        lag,
                                        new DeadLetters(config.deadLetterMaxBytes()),
                                        registry,
                                        config.maxFeatureNames(),
                                        DecoderLimits.ofFeatures(config.maxFeatures())
                                                .withArrays(config.maxArrayLength())),
                                LiveStoreBuilder.persistent(ProfileProcessor.STORE)),
                        Named.as("profile"));
        outputs.filter((key, output) -> output instanceof DeadLetter, Named.as("only-dead-letters"))
                .mapValues(output -> ((DeadLetter) output).value(), Named.as("dead-letter-bytes"))
                .to(
                        topics.deadLetters().name(),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("dead-letters"));
        outputs.filter((key, output) -> output instanceof Counted, Named.as("only-ledgers"))
                .mapValues(output -> ((Counted) output).ledger(), Named.as("partition-ledgers"))
                .to(
                        topics.ledger().name(),
                        Produced.with(Serdes.ByteArray(), topics.ledger().valueSerde(registry))
                                .withName("ledger"));
        return outputs.filter((key, output) -> output instanceof ToAssess, Named.as("only-profiles"))
                .mapValues(output -> ((ToAssess) output).message(), Named.as("profile-messages"));
    }

    private KStream<String, Assessment> assess(KStream<byte[], ProfileMessage> messages) {
        return messages.repartition(Repartitioned.<byte[], ProfileMessage>as("profiles")
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(ProfileMessageSerde.create())
                        .withNumberOfPartitions(config.assessPartitions())
                        .withStreamPartitioner(new KeyOrAllPartitioner<>(message -> message instanceof Heartbeat)))
                .process(
                        Wiring.withStores(
                                () -> new AssessProcessor(control, config.idleTimeout(), config.assessHeapBytes()),
                                LiveStoreBuilder.persistent(AssessProcessor.STORE),
                                StoredWindowHistory.builder()),
                        Named.as("assess"));
    }

    private void publish(KStream<String, Assessment> assessments) {
        assessments
                .filter((key, assessment) -> assessment instanceof WindowAssessed, Named.as("only-windows"))
                .flatMap(
                        (key, assessment) -> WindowProfiles.of((WindowAssessed) assessment, Instant.now()).stream()
                                .map(profile -> KeyValue.pair(WindowProfiles.keyOf(profile), profile))
                                .toList(),
                        Named.as("window-profile-parts"))
                .to(topics.windowProfiles().name(), produced(topics.windowProfiles(), "window-profiles"));
        assessments
                .filter((key, assessment) -> assessment instanceof EpisodeChanged, Named.as("only-episodes"))
                .map(
                        (key, assessment) -> {
                            DriftEvent event = DriftEvents.of((EpisodeChanged) assessment, Instant.now());
                            return KeyValue.pair(DriftEvents.keyOf(event), event);
                        },
                        Named.as("to-drift-events"))
                .to(topics.driftEvents().name(), produced(topics.driftEvents(), "drift-events"));
        assessments
                .filter((key, assessment) -> assessment instanceof BaselineLearned, Named.as("only-learned-baselines"))
                .flatMap(
                        (key, assessment) -> entriesOf((BaselineLearned) assessment).stream()
                                .map(entry -> KeyValue.pair(BaselineRecords.keyOf(entry), entry))
                                .toList(),
                        Named.as("to-baseline-entries"))
                .to(topics.baselines().name(), produced(topics.baselines(), "learned-baselines"));
    }

    private static List<BaselineEntry> entriesOf(BaselineLearned learned) {
        return BaselineRecords.of(
                new BaselineTarget(learned.model(), learned.version(), learned.segment()), learned.baseline());
    }

    private <V> Produced<String, V> produced(Topic<String, V> topic, String name) {
        return Produced.with(topic.keySerde(), topic.valueSerde(registry)).withName(name);
    }
}
