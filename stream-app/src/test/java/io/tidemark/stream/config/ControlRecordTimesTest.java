package io.tidemark.stream.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ControlRecordTimesTest {
    private static final TopicPartition PARTITION = new TopicPartition("monitors", 0);

    @Test
    void shouldGiveATimeToRecordsThatHaveNone() {
        ConsumerRecord<byte[], byte[]> timeless = record(7, -1);
        ConsumerRecord<byte[], byte[]> timed = record(8, 1_700_000_000_000L);
        Map<TopicPartition, OffsetAndMetadata> next = Map.of(PARTITION, new OffsetAndMetadata(9));

        ConsumerRecords<byte[], byte[]> out = new ControlRecordTimes()
                .onConsume(new ConsumerRecords<>(Map.of(PARTITION, List.of(timeless, timed)), next));

        assertThat(out.records(PARTITION))
                .extracting(ConsumerRecord::timestamp)
                .containsExactly(0L, 1_700_000_000_000L);
        assertThat(out.records(PARTITION).getFirst())
                .usingRecursiveComparison()
                .ignoringFields("timestamp")
                .isEqualTo(timeless);
        assertThat(out.records(PARTITION).getLast()).isSameAs(timed);
        assertThat(out.nextOffsets()).isEqualTo(next);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        return new ConsumerRecord<>(
                "monitors",
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                1,
                1,
                "k".getBytes(UTF_8),
                "v".getBytes(UTF_8),
                new RecordHeaders().add("h", new byte[] {1}),
                Optional.of(3));
    }
}
