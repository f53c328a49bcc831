package io.tidemark.stream.topology;

import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Kafka's time of an input record, between 1970 and now whatever a producer wrote.
 *
 * <p>It becomes the time of changelog records and dead letters. Kafka Streams' own extractor stops at a record without a
 * time (-1, which any client may write), and a broker refuses records that lie in the future: either way one record would
 * stop its partition for good.
 */
final class RecordTime implements TimestampExtractor {
    private final InstantSource clock;

    RecordTime(InstantSource clock) {
        this.clock = clock;
    }

    /** The record's time; where it has none, that of the records before it, and the present where they have none either. */
    @Override
    public long extract(ConsumerRecord<Object, Object> input, long partitionTime) {
        long nowMs = clock.millis();
        long timeMs = input.timestamp() >= 0 ? input.timestamp() : partitionTime;
        return timeMs >= 0 ? Math.min(timeMs, nowMs) : nowMs;
    }
}
