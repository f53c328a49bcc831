package io.tidemark.serving.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Measures what one inference costs the thread that scores: making it from a map of 20 features, 2 scores and a tag, and logging it, each call by
 * itself. Kafka is a mock that acknowledges at once. Run it by its {@code main}; it is no test, since a time depends on the machine.
 *
 * <p>Arguments: threads (1), calls of each thread a second (2,000; 0 for as many as it can), seconds (10).
 */
final class LogCost {
    private static final int FEATURES = 20;
    private static final int KEPT = 1 << 20;

    private LogCost() {}

    public static void main(String[] arguments) throws InterruptedException {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        long rate = arguments.length > 1 ? Long.parseLong(arguments[1]) : 2_000;
        long seconds = arguments.length > 2 ? Long.parseLong(arguments[2]) : 10;
        LoggerConfig config = new LoggerConfig(Map.of("bootstrap.servers", "127.0.0.1:9092"));
        try (InferenceLogger logger = new InferenceLogger(
                config, acknowledging(), new SwitchableRegistry().asRegistry(), Duration.ofMillis(500))) {
            print("warm-up", score(logger, threads, 0, 5));
            print("measured", score(logger, threads, rate, seconds));
            System.out.println(logger.counts());
        }
    }

    /** Keeps nothing of what it gets, so that millions can be sent. */
    private static Producer<String, byte[]> acknowledging() {
        return new MockProducer<>(
                true, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer()) {
            private final RecordMetadata written =
                    new RecordMetadata(new TopicPartition("tidemark.inference-logs", 0), 0, 0, 0, 0, 0);

            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> message, Callback callback) {
                callback.onCompletion(written, null);
                return CompletableFuture.completedFuture(written);
            }
        };
    }

    private static List<long[]> score(InferenceLogger logger, int threads, long rate, long seconds)
            throws InterruptedException {
        List<long[]> times = new ArrayList<>();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            running.add(Thread.ofPlatform().start(() -> {
                long[] mine = score(logger, rate, seconds);
                synchronized (times) {
                    times.add(mine);
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return times;
    }

    private static long[] score(InferenceLogger logger, long rate, long seconds) {
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < FEATURES; i++) {
            features.put("feature_" + i, i % 4 == 0 ? "category" + i : (Object) (i * 1.5));
        }
        Map<String, Double> scores = Map.of("late", 0.8, "on-time", 0.2);
        Map<String, String> tags = Map.of("region", "north");
        long[] times = new long[KEPT];
        int count = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < seconds * 1_000_000_000L && count < KEPT) {
            if (rate > 0) {
                LockSupport.parkNanos(start + count * 1_000_000_000L / rate - System.nanoTime());
            }
            String id = "id-" + count;
            long before = System.nanoTime();
            logger.log(Inference.of("flights", "3", id)
                    .features(features)
                    .label("late")
                    .score(0.8)
                    .scores(scores)
                    .tags(tags)
                    .build());
            times[count++] = System.nanoTime() - before;
        }
        return Arrays.copyOf(times, count);
    }

    private static void print(String name, List<long[]> times) {
        long[] all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.printf(
                "%s: %,d calls, median %,d ns, 99 %% %,d ns, 99.9 %% %,d ns%n",
                name, all.length, all[all.length / 2], all[(int) (all.length * 0.99)], all[(int) (all.length * 0.999)]);
    }
}
