package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what this instance serves to {@code serving-status}: at every change, and regularly so that silence means that the instance is gone.
 *
 * <p>It has a thread and a producer of its own, so that a broker or registry that is away holds up nobody else. What can't be written is not kept: the next status
 * says all anew. When it stops it takes its record away; of an instance that dies the record stays until the same instance comes back, or whoever
 * looks after the topic removes those that have not been heard of for long.
 */
final class StatusReporter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final String modelId;
    private final String instance;
    private final Topic<String, ServingStatus> topic;
    private final Serializer<ServingStatus> serializer;
    private final Supplier<Producer<String, byte[]>> connect;
    private final VersionKeeper keeper;
    private final Duration interval;
    private final Clock clock;
    private final Instant startedAt;
    private final RareWarning failures = new RareWarning(LOG);
    private @Nullable Producer<String, byte[]> producer;
    private volatile boolean stopped;

    StatusReporter(
            String modelId,
            String instance,
            Topic<String, ServingStatus> topic,
            Serializer<ServingStatus> serializer,
            Supplier<Producer<String, byte[]>> connect,
            VersionKeeper keeper,
            Duration interval,
            Clock clock) {
        this.modelId = modelId;
        this.instance = instance;
        this.topic = topic;
        this.serializer = serializer;
        this.connect = connect;
        this.keeper = keeper;
        this.interval = interval;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    @Override
    public void run() {
        long seen = 0;
        boolean written = true;
        try {
            while (!stopped) {
                seen = keeper.awaitChange(seen, written ? interval : RETRY_PAUSE);
                written = stopped || write();
            }
        } catch (InterruptedException | InterruptException e) {
            boolean _ = Thread.interrupted(); // only stopping interrupts
        } finally {
            takeAway();
        }
    }

    /** Ends {@link #run} soon, once the keeper is closed. */
    void stop() {
        stopped = true;
    }

    ServingStatus status() {
        return ServingStatus.newBuilder()
                .setModelId(modelId)
                .setInstance(instance)
                .setAt(clock.instant())
                .setStartedAt(startedAt)
                .setVersions(keeper.report())
                .build();
    }

    private boolean write() {
        try {
            send(serializer.serialize(topic.name(), status()));
            return true;
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            warn(e);
            return false;
        }
    }

    private void send(byte @Nullable [] value) {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            open = connect.get();
            producer = open;
        }
        var _ = open.send(
                new ProducerRecord<>(topic.name(), RecordKeys.modelInstance(modelId, instance), value),
                (_, failure) -> {
                    if (failure != null) {
                        warn(failure);
                    }
                });
    }

    private synchronized void warn(Exception failure) {
        if (!stopped) {
            failures.say("The serving status of model '" + modelId + "' could not be written: " + failure.getMessage());
        }
    }

    private void takeAway() {
        Producer<String, byte[]> open = producer;
        if (open == null) {
            return;
        }
        try {
            send(null);
            open.close(CLOSE);
        } catch (RuntimeException e) {
            LOG.debug("The serving status could not be taken away", e);
        }
    }
}
