package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
    private static final long NOW = 1_900_000_000_000L;

    private final RecordTime time = new RecordTime(InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    private long extract(long timestampMs, long partitionTimeMs) {
        ConsumerRecord<Object, Object> input = new ConsumerRecord<>(
                "logs",
                0,
                0,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                "key",
                "value",
                new RecordHeaders(),
                Optional.empty());
        return time.extract(input, partitionTimeMs);
    }

    @Test
    void shouldTakeTheRecordsTime() {
        assertThat(extract(NOW - 5, NOW - 3)).isEqualTo(NOW - 5);
    }

    @Test
    void shouldTakeTheTimeOfEarlierRecordsWhereARecordHasNone() {
        assertThat(extract(-1, NOW - 3)).isEqualTo(NOW - 3);
    }

    @Test
    void shouldTakeThePresentWhereNoRecordHasATime() {
        assertThat(extract(-1, -1)).isEqualTo(NOW);
    }

    @Test
    void shouldNotBelieveARecordFromTheFuture() {
        assertThat(extract(NOW + 1, NOW - 3)).isEqualTo(NOW);
    }
}
