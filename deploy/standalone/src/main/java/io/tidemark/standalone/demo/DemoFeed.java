package io.tidemark.standalone.demo;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.flights.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads what the monitor publishes, as any consumer would, tells it to the output, and keeps the counts.
 *
 * <p>One thread runs it; the counts may be read by another.
 */
final class DemoFeed implements Runnable {

    private static final String ALL_ROWS = "all";

    private final Cluster cluster;
    private final DemoOutput output;
    private final Optional<Incident> incident;
    private final Set<String> found = new LinkedHashSet<>();
    private long windows;
    private long rows;
    private long eventsBefore;
    private long eventsSince;
    private Instant judgedUntil = Instant.MIN;
    private volatile boolean stopped;

    DemoFeed(Cluster cluster, DemoOutput output, Optional<Incident> incident) {
        this.cluster = cluster;
        this.output = output;
        this.incident = incident;
    }

    @Override
    public void run() {
        Topic<String, DriftEvent> events = cluster.topics().driftEvents();
        Topic<String, WindowProfile> profiles = cluster.topics().windowProfiles();
        try (SchemaRegistry registry = cluster.registry();
                Consumer<String, byte[]> consumer =
                        cluster.consumer(new StringDeserializer(), new ByteArrayDeserializer())) {
            Deserializer<DriftEvent> eventReader = events.valueSerde(registry).deserializer();
            Deserializer<WindowProfile> profileReader =
                    profiles.valueSerde(registry).deserializer();
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(events.name(), profiles.name())) {
                consumer.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                    if (message.topic().equals(events.name())) {
                        take(eventReader.deserialize(message.topic(), message.value()));
                    } else {
                        take(profileReader.deserialize(message.topic(), message.value()));
                    }
                }
            }
        }
    }

    private synchronized void take(WindowProfile window) {
        if (window.getPart() == 0 && window.getSegment().equals(ALL_ROWS)) {
            windows += window.getSupplement() ? 0 : 1;
            rows += window.getRows();
            judgedUntil = window.getWindowEnd().isAfter(judgedUntil) ? window.getWindowEnd() : judgedUntil;
            output.window(window);
        }
    }

    private synchronized void take(DriftEvent event) {
        boolean before = incident.isPresent()
                && !event.getWindowEnd().isAfter(incident.get().from());
        if (before) {
            eventsBefore++;
        } else {
            eventsSince++;
            String feature = event.getFeature();
            if (event.getState() == EpisodeState.OPENED && feature != null) {
                found.add(feature);
            }
        }
        output.event(event);
    }

    /** Whether a window that ends after this time was judged. */
    synchronized boolean hasJudged(Instant time) {
        return judgedUntil.isAfter(time);
    }

    synchronized DemoSummary summary(long inferenceEvents, long groundTruths, boolean complete, Duration took) {
        return new DemoSummary(
                inferenceEvents,
                groundTruths,
                windows,
                rows,
                eventsBefore,
                eventsSince,
                List.copyOf(found),
                complete,
                took);
    }

    void stop() {
        stopped = true;
    }
}
