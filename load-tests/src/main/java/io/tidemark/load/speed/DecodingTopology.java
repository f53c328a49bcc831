package io.tidemark.load.speed;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A Kafka Streams application that decodes records as the monitor does, and drops them: what the monitor would take in if sketches, joins and
 * judgements were free.
 */
final class DecodingTopology implements Contestant {
    @Override
    public String name() {
        return "decodingTopology";
    }

    @Override
    public Run start(SpeedTrack track) {
        SchemaRegistry registry = track.cluster().registry();
        AtomicLong decoded = new AtomicLong();
        MonitorConfig config = new MonitorConfig(track.freshSettings(name()));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(track.inferenceLogs(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .process(() -> new Decoding(registry, config, decoded));
        return StreamsContestantRun.start(
                new KafkaStreams(builder.build(), config.streamsProperties()), decoded::get, registry::close);
    }

    private static final class Decoding extends ContextualProcessor<byte[], byte[], Void, Void> {
        private final InferenceEventDecoder decoder;
        private final EventBuffer event = new EventBuffer();
        private final AtomicLong decoded;

        Decoding(SchemaRegistry registry, MonitorConfig config, AtomicLong decoded) {
            this.decoded = decoded;
            decoder = new InferenceEventDecoder(
                    registry,
                    new NameDictionary(config.maxFeatureNames()),
                    DecoderLimits.ofFeatures(config.maxFeatures()).withArrays(config.maxArrayLength()));
        }

        @Override
        public void process(Record<byte[], byte[]> input) {
            event.clear();
            decoder.decode(input.value(), event);
            // One thread counts, so there is nothing to be atomic about.
            decoded.lazySet(decoded.getPlain() + 1);
        }
    }
}
