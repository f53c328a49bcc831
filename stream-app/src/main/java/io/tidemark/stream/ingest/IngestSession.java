package io.tidemark.stream.ingest;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.stream.ingest.EventWriter.Written;
import io.tidemark.stream.mapping.SourceRecord;
import io.tidemark.stream.mapping.TopicMapping;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the group, from one fault to the next: reads, maps and writes. One thread uses it.
 *
 * <p>What a poll brings is mapped before its transaction begins. In this stand together all that is made of the records, the offsets behind
 * them, and the ledgers up to there, as these offsets' metadata. So whatever ends the process, each record counts once, and what is read by
 * committed readers is there once. A fault of the transaction ends the session, and the next one begins where the last transaction ended.
 *
 * <p>A partition with a record whose schema the registry does not give now waits at this record; others go on.
 */
final class IngestSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestSession.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final EventWriter writer;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Map<TopicPartition, IngestLedger> ledgers = new HashMap<>();
    private final Map<TopicPartition, Instant> postponed = new HashMap<>();
    private Set<String> subscribed = Set.of();
    private boolean hasJoined;

    /** @param producer of transactions, which are not initialised yet; both are closed with this */
    IngestSession(
            Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            EventWriter writer,
            IngestMetrics metrics,
            InstantSource clock) {
        this.consumer = consumer;
        this.producer = producer;
        this.writer = writer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What is written in one transaction. */
    private static final class Batch {
        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

        boolean isEmpty() {
            return records.isEmpty() && offsets.isEmpty();
        }
    }

    /** To be called first. A transaction that an earlier session left open is undone. */
    void begin() {
        producer.initTransactions();
    }

    /** Whether it has been given its share of the partitions, which may be none. */
    boolean hasJoined() {
        return hasJoined;
    }

    /** Reads and writes once. */
    void advance(Sources sources) {
        if (!sources.topics().equals(subscribed)) {
            subscribed = sources.topics();
            hasJoined = false;
            consumer.subscribe(subscribed, new Partitions());
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(TICK);
        Batch batch = new Batch();
        for (TopicPartition partition : polled.partitions()) {
            // A topic that nobody asks for any more is left where it is.
            sources.mapping(partition.topic())
                    .ifPresent(mapping -> take(partition, polled.records(partition), mapping, batch));
        }
        ledgers.values()
                .forEach(ledger ->
                        ledger.report(clock.instant()).ifPresent(report -> batch.records.add(writer.write(report))));
        if (!batch.isEmpty()) {
            commit(batch);
        }
        resume();
    }

    private void take(
            TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records, TopicMapping mapping, Batch batch) {
        IngestLedger ledger = Objects.requireNonNull(ledgers.get(partition));
        long next = records.getFirst().offset();
        for (ConsumerRecord<byte[], byte[]> message : records) {
            Written written;
            try {
                written = writer.write(message, mapping.map(new SourceRecord(message.value(), message.timestamp())));
            } catch (RegistryUnavailableException e) {
                postpone(partition, message.offset(), e);
                break;
            }
            batch.records.addAll(written.records());
            ledger.count(written.outcome());
            next = message.offset() + 1;
        }
        if (next > records.getFirst().offset()) {
            batch.offsets.put(partition, new OffsetAndMetadata(next, ledger.metadata()));
        }
    }

    private void postpone(TopicPartition partition, long offset, RegistryUnavailableException e) {
        LOG.warn("Ingest waits at {}@{} for the schema registry: {}", partition, offset, e.getMessage());
        consumer.seek(partition, offset);
        consumer.pause(Set.of(partition));
        postponed.put(partition, clock.instant().plus(REGISTRY_RETRY));
    }

    private void resume() {
        Instant now = clock.instant();
        List<TopicPartition> due = postponed.entrySet().stream()
                .filter(each -> !now.isBefore(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!due.isEmpty()) {
            consumer.resume(due);
            postponed.keySet().removeAll(due);
        }
    }

    private void commit(Batch batch) {
        producer.beginTransaction();
        try {
            for (ProducerRecord<byte[], byte[]> record : batch.records) {
                var _ = producer.send(record, (_, fault) -> {
                    if (fault instanceof RecordTooLargeException) {
                        writer.learn(record);
                    }
                });
            }
            producer.sendOffsetsToTransaction(batch.offsets, consumer.groupMetadata());
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort();
            throw e;
        }
    }

    /** So that readers need not wait until brokers undo it. */
    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            LOG.debug("The brokers undo the transaction by themselves: {}", e.toString());
        }
    }

    /** What happens when the group shares its partitions anew. No transaction is open then: each is one step. */
    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> come) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(come));
            for (TopicPartition partition : come) {
                OffsetAndMetadata last = committed.get(partition);
                IngestLedger ledger = new IngestLedger(partition, last == null ? "" : last.metadata());
                ledgers.put(partition, ledger);
                metrics.add(ledger);
            }
            hasJoined = true;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            gone.forEach(IngestSession.this::forget);
        }
    }

    private void forget(TopicPartition partition) {
        postponed.remove(partition);
        IngestLedger ledger = ledgers.remove(partition);
        if (ledger != null) {
            metrics.remove(ledger);
        }
    }

    @Override
    public void close() {
        List.copyOf(ledgers.keySet()).forEach(this::forget);
        try (producer) {
            consumer.close();
        }
    }
}
