package io.tidemark.load.speed;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.stream.config.MonitorConfig;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Quantile sketches of every feature by the means of Kafka Streams alone, as its documentation would have one write it: a record for each feature,
 * grouped by key, and a windowed aggregate whose value is a sketch. It does less than the monitor: there is no baseline, no judgement and no
 * care for types, missing values and categories, which count here as the hash of their text.
 */
final class TextbookTopology implements Contestant {
    private static final int K = 1024;

    @Override
    public String name() {
        return "textbookTopology";
    }

    @Override
    public Run start(SpeedTrack track) {
        SchemaRegistry registry = track.cluster().registry();
        AtomicLong values = new AtomicLong();
        MonitorConfig config = new MonitorConfig(track.freshSettings(name()));
        Topology topology = topology(track.cluster().topics().inferenceLogs(), registry, values);
        double features = track.load().shape().features();
        return StreamsContestantRun.start(
                new KafkaStreams(topology, config.streamsProperties()), () -> values.get() / features, registry::close);
    }

    private static Topology topology(Topic<String, InferenceEvent> logs, SchemaRegistry registry, AtomicLong values) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        logs.name(),
                        Consumed.with(logs.keySerde(), logs.valueSerde(registry))
                                .withTimestampExtractor(new EventTime()))
                .flatMap((key, event) -> features(event))
                .groupByKey(Grouped.with("feature-values", Serdes.String(), Serdes.Double()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofMinutes(5), Duration.ofMinutes(1)))
                .aggregate(
                        () -> KllDoublesSketch.newHeapInstance(K),
                        (key, value, sketch) -> {
                            sketch.update(value);
                            values.lazySet(values.getPlain() + 1);
                            return sketch;
                        },
                        Materialized.<String, KllDoublesSketch, WindowStore<Bytes, byte[]>>as("sketches")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(sketches()));
        return builder.build();
    }

    /** Taken from the event, as windows are of its time. */
    private static final class EventTime implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> consumed, long partitionTime) {
            return ((InferenceEvent) consumed.value()).getEventTime().toEpochMilli();
        }
    }

    private static List<KeyValue<String, Double>> features(InferenceEvent event) {
        List<KeyValue<String, Double>> all = new ArrayList<>(event.getFeatures().size());
        String prefix = event.getModelId() + "/" + event.getModelVersion() + "/";
        event.getFeatures().forEach((name, value) -> all.add(KeyValue.pair(prefix + name, number(value))));
        return all;
    }

    private static double number(Object value) {
        return value instanceof Number number ? number.doubleValue() : value.hashCode();
    }

    private static Serde<KllDoublesSketch> sketches() {
        return Serdes.serdeFrom(
                (topic, sketch) -> sketch.toByteArray(),
                (topic, bytes) -> KllDoublesSketch.heapify(MemorySegment.ofArray(bytes)));
    }
}
