package io.tidemark.retrain.worker;

import io.tidemark.retrain.version.VersionPublication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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
     * @param producer a transactional one of its own, which is closed with this
     * @throws KafkaException if the brokers don't grant the right in time
     */
    OwnedPartition(TopicPartition partition, Producer<byte[], byte[]> producer) {
        this.partition = partition;
        this.producer = producer;
        producer.initTransactions();
    }

    TopicPartition partition() {
        return partition;
    }

    /** What is written in a transaction. */
    @FunctionalInterface
    interface Writes {
        void to(Transaction transaction) throws InterruptedException;
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
        Transaction transaction = new Transaction();
        try {
            writes.to(transaction);
            producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(position)), group);
            producer.flush();
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
        } catch (KafkaException e) {
            // The next owner's start ends it.
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    /** An open transaction. */
    final class Transaction implements VersionPublication.Transaction {
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();

        @Override
        public void send(ProducerRecord<byte[], byte[]> message) {
            sent.add(producer.send(message));
        }

        @Override
        public long sendNow(ProducerRecord<byte[], byte[]> message) throws InterruptedException {
            send(message);
            producer.flush();
            return metadataOf(sent.getLast()).offset();
        }

        private Map<TopicPartition, Long> ends() throws InterruptedException {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Future<RecordMetadata> written : sent) {
                RecordMetadata metadata = metadataOf(written);
                ends.merge(
                        new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset() + 1, Math::max);
            }
            return ends;
        }

        private static RecordMetadata metadataOf(Future<RecordMetadata> written) throws InterruptedException {
            try {
                return written.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
            }
        }
    }
}
