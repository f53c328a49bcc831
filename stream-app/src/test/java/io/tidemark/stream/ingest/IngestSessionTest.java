package io.tidemark.stream.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.mapping.IngestOutcome;
import io.tidemark.stream.mapping.MappingLimits;
import io.tidemark.stream.mapping.SourceRecord;
import io.tidemark.stream.mapping.TopicMapping;
import io.tidemark.stream.spec.SpecYaml;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestSessionTest {
    private static final TopicPartition JSON = new TopicPartition("json", 0);
    private static final TopicPartition AVRO = new TopicPartition("avro", 0);
    private static final Schema SCHEMA = new Schema.Parser().parse("""
            {"type": "record", "name": "R", "fields": [{"name": "id", "type": "string"}]}
            """);

    private final TopicCatalogue topics = TopicCatalogue.withDefaultPrefix();
    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final EventWriter writer = new EventWriter(topics, registry, new DeadLetters(1_000));
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private Instant now = Instant.parse("2001-01-01T00:00:00Z");
    private final IngestMetrics metrics = new IngestMetrics();
    private final IngestSession session = new IngestSession(consumer, producer, writer, metrics, () -> now);
    private boolean isRegistryAway;
    private final Sources sources = new Sources(
            TopicMapping.of(List.of(SpecYaml.read("""
                            model: j
                            source: {predictions: {topic: json, id: $.id, version: 1, features: {'*': $}}}
                            """), SpecYaml.read("""
                            model: a
                            source: {predictions: {topic: avro, format: avro, id: $.id, version: 1, features: {}}}
                            """)), this::read, new MappingLimits(10)));

    private GenericRecord read(byte[] value) {
        if (isRegistryAway) {
            throw new RegistryUnavailableException("away", new IllegalStateException());
        }
        return new GenericRecordBuilder(SCHEMA)
                .set("id", new String(value, UTF_8))
                .build();
    }

    @BeforeEach
    void join() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(JSON, AVRO));
            consumer.updateBeginningOffsets(Map.of(JSON, 0L, AVRO, 0L));
        });
        session.begin();
        session.advance(sources);
    }

    @AfterEach
    void close() {
        session.close();
        registry.close();
    }

    private void add(TopicPartition partition, long offset, String value) {
        add(partition, offset, now, value);
    }

    private void add(TopicPartition partition, long offset, Instant time, String value) {
        byte[] key = "key".getBytes(UTF_8);
        byte[] bytes = value.getBytes(UTF_8);
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length,
                bytes.length,
                key,
                bytes,
                new RecordHeaders(),
                Optional.empty()));
    }

    private void advance() {
        session.advance(sources);
    }

    private long written(String topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .count();
    }

    /** By partition, as of the last transaction in which each was. */
    private Map<TopicPartition, OffsetAndMetadata> committed() {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        producer.consumerGroupOffsetsHistory().forEach(groups -> groups.values().forEach(committed::putAll));
        return committed;
    }

    @Test
    void shouldCommitWhatWasMadeTheOffsetAndTheCountsTogether() {
        add(JSON, 0, "{\"id\": \"a\", \"x\": 1}");
        add(JSON, 1, "poison");
        add(JSON, 2, "{\"id\": \"b\", \"x\": 2}");
        advance();

        assertThat(session.hasJoined()).isTrue();
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(written("tidemark.inference-logs")).isEqualTo(2);
        assertThat(written("tidemark.dead-letters")).isEqualTo(1);
        assertThat(written("tidemark.ledger")).isEqualTo(1);
        assertThat(committed())
                .containsOnly(Map.entry(JSON, new OffsetAndMetadata(3, "tidemark-ledger-1;mapped=2;not-json=1")));
    }

    @Test
    void shouldSayOfWhichRecordAnEventWasMade() {
        add(JSON, 7, "{\"id\": \"a\"}");
        advance();

        ProducerRecord<byte[], byte[]> event = producer.history().getFirst();
        assertThat(event.key()).asString().isEqualTo("a");
        assertThat(event.headers().lastHeader("tidemark.ingested.from").value())
                .asString()
                .isEqualTo("json-0@7");
    }

    /** No record is a dead letter because the registry is away, and no other partition waits for it. */
    @Test
    void shouldWaitAtARecordWhoseSchemaIsNotToBeHad() {
        add(AVRO, 0, "first");
        advance();
        isRegistryAway = true;
        add(AVRO, 1, "second");
        add(JSON, 0, "{\"id\": \"a\"}");
        advance();

        assertThat(written("tidemark.inference-logs")).isEqualTo(2);
        assertThat(written("tidemark.dead-letters")).isZero();
        assertThat(committed().get(AVRO)).isEqualTo(new OffsetAndMetadata(1, "tidemark-ledger-1;mapped=1"));

        isRegistryAway = false;
        advance();
        assertThat(written("tidemark.inference-logs")).isEqualTo(2);
        now = now.plusSeconds(1);
        advance();
        assertThat(committed().get(AVRO)).isEqualTo(new OffsetAndMetadata(2, "tidemark-ledger-1;mapped=2"));
        assertThat(written("tidemark.inference-logs")).isEqualTo(3);
    }

    /** Else a backlog would be written partition by partition, and all but the first would be late. */
    @Test
    void shouldTakePartitionsInTheOrderOfTime() {
        for (int i = 0; i < 3; i++) {
            add(JSON, i, now.plusSeconds(2L * i), "{\"id\": \"" + 2 * i + "\"}");
            add(AVRO, i, now.plusSeconds(2L * i + 1), Integer.toString(2 * i + 1));
        }
        advance();

        assertThat(producer.history().stream()
                        .filter(record -> record.topic().equals("tidemark.inference-logs"))
                        .map(record -> new String(record.key(), UTF_8)))
                .containsExactly("0", "1", "2", "3", "4", "5");
    }

    @Test
    void shouldWaitAWhileForAPartitionThatHasMore() {
        consumer.updateEndOffsets(Map.of(AVRO, 5L));
        add(JSON, 0, "{\"id\": \"a\"}");
        advance();
        assertThat(producer.history()).isEmpty();

        now = now.plusMillis(1_999);
        advance();
        assertThat(producer.history()).isEmpty();
        now = now.plusMillis(1);
        advance();
        assertThat(written("tidemark.inference-logs")).isEqualTo(1);
    }

    /** The partition's counts were committed with its offset, by whoever had it before. */
    @Test
    void shouldGoOnFromTheCountsOfTheOneBefore() {
        consumer.commitSync(Map.of(JSON, new OffsetAndMetadata(5, "tidemark-ledger-1;mapped=4;not-json=1")));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(AVRO)));
        advance();
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(JSON, AVRO));
            add(JSON, 5, "{\"id\": \"a\"}");
        });
        advance();

        assertThat(committed().get(JSON)).isEqualTo(new OffsetAndMetadata(6, "tidemark-ledger-1;mapped=5;not-json=1"));
    }

    @Test
    void shouldLeaveWhatNobodyAsksForAnyMoreWhereItIs() {
        add(AVRO, 0, "first");
        Sources jsonOnly = new Sources(Map.of("json", sources.mapping("json").orElseThrow()));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(JSON)));
        session.advance(jsonOnly);

        assertThat(committed()).isEmpty();
        assertThat(consumer.subscription()).containsOnly("json");
    }

    /** A topic's own limit shows when an event is refused. */
    @Test
    void shouldRefuseEventsOfASizeThatWasRefusedBefore() {
        TopicMapping mapping = sources.mapping("json").orElseThrow();
        byte[] value = "{\"id\": \"a\", \"x\": \"a text of some length\"}".getBytes(UTF_8);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("json", 0, 0, new byte[0], value);

        EventWriter.Written first = writer.write(record, mapping.map(new SourceRecord(value, 1)));
        writer.learn(first.records().getFirst());
        EventWriter.Written second = writer.write(record, mapping.map(new SourceRecord(value, 1)));

        assertThat(first.outcome()).isEqualTo(IngestOutcome.MAPPED);
        assertThat(second.outcome()).isEqualTo(IngestOutcome.TOO_LARGE);
        assertThat(second.records())
                .singleElement()
                .satisfies(letter -> assertThat(letter.topic()).isEqualTo("tidemark.dead-letters"));
    }

    @Test
    void shouldTellTheCountsOfItsPartitionsAsMetrics() {
        add(JSON, 0, "{\"id\": \"a\"}");
        advance();

        assertThat(metrics.all()
                        .filter(metric -> "json"
                                        .equals(metric.metricName().tags().get("topic"))
                                && "mapped".equals(metric.metricName().tags().get("outcome")))
                        .map(metric -> metric.metricValue()))
                .containsExactly(1.0);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        advance();
        assertThat(metrics.all()).isEmpty();
    }
}
