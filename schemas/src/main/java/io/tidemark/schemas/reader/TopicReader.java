package io.tidemark.schemas.reader;

import io.tidemark.schemas.reader.TopicSource.Start;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics whole, each record into the sink of its topic, and goes on from there. One thread uses it.
 *
 * <p>A record that can't be read is counted, said in the log with its place, and passed over. One that can't be read now, because the registry does
 * not answer, is kept with all behind it, and offered again with the next call.
 */
public final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, RecordSink> sinks = new HashMap<>();
    private final Queue<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, Long> taken = new HashMap<>();
    private long unreadable;

    /**
     * @param consumer without a group; closed with this
     * @param sources each of another topic
     */
    public TopicReader(Consumer<byte[], byte[]> consumer, Collection<TopicSource> sources) {
        this.consumer = consumer;
        Map<TopicSource, List<TopicPartition>> partitions = new LinkedHashMap<>();
        for (TopicSource source : sources) {
            partitions.put(source, partitionsOf(source.topic()));
            sinks.put(source.topic(), source.sink());
        }
        consumer.assign(partitions.values().stream().flatMap(List::stream).toList());
        partitions.forEach((source, of) -> seek(of, source.start()));
        for (TopicPartition partition : consumer.assignment()) {
            taken.put(partition, consumer.position(partition));
        }
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void seek(List<TopicPartition> partitions, Start start) {
        switch (start) {
            case Start.Beginning() -> consumer.seekToBeginning(partitions);
            case Start.Since(Instant instant) -> seek(partitions, instant);
            case Start.Last(long offsets) -> seekBack(partitions, offsets);
        }
    }

    private void seekBack(List<TopicPartition> partitions, long offsets) {
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(
                        partition, Math.max(Objects.requireNonNull(first.get(partition)), end - offsets)));
    }

    private void seek(List<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), p -> since.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            consumer.seek(partition, first == null ? Objects.requireNonNull(ends.get(partition)) : first.offset());
        }
    }

    /** Takes what is there now, waiting no longer than {@code patience} for the first of it. */
    public void poll(Duration patience) {
        if (waiting.isEmpty()) {
            consumer.poll(patience).forEach(waiting::add);
        }
        drain();
    }

    /**
     * Takes all that is committed at the time of the call.
     *
     * @throws TimeoutException if nothing more came for as long as {@code patience}
     */
    public void catchUp(Duration patience) {
        catchUp(consumer.endOffsets(consumer.assignment()), patience);
    }

    /**
     * Takes all before these offsets.
     *
     * @param ends by partition; those that are not read here are passed over
     * @throws TimeoutException if nothing more came for as long as {@code patience}
     */
    public void catchUp(Map<TopicPartition, Long> ends, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        drain();
        long read = read();
        while (ends.entrySet().stream().anyMatch(end -> isBefore(end.getKey(), end.getValue()))) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("topics were not read to their ends, nothing more came for "
                        + patience.toSeconds() + " s: " + ends + " wanted, " + taken
                        + " read; where brokers and network are well, tidemark doctor finds a transaction that hangs");
            }
            poll(POLL);
            if (read() > read) {
                read = read();
                deadline = System.nanoTime() + patience.toNanos();
            }
        }
    }

    private long read() {
        return taken.values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean isBefore(TopicPartition partition, long end) {
        Long position = taken.get(partition);
        return position != null && position < end;
    }

    private void drain() {
        while (!waiting.isEmpty()) {
            ConsumerRecord<byte[], byte[]> message = waiting.element();
            try {
                Objects.requireNonNull(sinks.get(message.topic())).accept(message);
            } catch (UndecodableRecordException | IllegalArgumentException e) {
                unreadable++;
                LOG.warn(
                        "{}-{}@{} can't be read and is passed over: {}",
                        message.topic(),
                        message.partition(),
                        message.offset(),
                        e.getMessage());
            }
            waiting.remove();
        }
        // Markers of transactions take offsets too: the position passes them, no record does.
        for (TopicPartition partition : consumer.assignment()) {
            taken.put(partition, consumer.position(partition));
        }
    }

    /**
     * For those who can't do without any of their topics: brokers that have just made one may not know of it yet, and it would never be read.
     *
     * @throws UnknownTopicOrPartitionException if the brokers knew of no partition of a topic when this was made
     */
    public void requireTopics() {
        Set<String> read =
                consumer.assignment().stream().map(TopicPartition::topic).collect(Collectors.toSet());
        for (String topic : sinks.keySet()) {
            if (!read.contains(topic)) {
                throw new UnknownTopicOrPartitionException("there is no topic " + topic
                        + ", or the brokers don't know of it yet; tidemark topics create makes what is missing");
            }
        }
    }

    /** How many partitions a topic has, which need not be one that is read. */
    public int partitions(String topic) {
        return consumer.partitionsFor(topic).size();
    }

    /** How far each partition has been taken in: the offset of the next record. */
    public Map<TopicPartition, Long> positions() {
        return Map.copyOf(taken);
    }

    /** Records that were passed over. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
