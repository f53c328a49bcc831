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
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
 * <p>Records are taken in the order of their timestamps over all partitions of the session, as far as it goes: a partition of which nothing has
 * come though there is something is waited for, for two seconds at most. One with a record whose schema the registry does not give now waits at
 * this record, and is not waited for.
 */
final class IngestSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IngestSession.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration REGISTRY_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final int MOST_IN_TRANSACTION = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final EventWriter writer;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final Map<TopicPartition, IngestLedger> ledgers = new HashMap<>();
    private final TimeOrder order = new TimeOrder();
    private final Map<TopicPartition, Instant> postponed = new HashMap<>();
    private Optional<Instant> waitsSince = Optional.empty();
    private boolean tookSome;
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
        /** Behind the last record of each partition. */
        private final Map<TopicPartition, Long> offsets = new HashMap<>();

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
        consumer.poll(tookSome ? Duration.ZERO : TICK).forEach(order::add);
        List<TopicPartition> full = order.full();
        consumer.resume(consumer.paused());
        consumer.pause(full);
        Instant now = clock.instant();
        postponed.values().removeIf(until -> !now.isBefore(until));
        Batch batch = new Batch();
        take(sources, now, batch);
        tookSome = !batch.offsets.isEmpty();
        ledgers.values()
                .forEach(ledger -> ledger.report(now).ifPresent(report -> batch.records.add(writer.write(report))));
        if (!batch.isEmpty()) {
            commit(batch);
        }
    }

    /** A topic that nobody asks for any more is left where it is. */
    private void take(Sources sources, Instant now, Batch batch) {
        Predicate<TopicPartition> isRead =
                partition -> sources.mapping(partition.topic()).isPresent() && !postponed.containsKey(partition);
        if (order.first(isRead).isEmpty()) {
            waitsSince = Optional.empty(); // nothing is held back
            return;
        }
        if (waitsForOthers(isRead, now)) {
            return;
        }
        for (int taken = 0; taken < MOST_IN_TRANSACTION; taken++) {
            Optional<ConsumerRecord<byte[], byte[]>> next = order.first(isRead);
            if (next.isEmpty()) {
                return;
            }
            take(next.get(), sources.mapping(next.get().topic()).orElseThrow(), now, batch);
            if (order.isEmpty(TimeOrder.partitionOf(next.get())) && waitsForOthers(isRead, now)) {
                return;
            }
        }
    }

    /** Whether an earlier record may still come from a partition of which none is here. */
    private boolean waitsForOthers(Predicate<TopicPartition> isRead, Instant now) {
        boolean lacking = ledgers.keySet().stream()
                .anyMatch(partition -> order.isEmpty(partition) && isRead.test(partition) && hasMore(partition));
        if (!lacking) {
            waitsSince = Optional.empty();
            return false;
        }
        Instant since = waitsSince.orElse(now);
        waitsSince = Optional.of(since);
        return Duration.between(since, now).compareTo(LONGEST_WAIT) < 0;
    }

    private boolean hasMore(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(1) > 0;
    }

    private void take(ConsumerRecord<byte[], byte[]> message, TopicMapping mapping, Instant now, Batch batch) {
        TopicPartition partition = TimeOrder.partitionOf(message);
        IngestLedger ledger = Objects.requireNonNull(ledgers.get(partition));
        try {
            Written written =
                    writer.write(message, mapping.map(new SourceRecord(message.value(), message.timestamp())));
            batch.records.addAll(written.records());
            ledger.count(written.outcome());
        } catch (RegistryUnavailableException e) {
            LOG.warn("Ingest waits at {}@{} for the schema registry: {}", partition, message.offset(), e.getMessage());
            postponed.put(partition, now.plus(REGISTRY_RETRY));
            return;
        }
        order.take(message);
        batch.offsets.put(partition, message.offset() + 1);
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
            producer.sendOffsetsToTransaction(withLedgers(batch.offsets), consumer.groupMetadata());
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort();
            throw e;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> withLedgers(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        offsets.forEach((partition, offset) -> all.put(
                partition,
                new OffsetAndMetadata(
                        offset, Objects.requireNonNull(ledgers.get(partition)).metadata())));
        return all;
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
        order.forget(partition);
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
