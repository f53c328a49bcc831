package io.tidemark.stream.view;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link View} up to date in the background, with one thread for what is written and one for the windows of before, which ends when these are
 * read. What fails is said in the log once and tried again, and the view shows what it has: nothing else waits for it.
 */
public final class ViewService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(1);
    private static final Duration TO_END = Duration.ofSeconds(10);

    private final ViewSettings settings;
    private final TopicCatalogue topics;
    private final SchemaRegistry registry;
    private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;
    private final InstantSource clock;
    private final Consumer<Set<Change>> changes;
    private final View view;
    private final WindowDetails details;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread reading;
    private volatile boolean caughtUp;
    private volatile boolean historyRead;

    private ViewService(
            ViewSettings settings,
            TopicCatalogue topics,
            SchemaRegistry registry,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
            InstantSource clock,
            Consumer<Set<Change>> changes) {
        this.settings = settings;
        this.topics = topics;
        this.registry = registry;
        this.consumers = consumers;
        this.clock = clock;
        this.changes = changes;
        this.view = new View(settings.windowBytes());
        this.details = new WindowDetails(view, topics, registry, consumers);
        this.reading = Thread.ofPlatform()
                .name("tidemark-view")
                .daemon()
                .uncaughtExceptionHandler((_, e) ->
                        LOG.error("What can be looked at is not kept up to date any more; a restart mends it", e))
                .unstarted(this::read);
    }

    /**
     * @param consumers make consumers of committed records, without a group, that begin with the first record where an offset is no more
     * @param changes is told of what is new, after it can be seen; it must not wait
     */
    public static ViewService start(
            ViewSettings settings,
            TopicCatalogue topics,
            SchemaRegistry registry,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
            InstantSource clock,
            Consumer<Set<Change>> changes) {
        ViewService service = new ViewService(settings, topics, registry, consumers, clock, changes);
        service.reading.start();
        return service;
    }

    public View view() {
        return view;
    }

    /** What is too large to be kept. */
    public WindowDetails details() {
        return details;
    }

    /** Whether all but the windows of before has been read that was there when it was opened. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Whether the windows of before have been read as well, as far as there is room for them. */
    public boolean hasHistory() {
        return historyRead;
    }

    private Instant since() {
        return clock.instant().minus(settings.horizon());
    }

    private void read() {
        while (!isStopped()) {
            try (ViewReader reader = new ViewReader(view, topics, registry, consumers.get(), since(), changes)) {
                Thread history = Thread.ofPlatform()
                        .name("tidemark-view-history")
                        .daemon()
                        .uncaughtExceptionHandler((_, e) ->
                                LOG.error("Windows of before this start can't be looked at; a restart mends it", e))
                        .start(() -> readHistory(reader.positions()));
                follow(reader);
                history.join(TO_END);
            } catch (KafkaException e) {
                pauseAfter(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(ViewReader reader) {
        Instant housekeeping = clock.instant();
        while (!isStopped()) {
            try {
                if (caughtUp) {
                    reader.poll();
                } else {
                    reader.catchUp(PATIENCE);
                    caughtUp = true;
                }
                if (clock.instant().isAfter(housekeeping.plus(HOUSEKEEPING))) {
                    view.windows().forgetJudgedBefore(since());
                    housekeeping = clock.instant();
                }
            } catch (KafkaException e) {
                pauseAfter(e);
            }
        }
    }

    private void readHistory(Map<TopicPartition, Long> positions) {
        String topic = topics.windowProfiles().name();
        Map<TopicPartition, Long> ends = positions.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        while (!isStopped() && !historyRead) {
            try (ProfileHistory history = new ProfileHistory(
                    view.windows(),
                    consumers.get(),
                    topics.windowProfiles().valueSerde(registry).deserializer(),
                    ends,
                    since())) {
                readAll(history);
            } catch (KafkaException e) {
                pauseAfter(e);
            }
        }
    }

    private void readAll(ProfileHistory history) {
        while (!isStopped() && !history.isDone()) {
            try {
                history.poll();
            } catch (KafkaException e) {
                pauseAfter(e);
            }
        }
        historyRead = true;
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void pauseAfter(RuntimeException e) {
        LOG.warn("What can be looked at is not up to date, and is tried again: {}", String.valueOf(e.getMessage()));
        LOG.debug("In full:", e);
        try {
            var _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            reading.join(TO_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        details.close();
    }
}
