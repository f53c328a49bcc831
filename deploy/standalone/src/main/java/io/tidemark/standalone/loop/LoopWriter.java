package io.tidemark.standalone.loop;

import io.tidemark.retrain.version.LoopRecords;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.retrain.version.VersionPublication;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what a person asks of the loop: the same records that the worker writes, each in one transaction. */
public final class LoopWriter implements AutoCloseable {
    private static final int MAX_BLOCK_MS = 15_000;
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    private final Producer<byte[], byte[]> producer;
    private final LoopRecords records;

    public LoopWriter(Cluster cluster, SchemaRegistry registry) {
        records = new LoopRecords(cluster.topics(), registry);
        producer = cluster.producer(
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "tidemark-loop-" + UUID.randomUUID(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        MAX_BLOCK_MS,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_REQUEST_BYTES));
        producer.initTransactions();
    }

    /** Writes a version in another stage. */
    public void write(ModelVersion version) throws InterruptedException, ExecutionException {
        commit(transaction -> transaction.send(records.version(version)));
    }

    /** Writes a job that somebody asks for. */
    public void write(RetrainJob job) throws InterruptedException, ExecutionException {
        commit(transaction -> transaction.send(records.job(job)));
    }

    /**
     * Publishes a version that no job made.
     *
     * @param versions all versions of the model so far
     * @return what the version is called
     */
    public String publish(
            String model,
            NewVersion version,
            Collection<ModelVersion> versions,
            ModelStage stage,
            String reason,
            String by)
            throws InterruptedException, ExecutionException {
        VersionPublication publication = new VersionPublication(
                records, model, version, versions, 0, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        commit(transaction -> publication.writeTo(transaction, stage, reason, by));
        return publication.name();
    }

    @FunctionalInterface
    private interface Writes {
        void to(VersionPublication.Transaction transaction) throws InterruptedException;
    }

    private void commit(Writes writes) throws InterruptedException, ExecutionException {
        producer.beginTransaction();
        Open transaction = new Open();
        try {
            writes.to(transaction);
            for (Future<RecordMetadata> acknowledged : transaction.sent) {
                acknowledged.get();
            }
            producer.commitTransaction();
        } catch (RuntimeException | ExecutionException | InterruptedException e) {
            producer.abortTransaction();
            throw e;
        }
    }

    private final class Open implements VersionPublication.Transaction {
        private final List<Future<RecordMetadata>> sent = new ArrayList<>();

        @Override
        public void send(ProducerRecord<byte[], byte[]> message) {
            sent.add(producer.send(message));
        }

        @Override
        public long sendNow(ProducerRecord<byte[], byte[]> message) throws InterruptedException {
            send(message);
            try {
                return sent.getLast().get().offset();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
