package io.tidemark.retrain.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code drift-events} that this worker has, and with them the models that it answers for. One thread uses it; partitions
 * come and go inside of {@link #poll} only.
 */
final class Owners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

    private final Consumer<byte[], byte[]> group;
    private final String topic;
    private final int partitions;
    private final IntFunction<Producer<byte[], byte[]>> producers;
    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
    private final Queue<ConsumerRecord<byte[], byte[]>> unanswered = new ArrayDeque<>();
    private boolean changed;

    /**
     * @param group of the workers' consumer group, without a subscription; closed with this
     * @param producers makes the transactional producer for a partition
     */
    Owners(Consumer<byte[], byte[]> group, String topic, IntFunction<Producer<byte[], byte[]>> producers) {
        this.group = group;
        this.topic = topic;
        this.partitions = group.partitionsFor(topic).size();
        this.producers = producers;
        group.subscribe(List.of(topic), new Rebalance());
    }

    /** Keeps the membership, and fetches drift events where there are none left to answer. */
    void poll(Duration patience) throws InterruptedException {
        if (unanswered.isEmpty()) {
            group.resume(group.paused());
        } else {
            group.pause(group.assignment());
        }
        group.poll(patience).forEach(unanswered::add);
        for (OwnedPartition partition : owned.values()) {
            partition.claim(group.groupMetadata());
        }
    }

    /** Whether partitions came since the last call. What the owner before wrote may not have been read yet then. */
    boolean hasNew() {
        boolean came = changed;
        changed = false;
        return came;
    }

    boolean isOwner(String model) {
        return find(model).isPresent();
    }

    private Optional<OwnedPartition> find(String model) {
        return Optional.ofNullable(
                owned.get(new TopicPartition(topic, Ownership.partitionOf(model, partitions))));
    }

    /** The next drift event to answer; it stays the next until it is {@link #answered}. */
    Optional<ConsumerRecord<byte[], byte[]>> nextEvent() {
        return Optional.ofNullable(unanswered.peek());
    }

    /** Writes the answer to the next drift event. */
    Map<TopicPartition, Long> answer(OwnedPartition.Writes writes) throws InterruptedException {
        ConsumerRecord<byte[], byte[]> event = unanswered.element();
        OwnedPartition owner =
                Objects.requireNonNull(owned.get(new TopicPartition(event.topic(), event.partition())));
        Map<TopicPartition, Long> ends = owner.commit(event.offset() + 1, group.groupMetadata(), writes);
        unanswered.remove();
        return ends;
    }

    /** Passes over the next drift event, which asks for nothing. It is not worth a transaction: the next one says so too. */
    void pass() {
        ConsumerRecord<byte[], byte[]> event = unanswered.remove();
        Objects.requireNonNull(owned.get(new TopicPartition(event.topic(), event.partition())))
                .passed(event.offset() + 1);
    }

    /** Tells Kafka of the drift events that were passed over, where many were; after a crash they would be looked at again, which does no harm. */
    void commitPassed() throws InterruptedException {
        for (OwnedPartition owner : owned.values()) {
            owner.commitPassed(group.groupMetadata());
        }
    }

    /**
     * Writes something for a model.
     *
     * @throws IllegalStateException if the model is another worker's
     */
    Map<TopicPartition, Long> write(String model, OwnedPartition.Writes writes) throws InterruptedException {
        OwnedPartition owner =
                find(model).orElseThrow(() -> new IllegalStateException(model + " belongs to another worker"));
        return owner.commit(owner.answered(), group.groupMetadata(), writes);
    }

    @Override
    public void close() {
        owned.values().forEach(OwnedPartition::close);
        owned.clear();
        group.close();
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        /**
         * The right to write first, and then the offset: what a killed owner left open hides the offset until the new owner's start has
         * ended it.
         */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            for (TopicPartition partition : assigned) {
                OwnedPartition owner = new OwnedPartition(partition, producers.apply(partition.partition()));
                owned.put(partition, owner);
                OffsetAndMetadata committed = group.committed(Set.of(partition)).get(partition);
                long next = committed == null ? end(partition) : committed.offset();
                owner.begin(next, committed != null);
                group.seek(partition, next);
                changed = true;
            }
            LOG.info("Answers for the models of {}", owned.keySet());
        }

        /** A worker that starts for the first time answers what comes from now on. */
        private long end(TopicPartition partition) {
            return Objects.requireNonNull(group.endOffsets(Set.of(partition)).get(partition));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            for (TopicPartition partition : revoked) {
                Optional.ofNullable(owned.remove(partition)).ifPresent(OwnedPartition::close);
                unanswered.removeIf(event -> event.partition() == partition.partition());
            }
            LOG.info("No longer answers for the models of {}", revoked);
        }
    }
}
