package io.tidemark.load.speed;

import io.tidemark.stream.config.MonitorConfig;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;

/** A Kafka Streams application that takes bytes in and does nothing with them, with the monitor's own settings. */
final class NoopTopology implements Contestant {
    @Override
    public String name() {
        return "noopTopology";
    }

    @Override
    public Run start(SpeedTrack track) {
        AtomicLong read = new AtomicLong();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(track.inferenceLogs(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                // One thread counts, so there is nothing to be atomic about.
                .foreach((key, value) -> read.lazySet(read.getPlain() + 1));
        MonitorConfig config = new MonitorConfig(track.freshSettings(name()));
        return StreamsContestantRun.start(new KafkaStreams(builder.build(), config.streamsProperties()), read::get);
    }
}
