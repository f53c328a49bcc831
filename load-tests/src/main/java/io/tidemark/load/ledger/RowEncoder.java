package io.tidemark.load.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.event.GeneratedEvent;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** The bytes of planned rows. Equal rows have equal bytes. Not safe for use by several threads. */
public final class RowEncoder {
    private static final int NUMBERS = 4;
    private static final String NUMBER = "number_";
    private static final String ORIGIN = "origin";
    /** Of which {@link PlannedRow#block} a row is. */
    static final String BLOCK = "block";

    private static final String EMBEDDING = "embedding";

    /** What is profiled of every row. */
    static final Set<String> FEATURES = Stream.of(
                    IntStream.range(0, NUMBERS).mapToObj(i -> NUMBER + i),
                    Stream.of(ORIGIN, BLOCK, "$prediction", "$score"),
                    EmbeddingNames.of(EMBEDDING).stream())
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private static final int DIMENSIONS = 16;
    private static final double SHIFT = 3;
    /** Longer than a window and its grace: late for whoever remembers how far event time has come. */
    private static final Duration LATE_BY = RowPlan.WINDOW.multipliedBy(3);

    private static final int UNKNOWN_SCHEMA_ID = 987_654;

    private final Topic<String, InferenceEvent> topic;
    private final Serializer<InferenceEvent> serializer;
    /** 0 for the schema of the serializer. */
    private final AtomicInteger laterSchemaId = new AtomicInteger();

    RowEncoder(TopicCatalogue topics, SchemaRegistry registry) {
        topic = topics.inferenceLogs();
        serializer = topic.valueSerde(registry).serializer();
    }

    /** A later release of the schema, with one field more at its end, which is that of no other release. */
    static Schema laterSchema(int release) {
        Schema schema = InferenceEvent.getClassSchema();
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        Schema text = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
        fields.add(new Schema.Field("release_" + release, text, "Who wrote this.", Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    /** From now on events are of a {@link #laterSchema}, which has this id. May be called by any thread. */
    void useLaterSchema(int id) {
        laterSchemaId.set(id);
    }

    ProducerRecord<byte[], byte[]> record(PlannedRow row) {
        byte[] key = ("id-" + row.number()).getBytes(UTF_8);
        return new ProducerRecord<>(topic.name(), row.partition(), key, valueOf(row));
    }

    private byte[] valueOf(PlannedRow row) {
        byte[] good = encode(row, RowPlan.MODEL, row.time());
        return switch (row.fate()) {
            case PROFILED -> good;
            case LATE -> encode(row, RowPlan.MODEL, row.time().minus(LATE_BY));
            case TOO_FAR_AHEAD -> encode(row, RowPlan.MODEL, Instant.parse("2099-01-01T00:00:00Z"));
            case NO_MODEL -> encode(row, " ", row.time());
            case NO_TIME -> encode(row, RowPlan.MODEL, Instant.EPOCH);
            case NOT_WIRE_FORMAT -> "not an event".getBytes(UTF_8);
            case UNKNOWN_SCHEMA ->
                ByteBuffer.wrap(good).putInt(1, UNKNOWN_SCHEMA_ID).array();
            case CUT_OFF -> Arrays.copyOf(good, good.length / 2);
        };
    }

    private byte[] encode(PlannedRow row, String model, Instant time) {
        Random random = new Random(new SplittableRandom(row.number()).nextLong());
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < NUMBERS; i++) {
            features.put(NUMBER + i, random.nextGaussian());
        }
        if (RowPlan.hasDrifted(row.time())) {
            features.computeIfPresent(RowPlan.DRIFTING, (name, value) -> (double) value + SHIFT);
        }
        features.put(ORIGIN, "airport-" + random.nextInt(20));
        features.put(BLOCK, row.block());
        features.put(EMBEDDING, random.doubles(DIMENSIONS, -1, 1).boxed().toList());
        InferenceEvent event = GeneratedEvent.builder(
                        "id-" + row.number(), model, time, features, "late", random.nextDouble())
                .build();
        return inSchemaOfNow(serializer.serialize(topic.name(), event));
    }

    private byte[] inSchemaOfNow(byte[] event) {
        int later = laterSchemaId.get();
        // The new field comes last, and a byte of 0 says that it is null.
        return later == 0
                ? event
                : ByteBuffer.wrap(Arrays.copyOf(event, event.length + 1))
                        .putInt(1, later)
                        .array();
    }
}
