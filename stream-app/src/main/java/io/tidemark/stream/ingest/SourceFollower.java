package io.tidemark.stream.ingest;

import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.ingest.SourceTable.Snapshot;
import io.tidemark.stream.mapping.MappingLimits;
import io.tidemark.stream.mapping.TopicMapping;
import io.tidemark.stream.mapping.TopicMapping.AvroRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is read as the specs say and the cluster allows, on a thread of its own: a spec takes effect within a second, a topic that comes
 * or goes within ten.
 */
final class SourceFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceFollower.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(10);

    private final SpecFollower specs;
    private final SourceTable table;
    private final ReadableTopics readable;
    private final AvroRecords avro;
    private final MappingLimits limits;
    private final InstantSource clock;
    private final CountDownLatch stop;
    private volatile Optional<Sources> current = Optional.empty();

    SourceFollower(
            SpecFollower specs,
            SourceTable table,
            ReadableTopics readable,
            AvroRecords avro,
            MappingLimits limits,
            InstantSource clock,
            CountDownLatch stop) {
        this.specs = specs;
        this.table = table;
        this.readable = readable;
        this.avro = avro;
        this.limits = limits;
        this.clock = clock;
        this.stop = stop;
    }

    /** What is read now; empty until the specs that were there at the start have been read. */
    Optional<Sources> current() {
        return current;
    }

    @Override
    public void run() {
        try (readable) {
            while (stop.getCount() > 0 && !specs.awaitSpecs(TICK)) {
                // Before, a record could seem to be of no model whose spec has not been read yet.
            }
            long known = -1;
            Instant asked = Instant.MIN;
            do {
                Snapshot snapshot = table.snapshot();
                Instant now = clock.instant();
                boolean isDue = !snapshot.specs().isEmpty()
                        && Duration.between(asked, now).abs().compareTo(BETWEEN_QUESTIONS) >= 0;
                if (snapshot.change() != known || isDue) {
                    known = snapshot.change();
                    asked = now;
                    publish(snapshot);
                }
            } while (!stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(Snapshot snapshot) throws InterruptedException {
        Map<String, TopicMapping> byTopic = new HashMap<>(TopicMapping.of(snapshot.specs(), avro, limits));
        byTopic.keySet().retainAll(readable.of(Set.copyOf(byTopic.keySet())));
        Sources now = new Sources(byTopic);
        Set<String> before = current.map(Sources::topics).orElse(Set.of());
        if (!before.equals(now.topics())) {
            LOG.info("Ingest reads {}", now.topics().isEmpty() ? "nothing" : now.topics());
        }
        current = Optional.of(now);
    }
}
