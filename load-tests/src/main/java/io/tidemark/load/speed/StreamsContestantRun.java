package io.tidemark.load.speed;

import java.util.function.DoubleSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * A run of a Kafka Streams application.
 *
 * @param afterwards closes what the application uses
 */
record StreamsContestantRun(KafkaStreams streams, DoubleSupplier progress, Runnable afterwards)
        implements Contestant.Run {
    static StreamsContestantRun start(KafkaStreams streams, DoubleSupplier progress) {
        return start(streams, progress, () -> {});
    }

    static StreamsContestantRun start(KafkaStreams streams, DoubleSupplier progress, Runnable afterwards) {
        streams.start();
        return new StreamsContestantRun(streams, progress, afterwards);
    }

    @Override
    public double done() {
        return progress.getAsDouble();
    }

    @Override
    public void close() {
        streams.close();
        afterwards.run();
    }
}
