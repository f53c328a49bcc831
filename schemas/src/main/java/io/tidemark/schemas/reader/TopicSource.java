package io.tidemark.schemas.reader;

import java.time.Instant;

/**
 * A topic that is read.
 *
 * @param start where reading begins
 * @param sink takes its records
 */
public record TopicSource(String topic, Start start, RecordSink sink) {
    /** Where the reading of a topic begins. */
    public sealed interface Start {
        record Beginning() implements Start {}

        /** At the first record that is not older than this, by the records' timestamps. */
        record Since(Instant instant) implements Start {}

        /** So many offsets before the end of each partition; 0 is what is written from now on. */
        record Last(long offsets) implements Start {}
    }

    /** One that is read from its beginning. */
    public static TopicSource whole(String topic, RecordSink sink) {
        return new TopicSource(topic, new Start.Beginning(), sink);
    }

    /** One of which the records from an instant on are read. */
    public static TopicSource since(String topic, Instant instant, RecordSink sink) {
        return new TopicSource(topic, new Start.Since(instant), sink);
    }

    /** One of which the last so many offsets of each partition are read, and what is written from now on. */
    public static TopicSource last(String topic, long offsets, RecordSink sink) {
        return new TopicSource(topic, new Start.Last(offsets), sink);
    }
}
