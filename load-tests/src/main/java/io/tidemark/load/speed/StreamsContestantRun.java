package io.tidemark.load.speed;

import java.util.function.DoubleSupplier;
import org.apache.kafka.streams.KafkaStreams;

/** A run of a Kafka Streams application. */
record StreamsContestantRun(KafkaStreams streams, DoubleSupplier progress) implements Contestant.Run {
    static StreamsContestantRun start(KafkaStreams streams, DoubleSupplier progress) {
        streams.start();
        return new StreamsContestantRun(streams, progress);
    }

    @Override
    public double done() {
        return progress.getAsDouble();
    }

    @Override
    public void close() {
        streams.close();
    }
}
