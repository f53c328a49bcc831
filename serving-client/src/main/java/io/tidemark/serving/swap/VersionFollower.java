package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of versions from its beginning and goes on for ever, and hands the versions of one model over at each change.
 *
 * <p>It has no group: every instance reads everything. Before it has read to what was the end when it began, it hands nothing over, so that nobody swaps
 * through history. Whatever fails (hosts that don't resolve, a broker or registry that is away, a topic that is not there yet) is tried again, for ever. A record
 * that can't be decoded is counted and skipped: what was known of its version before goes on.
 */
final class VersionFollower implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ASK = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private final String modelId;
    private final Topic<String, ModelVersion> topic;
    private final Deserializer<ModelVersion> decoder;
    private final Supplier<Consumer<String, byte[]>> connect;
    private final VersionKeeper keeper;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final LongAdder unreadable = new LongAdder();
    private final RareWarning stalls = new RareWarning(LOG);
    private volatile @Nullable Consumer<String, byte[]> consumer;

    VersionFollower(
            String modelId,
            Topic<String, ModelVersion> topic,
            Deserializer<ModelVersion> decoder,
            Supplier<Consumer<String, byte[]>> connect,
            VersionKeeper keeper) {
        this.modelId = modelId;
        this.topic = topic;
        this.decoder = decoder;
        this.connect = connect;
        this.keeper = keeper;
    }

    @Override
    public void run() {
        while (isRunning()) {
            try (Consumer<String, byte[]> open = connect.get()) {
                consumer = open;
                try {
                    follow(open);
                } finally {
                    consumer = null;
                    open.close(CloseOptions.timeout(CLOSE));
                }
            } catch (WakeupException | InterruptException e) {
                boolean _ = Thread.interrupted(); // only stopping wakes or interrupts, and it has a latch
            } catch (RuntimeException | Error e) {
                stall(e);
            }
        }
    }

    /** Ends {@link #run} soon. */
    void stop() {
        stop.countDown();
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    /** Records of this model that could not be decoded. */
    long unreadable() {
        return unreadable.sum();
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private void follow(Consumer<String, byte[]> open) {
        List<TopicPartition> partitions = open.partitionsFor(topic.name(), ASK).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(
                    "there is no topic " + topic.name() + "; create it with ./tidemark topics create");
        }
        open.assign(partitions);
        open.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = open.endOffsets(partitions, ASK);
        Map<String, ModelVersion> versions = new HashMap<>();
        boolean caughtUp = false;
        while (isRunning()) {
            boolean changed = false;
            for (ConsumerRecord<String, byte[]> message : open.poll(caughtUp ? POLL : Duration.ofMillis(100))) {
                changed |= take(message, versions);
            }
            if (!caughtUp) {
                caughtUp = ends.entrySet().stream().allMatch(end -> open.position(end.getKey()) >= end.getValue());
                changed = caughtUp;
            }
            if (changed && caughtUp && isRunning()) {
                keeper.read(versions.values());
                stalls.over();
            }
        }
    }

    /** @return whether it says anything of this model */
    private boolean take(ConsumerRecord<String, byte[]> message, Map<String, ModelVersion> versions) {
        String key = message.key();
        List<String> parts = key == null ? List.of() : RecordKeys.split(key);
        if (parts.size() != 2 || !parts.getFirst().equals(modelId)) {
            return false;
        }
        String version = parts.getLast();
        if (message.value() == null) {
            return versions.remove(version) != null;
        }
        try {
            ModelVersion record = decode(message.value());
            if (record == null
                    || !record.getModelId().equals(modelId)
                    || !record.getVersion().equals(version)) {
                throw new SerializationException("its value is of another version than its key " + key);
            }
            versions.put(version, record);
            return true;
        } catch (SerializationException e) {
            unreadable.increment();
            LOG.warn(
                    "The record at offset {} of {} can't be read and is skipped; what was known of version {} of {} holds: {}",
                    message.offset(),
                    topic.name(),
                    version,
                    modelId,
                    e.getMessage());
            return false;
        }
    }

    /** Waits for the registry as long as it takes: the record may be good, and those behind it have to wait for it. */
    private @Nullable ModelVersion decode(byte[] value) {
        while (true) {
            try {
                return decoder.deserialize(topic.name(), value);
            } catch (RetriableException e) {
                stall(e);
                if (!isRunning()) {
                    throw new WakeupException();
                }
            }
        }
    }

    private void stall(Throwable cause) {
        if (isRunning()) {
            String why = "they can't be read now (" + rootMessage(cause) + "); trying again";
            keeper.readingFails(why);
            stalls.say("Following the versions of model '" + modelId + "': " + why);
            pause();
        }
    }

    private void pause() {
        try {
            boolean _ = stop.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // only stopping interrupts, and it has a latch of its own
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
