package io.tidemark.retrain.worker;

import io.tidemark.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of {@code drift-events} that this worker has, and with them the models that it answers for. One thread uses it; partitions
 * come and go inside of {@link #poll} only.
 *
 * <p>What the events say is read elsewhere, by every worker. Here they say that there may be something to do, and their offsets go into each
 * transaction: so a worker that lost a partition can't write for it. They are told to the group at every tick as well, so that its lag shows operators whether workers keep up.
 */
final class Owners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Owners.class);

    private final Consumer<byte[], byte[]> group;
    private final String topic;
    private final int partitions;
    private final IntFunction<Producer<byte[], byte[]>> producers;
    private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
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

    /** Keeps the membership. Returns with the first drift event, or when {@code patience} is over; tells whether there was one. */
    boolean poll(Duration patience) {
        ConsumerRecords<byte[], byte[]> events = group.poll(patience);
        return !events.isEmpty();
    }

    /** Tells the group how far drift events were read, for who looks at its lag: transactions do so only where there is something to write. */
    void tellPosition() {
        group.commitAsync((offsets, failure) -> {
            if (failure != null) {
                LOG.debug("The group was not told {}", offsets, failure);
            }
        });
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
                owned.get(new TopicPartition(topic, RecordKeys.partitionOfModel(model, partitions))));
    }

    /**
     * Writes something for a model: all of it, or nothing.
     *
     * @return the offsets behind what was written, by partition
     * @throws IllegalStateException if the model is another worker's
     */
    Map<TopicPartition, Long> write(String model, OwnedPartition.Writes writes) throws InterruptedException {
        OwnedPartition owner =
                find(model).orElseThrow(() -> new IllegalStateException(model + " belongs to another worker"));
        return owner.commit(group.position(owner.partition()), group.groupMetadata(), writes);
    }

    @Override
    public void close() {
        owned.values().forEach(OwnedPartition::close);
        owned.clear();
        group.close();
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        /**
         * The right to write comes before the group's offset is asked for: what a killed owner left open hides the offset until the new owner's
         * start has ended it.
         */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            int now = group.partitionsFor(topic).size();
            if (now != partitions) {
                // Which partition a model belongs to has changed: with two answers to that it would have two owners.
                throw new KafkaException(topic + " has " + now + " partitions, and had " + partitions);
            }
            for (TopicPartition partition : assigned) {
                owned.put(partition, new OwnedPartition(partition, producers.apply(partition.partition())));
                changed = true;
            }
            LOG.info("Answers for the models of {}", owned.keySet());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            revoked.forEach(
                    partition -> Optional.ofNullable(owned.remove(partition)).ifPresent(OwnedPartition::close));
            LOG.info("No longer answers for the models of {}", revoked);
        }
    }
}
