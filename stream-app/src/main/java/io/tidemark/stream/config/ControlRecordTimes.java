package io.tidemark.stream.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives records of monitor specs and baselines that have no timestamp (-1, which any client may write) that of the epoch.
 *
 * <p>Kafka Streams asks no timestamp extractor for the records of a global store and can't take one without a time: it would stop the
 * monitor, and again at each start. Their time decides nothing here.
 */
public final class ControlRecordTimes implements ConsumerInterceptor<byte[], byte[]> {
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> timed = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = new ArrayList<>();
            records.records(partition)
                    .forEach(record -> ofPartition.add(record.timestamp() < 0 ? timed(record) : record));
            timed.put(partition, ofPartition);
        }
        return new ConsumerRecords<>(timed, records.nextOffsets());
    }

    private static ConsumerRecord<byte[], byte[]> timed(ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                0,
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                record.headers(),
                record.leaderEpoch());
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
}
