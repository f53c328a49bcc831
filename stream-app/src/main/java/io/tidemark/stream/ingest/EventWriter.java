package io.tidemark.stream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.mapping.IngestOutcome;
import io.tidemark.stream.mapping.MappedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Makes what is written of records: events and ground truth under their inference ids, dead letters, ledgers. Each says in a header, or in those
 * of dead letters, of which record it was made.
 *
 * <p>How large an event may be is what its topic takes, which shows when one is refused; from then on the limit is below its size. Safe for use by
 * several threads.
 */
final class EventWriter {
    /** Topic, partition and offset of the record that it was made of, as {@code shop.scores-3@1234}. */
    static final String INGESTED_FROM = "tidemark.ingested.from";

    private static final String REASON_PREFIX = "ingest-";
    /** Brokers' default of {@code max.message.bytes}, less what Kafka needs for a record and its batch. */
    private static final int MOST_BYTES = 1_048_588 - 1_024;

    private final Topic<String, InferenceEvent> inferenceLogs;
    private final Topic<String, GroundTruth> groundTruth;
    private final Topic<String, PartitionLedger> ledger;
    private final String letters;
    private final Serializer<InferenceEvent> events;
    private final Serializer<GroundTruth> truths;
    private final Serializer<PartitionLedger> ledgers;
    private final DeadLetters deadLetters;
    private final AtomicInteger mostBytes = new AtomicInteger(MOST_BYTES);

    EventWriter(TopicCatalogue topics, SchemaRegistry registry, DeadLetters deadLetters) {
        this.inferenceLogs = topics.inferenceLogs();
        this.groundTruth = topics.groundTruth();
        this.ledger = topics.ledger();
        this.letters = topics.deadLetters().name();
        this.events = inferenceLogs.valueSerde(registry).serializer();
        this.truths = groundTruth.valueSerde(registry).serializer();
        this.ledgers = ledger.valueSerde(registry).serializer();
        this.deadLetters = deadLetters;
    }

    /**
     * What is to be written of one record.
     *
     * @param outcome what became of it in the end
     */
    record Written(List<ProducerRecord<byte[], byte[]>> records, IngestOutcome outcome) {}

    /**
     * What is to be written of a record.
     *
     * @throws io.tidemark.schemas.registry.RegistryUnavailableException if the schemas of events can't be registered now
     */
    Written write(ConsumerRecord<byte[], byte[]> original, MappedRecord mapped) {
        Draft draft = new Draft(original, mapped);
        mapped.events().forEach(event -> draft.add(inferenceLogs, events, event.getInferenceId(), event));
        mapped.truths().forEach(truth -> draft.add(groundTruth, truths, truth.getInferenceId(), truth));
        return draft.finish();
    }

    ProducerRecord<byte[], byte[]> write(PartitionLedger record) {
        String key = RecordKeys.ledger(record.getStep(), record.getTopic(), record.getPartition());
        return new ProducerRecord<>(
                ledger.name(), key.getBytes(UTF_8), Objects.requireNonNull(ledgers.serialize(ledger.name(), record)));
    }

    /** A record was refused for its size: from now on such records are dead letters. */
    void learn(ProducerRecord<byte[], byte[]> tooLarge) {
        if (!tooLarge.topic().equals(letters)) {
            mostBytes.accumulateAndGet(tooLarge.value().length - 1, Math::min);
        }
    }

    /** What is made of one record, while it is made. */
    private final class Draft {
        private final ConsumerRecord<byte[], byte[]> original;
        private final Headers from;
        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private IngestOutcome outcome;
        private String message;

        Draft(ConsumerRecord<byte[], byte[]> original, MappedRecord mapped) {
            this.original = original;
            this.outcome = mapped.outcome();
            this.message = mapped.message();
            this.from = new RecordHeaders()
                    .add(
                            INGESTED_FROM,
                            (original.topic() + "-" + original.partition() + "@" + original.offset()).getBytes(UTF_8));
        }

        <T extends SpecificRecord> void add(Topic<String, T> topic, Serializer<T> serializer, String id, T value) {
            byte[] bytes = Objects.requireNonNull(serializer.serialize(topic.name(), value));
            if (bytes.length > mostBytes.get()) {
                outcome = IngestOutcome.TOO_LARGE;
                message = "what is made of it has " + bytes.length + " bytes, more than " + topic.name()
                        + " takes; map fewer features, or raise its max.message.bytes";
                return;
            }
            records.add(new ProducerRecord<>(topic.name(), null, id.getBytes(UTF_8), bytes, from));
        }

        Written finish() {
            if (outcome.isRefused()) {
                records.add(letter());
            }
            return new Written(records, outcome);
        }

        /** Its time is that of its making: of a backlog, retention would take it away at once. */
        private ProducerRecord<byte[], byte[]> letter() {
            Record<byte[], byte[]> letter = deadLetters.of(
                    new Record<>(
                            original.key(), original.value(), Math.max(0, original.timestamp()), original.headers()),
                    new Origin(original.topic(), original.partition(), original.offset()),
                    REASON_PREFIX + outcome.reason(),
                    message);
            return new ProducerRecord<>(letters, null, letter.key(), letter.value(), letter.headers());
        }
    }

    private record Origin(String topic, int partition, long offset) implements RecordMetadata {}
}
