package io.tidemark.stream.mapping;

import static io.tidemark.stream.mapping.MappingFixture.map;
import static io.tidemark.stream.mapping.MappingFixture.onlyEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records of writer schemas that Tidemark has never seen. */
class AvroMappingTest {
    private static final String SPEC = """
            model: m
            source:
              predictions:
                topic: TOPIC
                format: avro
                id: $.id
                time: $.at
                version: $.meta.version
                prediction: {score: $.meta.score}
                features: {'*': $.features}
                tags: {colour: $.colour}
            """;

    private static Schema nullable(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }

    private static Schema record(String name, Map<String, Schema> fields) {
        return Schema.createRecord(
                name,
                null,
                "shop",
                false,
                fields.entrySet().stream()
                        .map(field -> new Schema.Field(field.getKey(), field.getValue()))
                        .toList());
    }

    @Test
    void shouldReadEveryTypeThatAFeatureMayBe() {
        Schema decimal = LogicalTypes.decimal(10, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        Schema colour = SchemaBuilder.enumeration("Colour").namespace("shop").symbols("RED", "BLUE");
        Schema features = record(
                "Features",
                Map.of(
                        "aLong", SchemaBuilder.builder().longType(),
                        "anInt", nullable(SchemaBuilder.builder().intType()),
                        "aFloat", SchemaBuilder.builder().floatType(),
                        "aDouble", nullable(SchemaBuilder.builder().doubleType()),
                        "aText", SchemaBuilder.builder().stringType(),
                        "aFlag", SchemaBuilder.builder().booleanType(),
                        "nothing", nullable(SchemaBuilder.builder().stringType()),
                        "price", decimal,
                        "paint", colour,
                        "emb",
                                Schema.createArray(
                                        nullable(SchemaBuilder.builder().floatType()))));
        Schema meta = record("Meta", Map.of("version", SchemaBuilder.builder().intType(), "score", nullable(decimal)));
        Schema schema = record(
                "Scored",
                Map.of(
                        "id",
                        SchemaBuilder.builder().longType(),
                        "at",
                        LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)),
                        "meta",
                        nullable(meta),
                        "features",
                        features,
                        "colour",
                        colour));
        GenericRecord written = new GenericRecordBuilder(schema)
                .set("id", 9_007_199_254_740_993L)
                .set("at", 1_700_000_000_123_999L)
                .set(
                        "meta",
                        new GenericRecordBuilder(meta)
                                .set("version", 3)
                                // 0.75 as an unscaled 75 with two digits behind the point.
                                .set(
                                        "score",
                                        ByteBuffer.wrap(BigInteger.valueOf(75).toByteArray()))
                                .build())
                .set("colour", new GenericData.EnumSymbol(colour, "BLUE"))
                .set(
                        "features",
                        new GenericRecordBuilder(features)
                                .set("aLong", Long.MAX_VALUE)
                                .set("anInt", 7)
                                .set("aFloat", 0.5f)
                                .set("aDouble", Double.NaN)
                                .set("aText", "x")
                                .set("aFlag", true)
                                .set("nothing", null)
                                .set(
                                        "price",
                                        ByteBuffer.wrap(
                                                BigInteger.valueOf(-1050).toByteArray()))
                                .set("paint", new GenericData.EnumSymbol(colour, "RED"))
                                .set("emb", List.of(1f, 2.5f))
                                .build())
                .build();

        InferenceEvent event = onlyEvent(map(written, SPEC));

        assertThat(event.getInferenceId()).isEqualTo("9007199254740993");
        assertThat(event.getModelVersion()).isEqualTo("3");
        assertThat(event.getEventTime()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
        assertThat(event.getPrediction().getScore()).isEqualTo(0.75);
        assertThat(event.getTags()).isEqualTo(Map.of("colour", "BLUE"));
        assertThat(event.getFeatures())
                .containsEntry("aLong", Long.MAX_VALUE)
                .containsEntry("anInt", 7L)
                .containsEntry("aFloat", 0.5)
                .containsEntry("aDouble", Double.NaN)
                .containsEntry("aText", "x")
                .containsEntry("aFlag", true)
                .containsEntry("nothing", null)
                .containsEntry("price", -10.5)
                .containsEntry("paint", "RED")
                .containsEntry("emb", List.of(1.0, 2.5))
                .hasSize(10);
    }

    @Test
    void shouldGoThroughMapsAsThroughRecords() {
        Schema doubles = Schema.createMap(Schema.create(Schema.Type.DOUBLE));
        Schema schema = record(
                "Scored",
                Map.of(
                        "id", SchemaBuilder.builder().stringType(),
                        "meta", Schema.createMap(SchemaBuilder.builder().stringType()),
                        "features", doubles));
        GenericRecord written = new GenericRecordBuilder(schema)
                .set("id", "a")
                .set("meta", Map.of("version", "v1", "score", "0.5"))
                .set("features", Map.of("größe", 1.5, "b", 2.0))
                .build();

        InferenceEvent event = onlyEvent(map(written, SPEC.replace("    time: $.at\n", "")));

        assertThat(event.getModelVersion()).isEqualTo("v1");
        assertThat(event.getPrediction().getScore()).isEqualTo(0.5);
        assertThat(event.getFeatures()).isEqualTo(Map.of("größe", 1.5, "b", 2.0));
    }

