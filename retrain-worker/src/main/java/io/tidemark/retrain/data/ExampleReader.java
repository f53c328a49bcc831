package io.tidemark.retrain.data;

import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.RecordReader;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a model's labelled examples from ranges of offsets. The same ranges and spec give the same examples. For one thread.
 */
public final class ExampleReader {
    private final PartitionReading reading;
    private final RecordReader<LabeledExample> records;
    private final ReadLimits limits;

    /**
     * @param consumer reads committed records only ({@code isolation.level=read_committed}); it is assigned here, so it is no one else's
     */
    public ExampleReader(
            Consumer<byte[], byte[]> consumer, SchemaRegistry registry, ReadLimits limits, Cancellation cancellation) {
        this.reading = new PartitionReading(consumer, limits.patience(), cancellation);
        this.records = RecordReader.of(LabeledExample.class, registry);
        this.limits = limits;
    }

    /**
     * Reads all ranges.
     *
     * @param since only examples answered from then on
     * @param positive the class whose score a log's single score is, where the monitor spec names one
     * @throws TrainingException where records of a range have been deleted, or as many rows as the spec names take too much memory
     * @throws org.apache.kafka.common.errors.TimeoutException where the broker gives nothing
     * @throws io.tidemark.schemas.registry.RegistryUnavailableException where the registry can't be asked: nothing is wrong with the records
     */
    public Examples read(
            String model,
            List<DataRange> ranges,
            RetrainSpec spec,
            Optional<Instant> since,
            Optional<String> positive) {
        OneModel read = new OneModel(model, since, new ExampleRows(room(spec, limits), positive));
        for (DataRange range : ranges) {
            TopicPartition partition = new TopicPartition(range.getTopic(), range.getPartition());
            long beginning = reading.beginning(partition);
            if (beginning > range.getFrom() && range.getTo() > range.getFrom()) {
                throw new TrainingException(
                        partition + ": of the offsets " + range.getFrom() + " to " + range.getTo()
                                + " those before " + beginning
                                + " have been deleted, so this job can't be done as it was begun: ask for a new one, and keep the topic longer (retention.ms)");
            }
            reading.read(partition, range.getFrom(), range.getTo(), read::take);
        }
        return read.rows.examples(spec.getWindowMs(), read.count, read.undecodable, read.undecodableReason);
    }

    /** How many rows a spec asks for, within what a worker holds. */
    static int wanted(RetrainSpec spec, ReadLimits limits) {
        return spec.getMaxRows() > 0 ? (int) Math.min(spec.getMaxRows(), limits.rows()) : limits.rows();
    }

    private static ExampleRows.Room room(RetrainSpec spec, ReadLimits limits) {
        return new ExampleRows.Room(wanted(spec, limits), spec.getMaxRows() > 0, limits.bytes());
    }

    static byte[] key(String model) {
        return model.getBytes(StandardCharsets.UTF_8);
    }

    private final class OneModel {
        private final byte[] key;
        private final String model;
        private final long sinceMs;
        private final ExampleRows rows;
        private long count;
        private long undecodable;
        private String undecodableReason = "";

        OneModel(String model, Optional<Instant> since, ExampleRows rows) {
            this.key = key(model);
            this.model = model;
            this.sinceMs = since.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            this.rows = rows;
        }

        void take(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() == null || !Arrays.equals(record.key(), key)) {
                return;
            }
            count++;
            try {
                LabeledExample example = records.read(record.value());
                if (!example.getModelId().equals(model)) {
                    refuse(record, "its key is of the model " + model + ", it is of " + example.getModelId());
                } else if (example.getEventTime().toEpochMilli() >= sinceMs) {
                    rows.add(example);
                }
            } catch (UndecodableRecordException e) {
                refuse(record, String.valueOf(e.getMessage()));
            }
        }

        private void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
            if (undecodable++ == 0) {
                undecodableReason =
                        record.topic() + "-" + record.partition() + " at " + record.offset() + ": " + reason;
            }
        }
    }
}
