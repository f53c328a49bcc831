package io.tidemark.stream.notify;

import io.tidemark.http.client.Backoff;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.stream.follow.SpecFollower;
import io.tidemark.stream.notify.Outbox.Item;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers to one channel what the topic of events has for it, on a thread of its own, as a member of the channel's consumer group.
 *
 * <p>Invariants. An offset is committed only when every record before it is done with: delivered, refused for good, too old, not for this
 * channel, or unreadable. One message is under way at a time, so what is told of an episode arrives in its order. The consumer polls while
 * a message is under way, hangs or waits, paused once enough events wait; so it stays in its group.
 *
 * <p>A crash leaves the offsets of what was delivered: what was under way is delivered again, with the same id if it is grouped alike.
 */
final class ChannelWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration TO_COMMIT = Duration.ofSeconds(5);
    private static final Duration TO_FINISH = Duration.ofSeconds(3);
    private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);
    /** A new channel is told what happened this long before it: what comes while it is being started is not lost. */
    static final Duration PAST_OF_A_NEW_CHANNEL = Duration.ofMinutes(15);

    /** Some megabytes of events. What comes beyond waits in the topic. */
    private static final int MOST_WAITING = 2_000;

    private final ChannelSettings settings;
    private final String group;
    private final Topic<String, DriftEvent> topic;
    private final WorkerParts parts;
    private final ChannelMetrics metrics;
    private final CountDownLatch stop;

    private final OffsetTracker offsets = new OffsetTracker();
    private final Deque<ConsumerRecord<byte[], byte[]>> unread = new ArrayDeque<>();
    private final Outbox outbox;
    private @Nullable Delivery delivery;
    private Instant readAgainAt = Instant.MIN;

    /** What workers have in common, and what is this one's. */
    record WorkerParts(
            NotifyClients clients,
            SpecFollower specs,
            RouteTable routes,
            EventReader events,
            Channel channel,
            java.util.concurrent.ExecutorService executor,
            Backoff backoff,
            InstantSource clock) {}

    /** Makes an event of a record's value. */
    interface EventReader {
        DriftEvent read(byte[] value);
    }

    ChannelWorker(
            ChannelSettings settings,
            String group,
            Topic<String, DriftEvent> topic,
            WorkerParts parts,
            ChannelMetrics metrics,
            CountDownLatch stop) {
        this.settings = settings;
        this.group = group;
        this.topic = topic;
        this.parts = parts;
        this.metrics = metrics;
        this.stop = stop;
        this.outbox = new Outbox(settings, metrics);
    }

    @Override
    public void run() {
        try {
            while (isRunning() && !parts.specs().awaitSpecs(TICK)) {
                // Before, an event could go where its model's spec does not want it.
            }
            while (isRunning()) {
                try (Consumer<byte[], byte[]> consumer = parts.clients().ofGroup(group, settings.name())) {
                    follow(consumer);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "Channel {} does not follow events for now, and tries again: {}",
                            settings.name(),
                            e.toString());
                    LOG.debug("In full:", e);
                    var _ = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                } finally {
                    forgetAll();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRunning() {
        return stop.getCount() > 0;
    }

    private void forgetAll() {
        Optional.ofNullable(delivery).ifPresent(Delivery::cancel);
        delivery = null;
        unread.clear();
        Set<TopicPartition> all = offsets.partitions();
        outbox.forget(all);
        offsets.forget(all);
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        consumer.subscribe(List.of(topic.name()), new Partitions(consumer));
        while (isRunning()) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(TICK)) {
                offsets.read(new TopicPartition(message.topic(), message.partition()), message.offset());
                unread.add(message);
            }
            takeIn();
            deliver();
            commit(consumer);
            if (unread.isEmpty() && outbox.size() < MOST_WAITING) {
                consumer.resume(consumer.paused());
            } else {
                consumer.pause(consumer.assignment());
            }
            metrics.setWaiting(outbox.size() + underWay());
        }
        finish();
        commitNow(consumer, consumer.assignment());
    }

    private int underWay() {
        return delivery == null ? 0 : delivery.parcel().items().size();
    }

    private void takeIn() {
        Instant now = parts.clock().instant();
        while (!unread.isEmpty() && outbox.size() < MOST_WAITING && !now.isBefore(readAgainAt)) {
            ConsumerRecord<byte[], byte[]> message = unread.element();
            TopicPartition partition = new TopicPartition(message.topic(), message.partition());
            try {
                read(message)
                        .flatMap(event -> parts.routes().route(event, settings.name()))
                        .ifPresentOrElse(
                                told -> outbox.add(new Item(told, partition, message.offset()), now),
                                () -> offsets.done(partition, message.offset()));
            } catch (RegistryUnavailableException e) {
                LOG.warn("Channel {} waits for the schema registry: {}", settings.name(), e.getMessage());
                readAgainAt = now.plus(REGISTRY_RETRY);
                return;
            }
            unread.remove();
        }
    }

    private Optional<DriftEvent> read(ConsumerRecord<byte[], byte[]> message) {
        try {
            return message.value() == null
                    ? Optional.empty()
                    : Optional.of(parts.events().read(message.value()));
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RuntimeException e) { // whatever it is, it would be so each time
            metrics.countUnreadable();
            LOG.error(
                    "Channel {}: {}-{}@{} can't be read and is passed over: {}",
                    settings.name(),
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private void deliver() {
        Instant now = parts.clock().instant();
        if (delivery == null) {
            delivery = outbox.next(now)
                    .map(parcel ->
                            new Delivery(parcel, settings, parts.channel(), metrics, parts.backoff(), parts.executor()))
                    .orElse(null);
        }
        if (delivery != null && delivery.advance(now)) {
            delivery.parcel().items().forEach(item -> offsets.done(item.partition(), item.offset()));
            delivery = null;
        }
    }

    /** Waits a little for what is being sent, so that it is not sent again by whoever comes next. */
    private void finish() {
        Instant until = parts.clock().instant().plus(TO_FINISH);
        while (delivery != null
                && delivery.isAttempting()
                && parts.clock().instant().isBefore(until)) {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(10).toNanos());
            if (delivery.isAttempting() && delivery.advance(parts.clock().instant())) {
                delivery.parcel().items().forEach(item -> offsets.done(item.partition(), item.offset()));
                delivery = null;
            }
        }
    }

    private void commit(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> done = offsets.committable(consumer.assignment(), consumer::position);
        if (!done.isEmpty()) {
            consumer.commitAsync(done, (_, fault) -> {
                if (fault != null) {
                    LOG.debug("Channel {}: offsets were not committed, and are again", settings.name(), fault);
                    offsets.notCommitted(done.keySet());
                }
            });
        }
    }

    private void commitNow(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        offsets.notCommitted(partitions); // what was said asynchronously may not have arrived
        Map<TopicPartition, OffsetAndMetadata> done = offsets.committable(partitions, consumer::position);
        try {
            if (!done.isEmpty()) {
                consumer.commitSync(done, TO_COMMIT);
            }
        } catch (KafkaException e) {
            LOG.warn(
                    "Channel {}: offsets were not committed, so some messages are sent again: {}",
                    settings.name(),
                    e.toString());
        }
    }

    /** What happens when the group shares its partitions anew. */
    private final class Partitions implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        Partitions(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            finish();
            commitNow(consumer, gone);
            onPartitionsLost(gone);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> gone) {
            outbox.forget(gone);
            offsets.forget(gone);
            unread.removeIf(message -> gone.contains(new TopicPartition(message.topic(), message.partition())));
            if (delivery != null && delivery.isOnlyFrom(gone)) {
                delivery.cancel();
                delivery = null;
            }
        }

        /** Where nothing was ever committed, the beginning is committed at once: a crash before the first message must not move it. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> come) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(come));
            Map<TopicPartition, Long> since = new HashMap<>();
            for (TopicPartition partition : come) {
                if (committed.get(partition) == null) {
                    since.put(
                            partition,
                            parts.clock().instant().minus(PAST_OF_A_NEW_CHANNEL).toEpochMilli());
                }
            }
            if (since.isEmpty()) {
                return;
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(since.keySet());
            Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
            consumer.offsetsForTimes(since)
                    .forEach((partition, found) -> begin.put(partition, begin(found, ends, partition)));
            begin.forEach(consumer::seek);
            consumer.commitSync(begin);
        }

        private static OffsetAndMetadata begin(
                @Nullable OffsetAndTimestamp found, Map<TopicPartition, Long> ends, TopicPartition partition) {
            return new OffsetAndMetadata(found == null ? ends.getOrDefault(partition, 0L) : found.offset());
        }
    }
}
