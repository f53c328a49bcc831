package io.tidemark.load.faults;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** An application that subscribes to drift events in a group of its own, one at a time, and commits each when it is done with it. Where it fails it starts again. */
final class EventReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    /** What the application does with an event. */
    @FunctionalInterface
    interface Work {
        /**
         * Does it.
         *
         * @param time how often the event has come, this time included
         * @throws WorkFailedException if the application dies of it
         */
        void on(DriftEvent event, int time, Consumer<String, DriftEvent> consumer) throws WorkFailedException;
    }

    /** The application dies before it has committed. */
    static final class WorkFailedException extends Exception {
        WorkFailedException(DriftEvent event) {
            super("could not work on event " + event.getEventId());
        }
    }

    private final Cluster cluster;
    private final Topic<String, DriftEvent> topic;
    private final SchemaRegistry registry;
    private final Work work;
    /** In the order of their coming, repetitions included. */
    private final List<DriftEvent> seen = new CopyOnWriteArrayList<>();

    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicReference<@Nullable Exception> unexpected = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean stopped;

    private EventReader(String group, Cluster reached, SchemaRegistry registry, Work work) {
        Map<String, String> settings = new HashMap<>(reached.settings());
        settings.put("group.id", group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.poll.records", "1");
        cluster = new Cluster(settings);
        topic = cluster.topics().driftEvents();
        this.registry = registry;
        this.work = work;
        thread.execute(this::run);
    }

    static EventReader start(String group, Cluster cluster, SchemaRegistry registry, Work work) {
        return new EventReader(group, cluster, registry, work);
    }

    private void run() {
        while (!stopped) {
            try (Consumer<String, DriftEvent> consumer = cluster.consumer(
                    new StringDeserializer(), topic.valueSerde(registry).deserializer())) {
                consumer.subscribe(List.of(topic.name()));
                read(consumer);
            } catch (WorkFailedException e) {
                failures.incrementAndGet();
            } catch (KafkaException e) {
                unexpected.set(e);
                return;
            }
        }
    }

    private void read(Consumer<String, DriftEvent> consumer) throws WorkFailedException {
        while (!stopped) {
            for (ConsumerRecord<String, DriftEvent> record : consumer.poll(POLL)) {
                DriftEvent event = record.value();
                seen.add(event);
                work.on(event, timesSeen(event), consumer);
                consumer.commitSync();
            }
        }
    }

    private int timesSeen(DriftEvent event) {
        return (int) seen.stream()
                .filter(other -> other.getEventId().equals(event.getEventId()))
                .count();
    }

    /** Busy for so long, as a good consumer is: it keeps its place in the group, and takes nothing new. */
    static Work slowly(Duration busy) {
        return (event, time, consumer) -> {
            consumer.pause(consumer.assignment());
            long done = System.nanoTime() + busy.toNanos();
            while (System.nanoTime() < done) {
                consumer.poll(POLL);
            }
            consumer.resume(consumer.assignment());
        };
    }

    /** Dies of every event when it first comes, after it has seen it. */
    static Work failingAtFirst() {
        return (event, time, consumer) -> {
            if (time == 1) {
                throw new WorkFailedException(event);
            }
        };
    }

    /** How often it died. */
    int failures() {
        return failures.get();
    }

    /** How many events came, repetitions included. */
    int received() {
        return seen.size();
    }

    /** What is left when repetitions are dropped by the events' ids. */
    Collection<DriftEvent> events() {
        Map<String, DriftEvent> events = new LinkedHashMap<>();
        for (DriftEvent event : new ArrayList<>(seen)) {
            events.putIfAbsent(event.getEventId(), event);
        }
        return events.values();
    }

    /** @throws IllegalStateException if it has ended other than by its work */
    void checkAlive() {
        Exception ended = unexpected.get();
        if (ended != null) {
            throw new IllegalStateException("the consumer ended by itself", ended);
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.close();
    }
}
