package io.tidemark.load.speed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One consumer that reads bytes and does nothing with them: what Kafka's client and the broker can do. */
final class RawConsumer implements Contestant {
    @Override
    public String name() {
        return "rawConsumer";
    }

    @Override
    public Run start(SpeedTrack track) {
        Consumer<byte[], byte[]> consumer =
                track.cluster().consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, track.load().partitions())
                .mapToObj(partition -> new TopicPartition(track.inferenceLogs(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        AtomicLong read = new AtomicLong();
        Thread thread =
                Thread.ofPlatform().daemon().name(BusyThreads.RAW_CONSUMER).start(() -> read(consumer, read));
        return new Run() {
            @Override
            public double done() {
                return read.get();
            }

            @Override
            public void close() {
                consumer.wakeup();
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private static void read(Consumer<byte[], byte[]> consumer, AtomicLong read) {
        try (consumer) {
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                read.addAndGet(records.count());
            }
        } catch (WakeupException e) {
            // Closed.
        }
    }
}
