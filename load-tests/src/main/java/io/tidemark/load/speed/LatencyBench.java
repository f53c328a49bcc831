package io.tidemark.load.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.load.Waiting;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How long it takes from the close of a window until its drift event can be read by a consumer that reads committed records only. A window closes
 * when, in each partition, a record has been acknowledged whose event time lies at or behind the window's end and grace.
 *
 * <p>Events are written steadily, and their time runs so fast that a five-minute window passes in a second. Every other window has drifted, so each one opens or
 * resolves episodes.
 */
final class LatencyBench {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final int PARTITIONS = 4;
    private static final int WARM_UP_WINDOWS = 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final SpeedTrack track;
    private final int windows;
    private final int eventsPerSecond;
    /** When each window closed, by its end; on the nanosecond clock. */
    private final Map<Instant, Long> closed = new ConcurrentHashMap<>();

    private final Map<Instant, Long> read = new HashMap<>();
    private final FirstFailure failure = new FirstFailure();

    /** @param windows that are measured */
    LatencyBench(SpeedTrack track, int windows, int eventsPerSecond) {
        this.track = track;
        this.windows = windows;
        this.eventsPerSecond = eventsPerSecond;
    }

    /** What a track for this has to have: no records, and specs that open and resolve at once. */
    static SpeedLoad load() {
        return new SpeedLoad(
                0, PARTITIONS, EventShape.STANDARD, Duration.ofMillis(1), "episodes: {openAfter: 1, closeAfter: 1}\n");
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException if a window has no event within a minute, or a record can't be written
     */
    Spread measure() throws InterruptedException {
        try (MonitorApp monitor = MonitorApp.start(new MonitorConfig(track.freshSettings("latency")));
                SchemaRegistry registry = track.cluster().registry();
                Producer<byte[], byte[]> producer =
                        track.cluster().producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of());
                Consumer<byte[], byte[]> consumer =
                        track.cluster().consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Waiting.until("the monitor has its partitions", monitor::isReady);
            Thread writer =
                    Thread.ofPlatform().daemon().name("latency-writer").start(() -> writeAll(registry, producer));
            try {
                readEvents(consumer, registry);
            } catch (RuntimeException e) {
                throw Interruption.unlessInterrupted(e);
            } finally {
                writer.interrupt(); // before its producer is closed
                writer.join();
            }
        }
        failure.check();
        return Spread.of(latencies());
    }

    private Instant endOf(int window) {
        return SpeedLoad.START.plus(WINDOW.multipliedBy(window + 1));
    }

    private int allWindows() {
        return WARM_UP_WINDOWS + windows;
    }

    private void writeAll(SchemaRegistry registry, Producer<byte[], byte[]> producer) {
        try {
            write(registry, producer);
        } catch (InterruptException e) {
            // Nobody needs the rest.
        } catch (RuntimeException e) {
            failure.keep(e);
        }
    }

    private void write(SchemaRegistry registry, Producer<byte[], byte[]> producer) {
        Topic<String, InferenceEvent> topic = track.cluster().topics().inferenceLogs();
        Serializer<InferenceEvent> serializer = topic.valueSerde(registry).serializer();
        Random random = new Random(42);
        Duration step = WINDOW.dividedBy(eventsPerSecond);
        Instant end = endOf(allWindows() - 1).plus(GRACE).plus(WINDOW);
        int[] open = new int[PARTITIONS]; // the first window of each partition that no record has closed yet
        Map<Integer, Integer> closedPartitions = new ConcurrentHashMap<>();
        long began = System.nanoTime();
        Instant time = SpeedLoad.START;
        for (long i = 0;
                time.isBefore(end) && !Thread.currentThread().isInterrupted();
                i++, time = SpeedLoad.START.plus(step.multipliedBy(i))) {
            long due = began + i * Duration.ofSeconds(1).toNanos() / eventsPerSecond;
            LockSupport.parkNanos(due - System.nanoTime());
            int partition = (int) (i % PARTITIONS);
            List<Integer> closes = new ArrayList<>(1);
            while (!time.isBefore(endOf(open[partition]).plus(GRACE))) {
                closes.add(open[partition]++);
            }
            byte[] value = serializer.serialize(topic.name(), event(i, time, random));
            var record = new ProducerRecord<>(
                    topic.name(), partition, Long.toString(i).getBytes(UTF_8), value);
            var _ = producer.send(record, (metadata, e) -> {
                failure.onCompletion(metadata, e);
                if (e == null) {
                    closes.forEach(window -> acknowledged(window, closedPartitions));
                }
            });
        }
        producer.flush();
    }

    private void acknowledged(int window, Map<Integer, Integer> closedPartitions) {
        if (closedPartitions.merge(window, 1, Integer::sum) == PARTITIONS) {
            closed.put(endOf(window), System.nanoTime());
        }
    }

    /** Every other window has its first feature three standard deviations off. */
    private InferenceEvent event(long number, Instant time, Random random) {
        InferenceEvent event = track.load().shape().event(number, time, random);
        long window = Duration.between(SpeedLoad.START, time).dividedBy(WINDOW);
        if (window % 2 == 1) {
            event.getFeatures().computeIfPresent("feature_0", (_, value) -> (double) value + 3);
        }
        return event;
    }

    private void readEvents(Consumer<byte[], byte[]> consumer, SchemaRegistry registry) {
        Topic<String, DriftEvent> topic = track.cluster().topics().driftEvents();
        Deserializer<DriftEvent> deserializer = topic.valueSerde(registry).deserializer();
        List<TopicPartition> partitions = IntStream.range(
                        0, consumer.partitionsFor(topic.name()).size())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long lastNews = System.nanoTime();
        while (!read.containsKey(endOf(allWindows() - 1))) {
            failure.check();
            for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(100))) {
                lastNews = System.nanoTime();
                read.putIfAbsent(
                        deserializer.deserialize(topic.name(), event.value()).getWindowEnd(), lastNews);
            }
            if (System.nanoTime() - lastNews > LONGEST_WAIT.toNanos()) {
                throw new IllegalStateException("no drift event within " + LONGEST_WAIT + ", after those of "
                        + read.size() + " windows of " + allWindows());
            }
        }
    }

    private long[] latencies() {
        return IntStream.range(WARM_UP_WINDOWS, allWindows())
                .mapToObj(this::endOf)
                .mapToLong(end -> of(read, end, "has no drift event") - of(closed, end, "was never closed"))
                .toArray();
    }

    private static long of(Map<Instant, Long> times, Instant end, String missing) {
        Long time = times.get(end);
        if (time == null) {
            throw new IllegalStateException("the window that ends at " + end + " " + missing);
        }
        return time;
    }
}
