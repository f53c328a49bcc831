package io.tidemark.serving.log;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.config.ClientSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what models answered to the topic {@code inference-logs}, and never slows the threads that score.
 *
 * <pre>{@code
 * InferenceLogger log = InferenceLogger.connect(properties); // bootstrap.servers and schema.registry.url
 * log.log(Inference.of("flights", "3", requestId)
 *         .features(Map.of("distance", 733.0, "origin", "ORD"))
 *         .label("late").score(0.83).latency(took).build());
 * log.close(Duration.ofSeconds(10)); // when the application stops
 * }</pre>
 *
 * <p>{@link #log} puts the inference into a queue and returns; a daemon thread checks it, serialises it and sends it. While Kafka or the registry
 * are away, inferences wait in memory. How many, and how many bytes, is bounded, those included that were sent and are not acknowledged yet. What
 * does not fit, can't be serialised or is refused is dropped and counted by reason: {@link #counts}. The log gets a warning of it at most every
 * half minute.
 *
 * <p>Every inference is written once, in the order of its thread, as long as the process lives; what is in memory when it dies is lost. One logger serves
 * all threads and models of an application.
 */
public final class InferenceLogger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceLogger.class);
    private static final Duration DEFAULT_CLOSE = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    /** For threads to end that have nothing left to do. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private final Queue<Inference> queue;
    private final EventAccount account;
    private final Producer<String, byte[]> producer;
    private final SchemaRegistry registry;
    private final Sender sender;
    private final Thread thread;
    private final AtomicBoolean saidClosed = new AtomicBoolean();
    private volatile boolean closed;

    InferenceLogger(
            LoggerConfig config, Producer<String, byte[]> producer, SchemaRegistry registry, Duration retryPause) {
        this(config, producer, registry, retryPause, new ConcurrentLinkedQueue<>());
    }

    /** @param queue empty, without a bound, and safe for several threads */
    InferenceLogger(
            LoggerConfig config,
            Producer<String, byte[]> producer,
            SchemaRegistry registry,
            Duration retryPause,
            Queue<Inference> queue) {
        this.queue = queue;
        this.producer = producer;
        this.registry = registry;
        Topic<String, InferenceEvent> topic = config.topics().inferenceLogs();
        account = new EventAccount(config.maxEvents(), config.maxBytes());
        sender = new Sender(
                queue,
                account,
                new EventMapper(config.limits()),
                topic.name(),
                topic.valueSerde(registry).serializer(),
                producer,
                new Warnings(account, LOG::warn, System::nanoTime),
                retryPause);
        thread = Thread.ofPlatform().daemon().name("tidemark-inference-logger").start(sender);
    }

    /**
     * Makes a logger. It waits neither for Kafka nor for the registry: they may come later.
     *
     * @param settings {@code bootstrap.servers}, {@code schema.registry.url}, any other settings of Kafka's producer (SASL, TLS) and of
     *     the registry's client, and the logger's own, {@code tidemark.*}
     * @throws KafkaException if a setting is missing or wrong, or no name in {@code bootstrap.servers} can be resolved; the message
     *     says which
     */
    public static InferenceLogger connect(Map<String, ?> settings) {
        LoggerConfig config = new LoggerConfig(settings);
        SchemaRegistry registry = SchemaRegistry.connect(config.registry());
        try {
            Producer<String, byte[]> producer =
                    new KafkaProducer<>(config.producer(), new StringSerializer(), new ByteArraySerializer());
            return new InferenceLogger(config, producer, registry, RETRY_PAUSE);
        } catch (KafkaException e) {
            registry.close();
            throw e;
        }
    }

    /** As {@link #connect(Map)}, with the defaults of the properties. */
    public static InferenceLogger connect(Properties settings) {
        return connect(ClientSettings.toMap(settings));
    }

    /**
     * Logs one inference. Returns at once; never waits for Kafka, the registry or another thread, and never throws.
     *
     * @return whether it was taken; it may still turn out that it can't be written, see {@link #counts}
     */
    public boolean log(Inference inference) {
        account.logged();
        if (closed) {
            return turnAway(DropReason.CLOSED);
        }
        if (inference == null) { // Java callers may
            account.turnedAway(DropReason.NOT_SERIALISABLE, "the inference is null");
            return false;
        }
        long weight = inference.weight();
        if (!account.admit(weight)) {
            return turnAway(account.isTooHeavy(weight) ? DropReason.TOO_LARGE : DropReason.QUEUE_FULL);
        }
        queue.add(inference);
        // Closing may have emptied the queue meanwhile: whoever takes it out of the queue accounts for it
        if (closed && queue.remove(inference)) {
            account.dropped(weight, DropReason.CLOSED, "the logger is closed");
            return false;
        }
        return true;
    }

    private boolean turnAway(DropReason reason) {
        account.turnedAway(
                reason,
                switch (reason) {
                    case CLOSED -> "the logger is closed";
                    case TOO_LARGE -> "it takes more memory than " + LoggerConfig.MAX_BYTES + " allows for all";
                    default -> LoggerConfig.MAX_EVENTS + " or " + LoggerConfig.MAX_BYTES + " is reached";
                });
        if (reason == DropReason.CLOSED && saidClosed.compareAndSet(false, true)) {
            LOG.warn("Inferences are logged after the inference logger was closed; they are dropped and counted");
        }
        return false;
    }

    /** What became of the inferences so far. Safe and cheap enough to feed a metrics library at every scrape. */
    public LogCounts counts() {
        return account.counts();
    }

    /** Closes within ten seconds; see {@link #close(Duration)}. */
    @Override
    public void close() {
        long _ = close(DEFAULT_CLOSE);
    }

    /**
     * Takes no more inferences, delivers those that wait as far as the time allows, and gives up the rest.
     *
     * @param timeout how long to wait for Kafka and the registry, zero for not at all; half a second may come on top for threads to end
     * @return how many were left, counted as {@link DropReason#LEFT_AT_CLOSE}; 0 when called again
     */
    public synchronized long close(Duration timeout) {
        if (closed) {
            return 0;
        }
        closed = true;
        boolean interrupted = awaitNothingPending(timeout);
        boolean settled = account.pending() == 0;
        sender.abandon();
        thread.interrupt();
        try {
            producer.close(settled && !interrupted ? GRACE : Duration.ZERO);
            registry.close();
        } catch (RuntimeException e) {
            LOG.warn("The inference logger could not close its connections: {}", e.toString());
        }
        interrupted |= awaitEnd();
        giveUpQueue();
        long left = account.dropped(DropReason.LEFT_AT_CLOSE) + account.pending();
        if (left > 0) {
            LOG.warn("{} inferences were not logged: they were left when the time for closing was over", left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return left;
    }

    /** Returns early, and true, when the thread is interrupted. */
    private boolean awaitNothingPending(Duration timeout) {
        long start = System.nanoTime();
        while (account.pending() > 0 && timeout.compareTo(Duration.ofNanos(System.nanoTime() - start)) > 0) {
            if (Thread.interrupted()) {
                return true;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
        }
        return Thread.interrupted();
    }

    private boolean awaitEnd() {
        try {
            thread.join(GRACE);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void giveUpQueue() {
        for (Inference left = queue.poll(); left != null; left = queue.poll()) {
            account.dropped(left.weight(), DropReason.LEFT_AT_CLOSE, left.toString());
        }
    }
}
