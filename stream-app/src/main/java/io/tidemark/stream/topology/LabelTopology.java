package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.label.LabelMessage;
import io.tidemark.stream.performance.PerformanceOutput;
import io.tidemark.stream.performance.PerformanceOutput.EpisodeNews;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.state.LiveStoreBuilder;
import io.tidemark.stream.window.InputLag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Labels and performance as a Kafka Streams topology of two steps, and an application of its own: it neither slows nor stops the one that
 * finds drift.
 *
 * <pre>
 * inference-logs, ground-truth ─▶ join ─▶ (windows, by model) ─▶ performance ─▶ performance, drift-events
 *                                  ├─▶ labeled-examples
 *                                  └─▶ dead-letters
 * window-profiles ─▶ (what was found of features, by model) ─▶ performance
 * monitors, baselines ─▶ the control plane, read by both steps
 * </pre>
 */
public final class LabelTopology {
    private final MonitorConfig config;
    private final SchemaRegistry registry;
    private final TopicCatalogue topics;
    private final InputPartitions partitions;
    private final InputLags lags;
    private final ControlPlane control = new ControlPlane();

    /** How many partitions the two inputs have. */
    public record InputPartitions(int inferenceLogs, int groundTruth) {
        int most() {
            return Math.max(inferenceLogs, groundTruth);
        }
    }

    /** What is left to read of the two inputs. */
    public record InputLags(InputLag inferenceLogs, InputLag groundTruth) {
        /** Nothing is known of either. */
        public static final InputLags UNKNOWN = new InputLags(InputLag.UNKNOWN, InputLag.UNKNOWN);

        /** Of partitions that a topic doesn't have, nothing is left to read. */
        InputLags within(InputPartitions partitions) {
            return new InputLags(
                    within(inferenceLogs, partitions.inferenceLogs()), within(groundTruth, partitions.groundTruth()));
        }

        private static InputLag within(InputLag lag, int partitions) {
            return new InputLag() {
                @Override
                public boolean isKnown() {
                    return lag.isKnown();
                }

                @Override
                public OptionalLong of(int partition) {
                    return partition < partitions ? lag.of(partition) : OptionalLong.of(0);
                }
            };
        }
    }

    private LabelTopology(MonitorConfig config, SchemaRegistry registry, InputPartitions partitions, InputLags lags) {
        this.config = config;
        this.registry = registry;
        this.topics = new TopicCatalogue(config.topicPrefix());
        this.partitions = partitions;
        this.lags = lags.within(partitions);
    }

    /**
     * Builds the topology. Does no I/O.
     *
     * @param lags what is left to read
     */
    public static Topology build(
            MonitorConfig config, SchemaRegistry registry, InputPartitions partitions, InputLags lags) {
        return new LabelTopology(config, registry, partitions, lags).build();
    }

