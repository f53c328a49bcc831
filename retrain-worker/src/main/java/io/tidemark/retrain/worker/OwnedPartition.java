package io.tidemark.retrain.worker;

import io.tidemark.retrain.version.OpenTransaction;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The right to write for the models of one partition of {@code drift-events}.
 *
 * <p>Making one shuts out whoever had the right before: what that one left open is undone, and from then on its writes are refused. Every
 * transaction also carries the offset up to which drift events were read, with the group's generation, so that an owner who lost the
 * partition without noticing is refused as well. All records of a transaction are seen together, or none is.
 */
final class OwnedPartition implements AutoCloseable {
    /** What it can't deliver within this time is not worth waiting for: the next owner will do it. */
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final TopicPartition partition;
    private final Producer<byte[], byte[]> producer;

    /**
     * @param producer a transactional one of its own, which is closed with this, also where this can't be made
     * @throws KafkaException if the brokers don't grant the right in time
     */
    OwnedPartition(TopicPartition partition, Producer<byte[], byte[]> producer) {
        this.partition = partition;
        this.producer = producer;
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(CLOSE);
            throw e;
        }
    }

    TopicPartition partition() {
        return partition;
    }

    /** What is written in a transaction. */
    @FunctionalInterface
    interface Writes {
        void to(OpenTransaction transaction) throws InterruptedException;
    }

    /**
     * Writes all of it, or nothing.
     *
     * @param position offset of the first drift event that was not read yet
     * @param group as the consumer knows it now
     * @return the offsets behind what was written, by partition
     * @throws KafkaException where nothing was written, or it is not known whether it was; the right is gone then
     */
    Map<TopicPartition, Long> commit(long position, ConsumerGroupMetadata group, Writes writes)
            throws InterruptedException {
        producer.beginTransaction();
        OpenTransaction transaction = new OpenTransaction(producer);
        try {
            writes.to(transaction);
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(position)), group);
            Map<TopicPartition, Long> ends = transaction.ends();
            producer.commitTransaction();
            return ends;
        } catch (RuntimeException | InterruptedException e) {
            abort(e);
            throw e;
        }
    }

    private void abort(Exception cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // A commit that timed out can't be aborted, and the producer says so with the latter. The next owner's
            // start ends it.
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
