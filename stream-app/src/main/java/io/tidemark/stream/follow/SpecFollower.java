package io.tidemark.stream.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.MonitorSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each monitor spec that is applied or removed, as the topic of specs says, on a thread of its own. What fails is said and tried again
 * from the topic's beginning; until then what was read holds. A spec that can't be used leaves the one before in force, as in the monitor.
 */
public final class SpecFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpecFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String what;
    private final String topic;
    private final Deserializer<io.tidemark.schemas.avro.MonitorSpec> deserializer;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Specs specs;
    private final CountDownLatch stop;
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    /** Takes specs, on the thread of the follower. */
    public interface Specs {
        void apply(MonitorSpec spec);

        void remove(String model);
    }

    /**
     * Reads nothing before it is run.
     *
     * @param what they are followed for, for the log
     * @param stop at 0 it ends
     */
    public SpecFollower(
            String what,
            Topic<String, io.tidemark.schemas.avro.MonitorSpec> monitors,
            SchemaRegistry registry,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Specs specs,
            CountDownLatch stop) {
        this.what = what;
        this.topic = monitors.name();
        this.deserializer = monitors.valueSerde(registry).deserializer();
        this.consumers = consumers;
        this.specs = specs;
        this.stop = stop;
    }

    /** Waits until the specs that were there at the start have been read; false if that has not happened within the time. */
    public boolean awaitSpecs(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        while (stop.getCount() > 0) {
            try (TopicReader reader = reader()) {
                reader.catchUp(PATIENCE);
                caughtUp.countDown();
                while (stop.getCount() > 0) {
                    reader.poll(POLL);
                }
            } catch (RuntimeException e) {
                LOG.warn("Specs are not followed for now, which {} need, and tried again: {}", what, e.toString());
                try {
                    var _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private TopicReader reader() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            return new TopicReader(consumer, List.of(TopicSource.whole(topic, sink())));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private RecordSink sink() {
        return message -> {
            if (message.key() == null) {
                throw new IllegalArgumentException("it has no key");
            }
            String key = new String(message.key(), UTF_8);
            String model = RecordKeys.split(key).getFirst();
            if (message.value() == null) {
                specs.remove(model);
                return;
            }
            io.tidemark.schemas.avro.MonitorSpec record = deserializer.deserialize(topic, message.value());
            if (!record.getModel().equals(model)) {
                throw new IllegalArgumentException("the spec is of another model than its key");
            }
            specs.apply(AppliedSpec.of(record).spec());
        };
    }
}
