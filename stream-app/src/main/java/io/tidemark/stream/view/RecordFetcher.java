package io.tidemark.stream.view;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Fetches single records whose places are known. Safe for use by several threads, which wait for each other. */
final class RecordFetcher implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Consumer<byte[], byte[]> consumer;

    /**
     * @param consumers make consumers of committed records, without a group
     * @param patience how long a record is waited for, and as long again for others that are asked for before
     */
    RecordFetcher(Supplier<Consumer<byte[], byte[]>> consumers, Duration patience) {
        this.consumers = consumers;
        this.patience = patience;
    }

    /**
     * The value of a record.
     *
     * @return empty where it is no more: its topic keeps it no longer, or has a newer one of its key
     * @throws TimeoutException if it can't be had in time
     */
    Optional<byte[]> fetch(String topic, RecordPlace place) {
        boolean mine = false;
        try {
            mine = lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw new TimeoutException("too much is asked for at once; try again");
        }
        try {
            return read(topic, place);
        } catch (KafkaException e) {
            close();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Optional<byte[]> read(String topic, RecordPlace place) {
        Consumer<byte[], byte[]> reader = consumer;
        if (reader == null) {
            reader = consumers.get();
            consumer = reader;
        }
        TopicPartition partition = new TopicPartition(topic, place.partition());
        reader.assign(List.of(partition));
        reader.seek(partition, place.offset());
        long deadline = System.nanoTime() + patience.toNanos();
        while (reader.position(partition) <= place.offset()) {
            for (ConsumerRecord<byte[], byte[]> message : reader.poll(POLL)) {
                return message.offset() == place.offset() ? Optional.ofNullable(message.value()) : Optional.empty();
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(partition + "@" + place.offset() + " was not read in " + patience);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (consumer != null) {
                consumer.close();
                consumer = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
