package io.tidemark.retrain.data;

import io.tidemark.retrain.train.Cancellation;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.RecordReader;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Decides which offsets of {@code labeled-examples} a job reads, once, up to the end of what is committed now.
 *
 * <p>Every partition is looked at, as a model's examples are in one of them, or in several where partitions were added. In each the planner goes backwards in
 * blocks until it has met as many examples as are wanted that the reader can use: with a label, answered since what is asked for, within the window. <b>They are
 * those whose labels came last</b>; of what lies in their range the reader keeps the newest by event time. A correction does not count, as it tells of an
 * example whose label came before: else a night in which old answers are corrected would leave a job nothing else.
 *
 * <p>For a window of event time, labels come in any order, and a block that is older than the window proves nothing of those before it. What holds is that no
 * example is written before its question was asked: records have the time at which the monitor wrote them. So whatever lies within the window was written
 * after the window's beginning, and Kafka's index of times gives an offset before which there is nothing to find. The window ends with the newest event time
 * met so far; a newer one met later can only make it shorter, and the reader cuts exactly. {@link #CLOCKS} makes up for clocks that differ and for events that
 * the monitor lets lie ahead. A replay of old events was written today, all of it: then the planner reads back to the wanted rows, or the beginning.
 */
public final class DataPlanner {
    private static final Duration CLOCKS = Duration.ofDays(1);
    private static final int BLOCK = 20_000;

    private final Consumer<byte[], byte[]> consumer;
    private final PartitionReading reading;
    private final RecordReader<LabeledExample> records;
    private final ReadLimits limits;

    /**
     * @param consumer reads committed records only ({@code isolation.level=read_committed}); it is assigned here, so it is no one else's
     */
    public DataPlanner(
            Consumer<byte[], byte[]> consumer, SchemaRegistry registry, ReadLimits limits, Cancellation cancellation) {
        this.consumer = consumer;
        this.reading = new PartitionReading(consumer, limits.patience(), cancellation);
        this.records = RecordReader.of(LabeledExample.class, registry);
        this.limits = limits;
    }

    /**
     * The ranges, by partition; none where the topic has nothing of the model.
     *
     * @param since only examples answered from then on are wanted
     */
    public List<DataRange> plan(String topic, String model, RetrainSpec spec, Optional<Instant> since) {
        List<DataRange> ranges = new ArrayList<>();
        List<Integer> partitions = consumer.partitionsFor(topic).stream()
                .map(PartitionInfo::partition)
                .sorted()
                .toList();
        for (int partition : partitions) {
            new Backwards(new TopicPartition(topic, partition), model, spec, since)
                    .range()
                    .ifPresent(ranges::add);
        }
        return ranges;
    }

    private final class Backwards {
        private final TopicPartition partition;
        private final String model;
        private final byte[] key;
        private final int wanted;
        private final long windowMs;
        /** Event times of the examples that count, by the hash of their ids. */
        private final Map<Long, Long> counted = new HashMap<>();

        private final long beginning;
        private final long sinceMs;
        private long floor;
        private long newestMs = Long.MIN_VALUE;
        private long first;

        /** @param counts whether it is an example's first record, and the reader can use it */
        private record Met(long offset, boolean counts, long id, long eventTimeMs) {
            static Met unusable(long offset) {
                return new Met(offset, false, 0, 0);
            }
        }

        Backwards(TopicPartition partition, String model, RetrainSpec spec, Optional<Instant> since) {
            this.partition = partition;
            this.model = model;
            this.key = ExampleReader.key(model);
            this.wanted = ExampleReader.wanted(spec, limits);
            this.windowMs = spec.getWindowMs();
            this.beginning = reading.beginning(partition);
            this.sinceMs = since.map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            this.floor = since.map(from -> writtenSince(from.toEpochMilli())).orElse(beginning);
        }

        Optional<DataRange> range() {
            long end = reading.end(partition);
            first = end;
            for (long to = end; to > floor && counted.size() < wanted; ) {
                long from = Math.max(floor, to - BLOCK);
                take(block(from, to));
                to = from;
            }
            return first == end
                    ? Optional.empty()
                    : Optional.of(DataRange.newBuilder()
                            .setTopic(partition.topic())
                            .setPartition(partition.partition())
                            .setFrom(Math.max(first, Math.min(floor, end)))
                            .setTo(end)
                            .build());
        }

        private List<Met> block(long from, long to) {
            List<Met> met = new ArrayList<>();
            reading.read(partition, from, to, record -> {
                if (record.value() == null || !Arrays.equals(record.key(), key)) {
                    return;
                }
                met.add(met(record.offset(), record.value()));
            });
            return met;
        }

        private Met met(long offset, byte[] value) {
            try {
                LabeledExample example = records.read(value);
                long eventTimeMs = example.getEventTime().toEpochMilli();
                if (!example.getModelId().equals(model)
                        || ExampleRows.target(example).isEmpty()
                        || eventTimeMs < sinceMs) {
                    return Met.unusable(offset);
                }
                newestMs = Math.max(newestMs, eventTimeMs);
                return new Met(offset, !example.getCorrection(), hash(example.getInferenceId()), eventTimeMs);
            } catch (UndecodableRecordException e) {
                // In the range all the same: the reader counts it, and says why.
                return Met.unusable(offset);
            }
        }

        private void take(List<Met> block) {
            long oldestMs = windowMs > 0 && newestMs > Long.MIN_VALUE ? newestMs - windowMs : Long.MIN_VALUE;
            counted.values().removeIf(eventTimeMs -> eventTimeMs < oldestMs);
            for (int i = block.size() - 1; i >= 0 && counted.size() < wanted; i--) {
                Met met = block.get(i);
                first = met.offset();
                if (met.counts() && met.eventTimeMs() >= oldestMs) {
                    counted.put(met.id(), met.eventTimeMs());
                }
            }
            if (windowMs > 0 && newestMs > Long.MIN_VALUE) {
                floor = Math.max(floor, writtenSince(newestMs - windowMs));
            }
        }

        /** An offset before which nothing was written at that time or later. */
        private long writtenSince(long timeMs) {
            long from = Math.max(0, timeMs - CLOCKS.toMillis());
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(Map.of(partition, from));
            OffsetAndTimestamp at = found.get(partition);
            return at == null ? reading.end(partition) : Math.max(beginning, at.offset());
        }
    }

    /** 64 bits: of a million ids two are taken for one with a probability of 3e-8. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