    private Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        Wiring.addControl(builder, "monitors", topics.monitors(), new MonitorReader(topics, registry, control));
        Wiring.addControl(builder, "baselines", topics.baselines(), new PerformanceReader(topics, registry, control));
        publish(assess(join(atHome(builder)), inputs(builder)));
        return builder.build();
    }

    /** Predictions and labels, each in the partition of its inference id. */
    private KStream<byte[], JoinOutput> atHome(StreamsBuilder builder) {
        String labels = topics.groundTruth().name();
        KStream<byte[], JoinOutput> read = builder.stream(
                        List.of(topics.inferenceLogs().name(), labels),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new RecordTime(InstantSource.system()))
                                .withName("inputs"))
                .process(
                        () -> new HomeProcessor(
                                labels,
                                decoder(),
                                partitions.most(),
                                control::asksForLabels,
                                config.labelLimits(),
                                lags),
                        Named.as("home"));
        KStream<byte[], JoinOutput> arrived = read.mapValues(
                        output -> ((JoinOutput.Moved) output).moved(), Named.as(HomeProcessor.MOVED))
                .repartition(Repartitioned.<byte[], ToHome>as("moved")
                        .withKeySerde(Serdes.ByteArray())
                        .withValueSerde(toHome())
                        .withNumberOfPartitions(partitions.most())
                        .withStreamPartitioner(new KeyOrAllPartitioner<>(moved -> moved instanceof ToHome.SentUpTo)))
                .process(() -> new ArrivedProcessor(decoder()), Named.as("arrived"));
        return read.merge(arrived, Named.as(HomeProcessor.AT_HOME));
    }

    private JoinDecoder decoder() {
        return new JoinDecoder(registry, config.maxArrayLength(), control::asksForLabels);
    }

    private static Serde<ToHome> toHome() {
        return Serdes.serdeFrom(
                (topic, moved) -> ToHome.Codec.encode(moved), (topic, bytes) -> ToHome.Codec.decode(bytes));
    }

    private KStream<byte[], LabelMessage> join(KStream<byte[], JoinOutput> inputs) {
        KStream<byte[], JoinOutput> outputs = inputs.process(
                Wiring.withStores(
                        () -> new JoinProcessor(
                                control,
                                config.labelLimits(),
                                partitions.most(),
                                config.performanceRevision(),
                                lags.inferenceLogs(),
                                new DeadLetters(config.deadLetterMaxBytes())),
                        LiveStoreBuilder.persistent(JoinProcessor.STORE),
                        BucketedJoinStore.builder(
                                BucketedJoinStore.PREDICTIONS,
                                config.labelLimits().retention()),
                        BucketedJoinStore.builder(
                                BucketedJoinStore.LABELS, config.labelLimits().retention())),
                Named.as("join"));
        outputs.to(
                topics.deadLetters().name(),
                written((topic, output) ->
                                ((JoinOutput.Refused) output).letter().value())
                        .withName(JoinProcessor.DEAD_LETTERS));
        LabeledExampleWriter writer = new LabeledExampleWriter(registry);
        outputs.to(
                topics.labeledExamples().name(),
                written((topic, output) -> writer.write(topic, ((JoinOutput.Example) output).example()))
                        .withName(JoinProcessor.EXAMPLES));
        Serializer<PartitionLedger> ledgers =
                topics.ledger().valueSerde(registry).serializer();
        outputs.to(
                topics.ledger().name(),
                written((topic, output) -> ledgers.serialize(topic, ((JoinOutput.Counted) output).ledger()))
                        .withName(JoinProcessor.LEDGER));
        return outputs.mapValues(
                output -> ((JoinOutput.ToPerformance) output).message(), Named.as(JoinProcessor.WINDOWS));
    }

    /** Outputs as the bytes that are written. Nothing is read by it. */
    private static Produced<byte[], JoinOutput> written(Serializer<JoinOutput> serializer) {
        Deserializer<JoinOutput> none = (topic, bytes) -> {
            throw new UnsupportedOperationException(topic + " is not read here");
        };
        return Produced.with(Serdes.ByteArray(), Serdes.serdeFrom(serializer, none));
    }

    /** What the monitor found of the windows before any label. At the first start profiles that are older than any kept prediction are left alone. */
    private KStream<byte[], LabelMessage> inputs(StreamsBuilder builder) {
        InputsReader reader = new InputsReader(topics, registry, control::asksForLabels);
        return builder.stream(
                        topics.windowProfiles().name(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new RecordTime(InstantSource.system()))
                                .withOffsetResetPolicy(AutoOffsetReset.byDuration(
                                        config.labelLimits().retention()))
                                .withName("window-profiles"))
                .flatMap(reader::read, Named.as("only-verdicts"));
    }

    private KStream<String, PerformanceOutput> assess(
            KStream<byte[], LabelMessage> windows, KStream<byte[], LabelMessage> inputs) {
        return byModel(windows, "labelled-windows")
                .merge(byModel(inputs, "window-verdicts"), Named.as("performance-messages"))
                .process(
                        Wiring.withStores(
                                () -> new PerformanceProcessor(
                                        control, config.idleTimeout(), config.performanceRevision()),
                                LiveStoreBuilder.persistent(PerformanceProcessor.STORE)),
                        Named.as("performance"));
    }

    private KStream<byte[], LabelMessage> byModel(KStream<byte[], LabelMessage> messages, String name) {
        return messages.repartition(Repartitioned.<byte[], LabelMessage>as(name)
                .withKeySerde(Serdes.ByteArray())
                .withValueSerde(LabelMessageSerde.create())
                .withNumberOfPartitions(config.assessPartitions())
                .withStreamPartitioner(
                        new KeyOrAllPartitioner<>(message -> message instanceof LabelMessage.Heartbeat)));
    }

    private void publish(KStream<String, PerformanceOutput> outputs) {
        Topic<String, WindowPerformance> performance = topics.performance();
        outputs.filter((key, output) -> output instanceof PerformanceRevision, Named.as("only-revisions"))
                .map(
                        (key, output) -> {
                            WindowPerformance record =
                                    WindowPerformances.of((PerformanceRevision) output, Instant.now());
                            return KeyValue.pair(WindowPerformances.keyOf(record), record);
                        },
                        Named.as("to-window-performance"))
                .to(performance.name(), produced(performance, "window-performance"));
        Topic<String, DriftEvent> events = topics.driftEvents();
        outputs.filter((key, output) -> output instanceof EpisodeNews, Named.as("only-episodes"))
                .map(
                        (key, output) -> {
                            DriftEvent event = DriftEvents.of(((EpisodeNews) output).change(), Instant.now());
                            return KeyValue.pair(DriftEvents.keyOf(event), event);
                        },
                        Named.as("to-drift-events"))
                .to(events.name(), produced(events, "drift-events"));
    }

    private <V> Produced<String, V> produced(Topic<String, V> topic, String name) {
        return Produced.with(topic.keySerde(), topic.valueSerde(registry)).withName(name);
    }
}