    /** 2023-11-14T22:13:20.123Z in the units of Avro's logical types; the spec's own unit, seconds, is not asked. */
    @ParameterizedTest
    @CsvSource({
        "timestamp-millis, 1700000000123, 2023-11-14T22:13:20.123Z",
        "timestamp-micros, 1700000000123999, 2023-11-14T22:13:20.123Z",
        "timestamp-nanos, 1700000000123999999, 2023-11-14T22:13:20.123Z",
        "local-timestamp-millis, 1700000000123, 2023-11-14T22:13:20.123Z",
        "local-timestamp-micros, 1700000000123999, 2023-11-14T22:13:20.123Z",
        "none, 1700000000, 2023-11-14T22:13:20Z"
    })
    void shouldReadTimesByTheirLogicalType(String logicalType, long value, Instant expected) {
        String type = logicalType.equals("none")
                ? "\"long\""
                : "{\"type\": \"long\", \"logicalType\": \"" + logicalType + "\"}";
        assertThat(timed(type, value).getEventTime()).isEqualTo(expected);
    }

    @Test
    void shouldReadADateAsItsMidnight() {
        // 2023-11-14 is day 19,675 since 1970.
        assertThat(timed("{\"type\": \"int\", \"logicalType\": \"date\"}", 19_675)
                        .getEventTime())
                .isEqualTo(Instant.parse("2023-11-14T00:00:00Z"));
    }

    private static InferenceEvent timed(String type, Object value) {
        Schema schema = new Schema.Parser().parse("""
                {"type": "record", "name": "Timed", "fields": [{"name": "id", "type": "string"}, {"name": "at", "type": %s}]}
                """.formatted(type));
        GenericRecord written =
                new GenericRecordBuilder(schema).set("id", "a").set("at", value).build();
        return onlyEvent(map(written, """
                model: m
                source: {predictions: {topic: TOPIC, format: avro, id: $.id, version: 1, features: {}, time: {at: $.at, unit: seconds}}}
                """));
    }

    @Test
    void shouldRefuseBytesAndArraysWithNullAsFeatures() {
        Schema bytes = record(
                "WithBytes",
                Map.of(
                        "id",
                        SchemaBuilder.builder().stringType(),
                        "x",
                        SchemaBuilder.builder().bytesType()));
        Schema nulls = record(
                "WithNull",
                Map.of(
                        "id",
                        SchemaBuilder.builder().stringType(),
                        "x",
                        Schema.createArray(nullable(SchemaBuilder.builder().doubleType()))));
        String spec = """
                model: m
                source: {predictions: {topic: TOPIC, format: avro, id: $.id, version: 1, features: {x: $.x}}}
                """;

        MappedRecord ofBytes = map(
                new GenericRecordBuilder(bytes)
                        .set("id", "a")
                        .set("x", ByteBuffer.wrap(new byte[] {1}))
                        .build(),
                spec);
        MappedRecord ofNull = map(
                new GenericRecordBuilder(nulls)
                        .set("id", "a")
                        .set("x", Arrays.asList(1.0, null))
                        .build(),
                spec);

        assertThat(ofBytes.outcome()).isEqualTo(IngestOutcome.WRONG_TYPE);
        assertThat(ofBytes.message()).contains("$.x is bytes");
        assertThat(ofNull.message()).contains("$.x is an array with null");
    }

    /** A schema of no more than a few bytes may say that a decimal has two thousand million digits. */
    @Test
    void shouldNotWriteOutTheZerosOfADecimal() {
        Schema huge = LogicalTypes.decimal(Integer.MAX_VALUE, Integer.MAX_VALUE)
                .addToSchema(Schema.create(Schema.Type.BYTES));
        Schema schema = record("Huge", Map.of("id", huge));
        GenericRecord written = new GenericRecordBuilder(schema)
                .set("id", ByteBuffer.wrap(new byte[] {17}))
                .build();

        assertThat(onlyEvent(map(written, """
                        model: m
                        source: {predictions: {topic: TOPIC, format: avro, id: $.id, version: 1, features: {x: $.id}}}
                        """)).getInferenceId()).isEqualTo("1.7E-2147483646");
    }

    @Test
    void shouldKeepTheReasonWhyARecordCanNotBeDecoded() {
        TopicMapping mapping = MappingFixture.mapping(
                _ -> {
                    throw new UndecodableRecordException(DecodeFailure.UNKNOWN_SCHEMA_ID, "there is no schema 9");
                },
                SPEC);

        MappedRecord mapped = mapping.map(new SourceRecord(new byte[] {0}, 1));

        assertThat(mapped.outcome()).isEqualTo(IngestOutcome.UNKNOWN_SCHEMA_ID);
        assertThat(mapped.message()).isEqualTo("there is no schema 9");
    }

    /** No record is refused because the registry is away. */
    @Test
    void shouldDecideNothingWhileTheRegistryIsAway() {
        TopicMapping mapping = MappingFixture.mapping(
                _ -> {
                    throw new RegistryUnavailableException("away", new IllegalStateException());
                },
                SPEC);

        assertThatThrownBy(() -> mapping.map(new SourceRecord(new byte[] {0}, 1)))
                .isInstanceOf(RegistryUnavailableException.class);
    }
}
