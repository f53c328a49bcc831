package io.tidemark.stream.app;

import io.tidemark.stream.window.InputLag;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka Streams' clients, and through its main consumers the lag of the input.
 *
 * <p>Streams names the consumer of a thread after the thread, with {@code -consumer} behind it, and a consumer may be
 * asked only on the thread that polls it. So the lag is asked on the stream thread that owns the partition, of the
 * consumer with its name.
 */
final class LagAwareClients implements KafkaClientSupplier {
    private static final String CONSUMER = "-consumer";
    private static final String FETCHES = "fetch-total";
    /** Four times the default of {@code fetch.max.wait.ms}. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** By the names of the clients. A thread that is replaced hands its name on, so there are as many as there are threads. */
    private final ConcurrentMap<String, WatchedConsumer> consumers = new ConcurrentHashMap<>();

    /** A main consumer, and when a broker was last seen to answer it. Asked on its own thread alone. */
    private static final class WatchedConsumer {
        private final Consumer<byte[], byte[]> consumer;
        private double fetches = -1;
        private long seenNanos;

        WatchedConsumer(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        /**
         * Whether brokers answer: with nothing to read they do so every {@code fetch.max.wait.ms}. What a consumer knows of a
         * broker that hangs is old, and its lag of 0 means nothing.
         */
        boolean isFetching() {
            double total = consumer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals(FETCHES)
                            && metric.getKey().tags().size() == 1)
                    .mapToDouble(metric -> metric.getValue().metricValue() instanceof Double value ? value : 0)
                    .sum();
            long now = System.nanoTime();
            if (total > fetches) {
                fetches = total;
                seenNanos = now;
            }
            return now - seenNanos <= FRESH.toNanos();
        }

        OptionalLong lagOf(TopicPartition input) {
            return isFetching() && consumer.assignment().contains(input)
                    ? consumer.currentLag(input)
                    : OptionalLong.empty();
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = newConsumer(config);
        consumers.put(String.valueOf(config.get(CommonClientConfigs.CLIENT_ID_CONFIG)), new WatchedConsumer(consumer));
        return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return newConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return newConsumer(config);
    }

    private static Consumer<byte[], byte[]> newConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The lag of a topic's partitions, for the stream threads that read them. */
    InputLag lagOf(String topic) {
        return new InputLag() {
            @Override
            public boolean isKnown() {
                return true;
            }

            @Override
            public OptionalLong of(int partition) {
                WatchedConsumer watched = consumers.get(Thread.currentThread().getName() + CONSUMER);
                return watched == null ? OptionalLong.empty() : watched.lagOf(new TopicPartition(topic, partition));
            }
        };
    }
}
