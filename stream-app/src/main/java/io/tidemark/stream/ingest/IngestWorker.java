package io.tidemark.stream.ingest;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads source topics on a thread of its own, in one {@link IngestSession} after the other. It never gives up: nothing is passed over meanwhile.
 * Where there is nothing to read it has no clients.
 */
final class IngestWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestWorker.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final String group;
    private final String transactionalId;
    private final WorkerParts parts;
    private final CountDownLatch stop;
    private volatile boolean isReady;

    /** What workers have in common. */
    record WorkerParts(
            IngestClients clients,
            SourceFollower sources,
            EventWriter writer,
            IngestMetrics metrics,
            InstantSource clock) {}

    /** @param transactionalId nobody else's */
    IngestWorker(String name, String group, String transactionalId, WorkerParts parts, CountDownLatch stop) {
        this.name = name;
        this.group = group;
        this.transactionalId = transactionalId;
        this.parts = parts;
        this.stop = stop;
    }

    /** Whether it does its share, which may be nothing. */
    boolean isReady() {
        return isReady;
    }

    @Override
    public void run() {
        try {
            while (isRunning()) {
                Optional<Sources> sources = parts.sources().current();
                isReady = sources.isPresent() && !hasWork();
                if (!hasWork()) {
                    var _ = stop.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
                } else {
                    work();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            isReady = false;
        }
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private Sources sources() {
        return parts.sources().current().orElse(Sources.NONE);
    }

    private boolean hasWork() {
        return !sources().topics().isEmpty();
    }

    private void work() throws InterruptedException {
        try (IngestSession session = open()) {
            session.begin();
            while (isRunning() && hasWork()) {
                session.advance(sources());
                isReady = session.hasJoined();
            }
        } catch (RuntimeException e) {
            isReady = false;
            LOG.warn("{} does not read for now, and goes on from its last transaction: {}", name, e.toString());
            LOG.debug("In full:", e);
            var _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private IngestSession open() {
        Consumer<byte[], byte[]> consumer = parts.clients().ofGroup(group, name);
        try {
            Producer<byte[], byte[]> producer = parts.clients().transactional(transactionalId, name);
            return new IngestSession(consumer, producer, parts.writer(), parts.metrics(), parts.clock());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }
}
