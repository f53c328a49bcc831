package io.tidemark.standalone.loop;

import io.tidemark.retrain.version.LoopRecords;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.retrain.version.OpenTransaction;
import io.tidemark.retrain.version.VersionPublication;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
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
                        cluster.transactionalIds() + "loop-" + UUID.randomUUID(),
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        MAX_BLOCK_MS,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        MAX_REQUEST_BYTES));
        producer.initTransactions();
    }

    /** Writes a version in another stage. */
    public void write(ModelVersion version) throws InterruptedException {
        commit(transaction -> transaction.send(records.version(version)));
    }

    /** Writes a job that somebody asks for. */
    public void write(RetrainJob job) throws InterruptedException {
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
            throws InterruptedException {
        VersionPublication publication = new VersionPublication(
                records,
                model,
                version,
                versions,
                RecordKeys.partitionOfModel(model, artifactPartitions()),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        commit(transaction -> publication.writeTo(transaction, stage, reason, by));
        return publication.name();
    }

    private int artifactPartitions() {
        return producer.partitionsFor(records.artifactTopic()).size();
    }

    @FunctionalInterface
    private interface Writes {
        void to(OpenTransaction transaction) throws InterruptedException;
    }

    private void commit(Writes writes) throws InterruptedException {
        producer.beginTransaction();
        OpenTransaction transaction = new OpenTransaction(producer);
        try {
            writes.to(transaction);
            commitNow();
        } catch (RuntimeException | InterruptedException e) {
            abort(e);
            throw e;
        }
    }

    private void commitNow() {
        try {
            producer.commitTransaction();
        } catch (TimeoutException e) {
            throw new TimeoutException(
                    "the change was sent, and whether it is committed is not known; look with models list or jobs list",
                    e);
        }
    }

    private void abort(Exception cause) {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // What timed out at the commit can't be aborted; the brokers end it.
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
