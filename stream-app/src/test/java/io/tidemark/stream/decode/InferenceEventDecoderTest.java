package io.tidemark.stream.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceEventDecoderTest {
    private static final Schema SCHEMA = InferenceEvent.getClassSchema();
    private static final int HUGE = Integer.MAX_VALUE;

    private final DecoderFixture fixture = new DecoderFixture();

    private static InferenceEvent.Builder event(Map<String, Object> features) {
        return InferenceEvent.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setModelVersion("v3")
                .setEventTime(Instant.ofEpochMilli(987_336_000_123L))
                .setFeatures(features);
    }

    private byte[] written(InferenceEvent.Builder event) {
        return AvroSerde.of(InferenceEvent.class, fixture.registry).serializer().serialize("t", event.build());
    }

    private void assertFails(byte[] value, DecodeFailure failure, String... words) {
        assertFails(fixture, value, failure, words);
    }

    private static void assertFails(DecoderFixture fixture, byte[] value, DecodeFailure failure, String... words) {
        assertThatThrownBy(() -> fixture.decode(value))
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
                .satisfies(e -> assertThat(e).hasMessageContainingAll(words));
        assertThat(fixture.event.size()).isZero();
        assertThat(fixture.event.modelId()).isNull();
    }

    @Test
    void shouldReadEveryTypeOfFeature() {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("distance", 810.5);
        features.put("day_of_week", 3L);
        features.put("holiday", true);
        features.put("origin", "ORD");
        features.put("origin_delay", null);

        EventBuffer read = fixture.decode(written(event(features)));

        assertThat(read.modelId()).isEqualTo("flights");
        assertThat(read.modelVersion()).isEqualTo("v3");
        assertThat(read.eventTimeMs()).isEqualTo(987_336_000_123L);
        Map<String, Object> expected = new LinkedHashMap<>(features);
        expected.put("day_of_week", 3.0);
        assertThat(fixture.values()).isEqualTo(expected);
    }

    @Test
    void shouldReadThePredictionBesideTheFeatures() {
        Prediction prediction = Prediction.newBuilder()
                .setLabel("late")
                .setValue(12.5)
                .setScore(0.8)
                .setScores(Map.of("late", 0.8, "on time", 0.2))
                .build();

        fixture.decode(written(event(Map.of("distance", 1.0)).setPrediction(prediction)));

        assertThat(fixture.values())
                .isEqualTo(Map.of(
                        "distance", 1.0,
                        "$prediction", "late",
                        "$value", 12.5,
                        "$score", 0.8,
                        "$score.late", 0.8,
                        "$score.on time", 0.2));
    }

    @Test
    void shouldLeaveOutWhatThePredictionDoesNotSay() {
        fixture.decode(written(event(Map.of()).setPrediction(new Prediction(null, 3.5, null, Map.of()))));
        assertThat(fixture.values()).isEqualTo(Map.of("$value", 3.5));

        fixture.decode(written(event(Map.of())));
        assertThat(fixture.values()).isEmpty();
    }

    @Test
    void shouldReadTags() {
        EventBuffer read = fixture.decode(written(event(Map.of()).setTags(Map.of("region", "eu", "tenant", "a"))));

        assertThat(read.tag("region")).isEqualTo("eu");
        assertThat(read.tag("tenant")).isEqualTo("a");
        assertThat(read.tag("other")).isNull();
    }

    @Test
    void shouldForgetTheEventBefore() {
        fixture.decode(written(event(Map.of("a", 1.0, "b", "x")).setTags(Map.of("region", "eu"))));
        EventBuffer read = fixture.decode(written(event(Map.of("c", 2.0))));

        assertThat(fixture.values()).isEqualTo(Map.of("c", 2.0));
        assertThat(read.tag("region")).isNull();
    }

    @Test
    void shouldGiveEqualCategoriesTheSameString() {
        String first = fixture.decode(written(event(Map.of("origin", "ORD")))).text(0);
        String second = fixture.decode(written(event(Map.of("origin", "ORD")))).text(0);

        assertThat(second).isSameAs(first);
    }

    @Test
    void shouldReadTextsOfAnyLength() {
        for (int length : new int[] {0, 1, 63, 64, 65, 1_000_000}) {
            String text = "é".repeat(length);
            assertThat(fixture.decode(written(event(Map.of("note", text)))).text(0))
                    .isEqualTo(text);
        }
    }

    @Test
    void shouldTellTextsAndNamesApartThatDifferInOneByte() {
        for (int round = 0; round < 2; round++) {
            for (int length = 1; length < 70; length++) {
                for (int at = 0; at < length; at++) {
                    String other = "x".repeat(at) + "y" + "x".repeat(length - at - 1);
                    Map<String, Object> features = Map.of(other, other, "x".repeat(length), "x".repeat(length));
                    fixture.decode(written(event(features)));
                    assertThat(fixture.values()).isEqualTo(features);
                }
            }
        }
    }

    @Test
    void shouldReadNamesInAnyOrderAndNumber() {
        for (int round = 0; round < 3; round++) {
            for (int count : new int[] {1, 300, 7, 2_000}) {
                Map<String, Object> features = IntStream.range(0, count)
                        .boxed()
                        .collect(Collectors.toMap(i -> "feature-" + i, Integer::doubleValue));
                fixture.decode(written(event(features)));
                assertThat(fixture.values()).isEqualTo(features);
            }
        }
    }

    @Test
    void shouldReadMoreNamesAndCategoriesThanItRemembers() {
        DecoderFixture roomy = new DecoderFixture(new NameDictionary(20_000), DecoderLimits.DEFAULT);
        for (int round = 0; round < 2; round++) {
            for (int first = 0; first < 20_000; first += 1_000) {
                Map<String, Object> features = IntStream.range(first, first + 1_000)
                        .boxed()
                        .collect(Collectors.toMap(i -> "feature-" + i, i -> "category-" + i));
                roomy.decode(SCHEMA, generic(event(features)));
                assertThat(roomy.values()).isEqualTo(features);
            }
        }
    }

    private static GenericRecord generic(InferenceEvent.Builder event) {
        InferenceEvent built = event.build();
        GenericRecord record = new GenericData.Record(SCHEMA);
        SCHEMA.getFields().forEach(field -> record.put(field.name(), built.get(field.pos())));
        record.put("eventTime", built.getEventTime().toEpochMilli());
        return record;
    }

    private static Schema schema(String fields) {
        return new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"Scored\",\"fields\":[" + fields + "]}");
    }

    private static final String IDENTITY = """
            {"name": "modelId", "type": "string"}, {"name": "modelVersion", "type": "string"},
            {"name": "eventTime", "type": "long"}""";

    private static GenericRecord identified(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("modelId", "flights");
        record.put("modelVersion", "v3");
        record.put("eventTime", 42L);
        return record;
    }

    @Test
    void shouldReadAWriterWithOtherFieldsInAnotherOrder() {
        Schema other = schema("""
                {"name": "tags", "type": ["null", {"type": "map", "values": ["string", "int", "null"]}]},
                {"name": "blob", "type": {"type": "fixed", "name": "F", "size": 3}},
                {"name": "features", "type": ["null", {"type": "map", "values":
                    ["string", "float", "int", {"type": "enum", "name": "E", "symbols": ["X", "Y"]}, "null",
                     {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}]}]},
                {"name": "eventTime", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                {"name": "history", "type": {"type": "array", "items": {"type": "map", "values": ["null", "double"]}}},
                {"name": "modelVersion", "type": ["int", "null"]},
                {"name": "modelId", "type": ["null", "bytes"]},
                {"name": "tree", "type": ["null", {"type": "record", "name": "Tree", "fields": [
                    {"name": "left", "type": ["null", "Tree"]}, {"name": "nothing", "type": "null"}]}]}""");
        Schema features = other.getField("features").schema().getTypes().get(1).getValueType();
        Schema symbols = features.getTypes().get(3);
        Schema tree = other.getField("tree").schema().getTypes().get(1);
        GenericRecord leaf = new GenericData.Record(tree);
        GenericRecord root = new GenericData.Record(tree);
        root.put("left", leaf);
        Map<String, Object> logged = new LinkedHashMap<>();
        logged.put("text", "abc");
        logged.put("float", 1.5f);
        logged.put("int", -7);
        logged.put("enum", new GenericData.EnumSymbol(symbols, "Y"));
        logged.put("none", null);
        logged.put("price", ByteBuffer.wrap(new byte[] {4, (byte) 0xd2}));
        GenericRecord record = new GenericData.Record(other);
        record.put("tags", Map.of("region", "eu", "zone", 4));
        record.put("blob", new GenericData.Fixed(other.getField("blob").schema(), new byte[3]));
        record.put("features", logged);
        record.put("eventTime", 1_500_999L);
        record.put("history", List.of(Map.of("a", 1.0), Map.of()));
        record.put("modelVersion", 12);
        record.put("modelId", ByteBuffer.wrap("flights".getBytes(UTF_8)));
        record.put("tree", root);

        EventBuffer read = fixture.decode(other, record);

        assertThat(read.modelId()).isEqualTo("flights");
        assertThat(read.modelVersion()).isEqualTo("12");
        assertThat(read.eventTimeMs()).isEqualTo(1_500L);
        assertThat(read.tag("zone")).isEqualTo("4");
        Map<String, Object> expected = new LinkedHashMap<>(logged);
        expected.put("int", -7.0);
        expected.put("enum", "Y");
        expected.put("float", 1.5);
        expected.put("price", 12.34);
        assertThat(fixture.values()).isEqualTo(expected);
    }

    @Test
    void shouldSkipFeaturesThatAreNoSingleValue() {
        Schema nested = schema(IDENTITY + """
                , {"name": "features", "type": {"type": "map", "values":
                    ["double", {"type": "array", "items": "string"}, {"type": "fixed", "name": "F", "size": 2}]}}""");
        GenericRecord record = identified(nested);
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("words", List.of("a", "b"));
        features.put("distance", 2.0);
        record.put("features", features);

        fixture.decode(nested, record);

        assertThat(fixture.values()).isEqualTo(Map.of("distance", 2.0));
    }

    @Test
    void shouldReadMapsInBlocksOfEitherForm() {
        byte[] value = fixture.encode(SCHEMA, out -> {
            identity(out);
            out.writeLong(-2); // a block of two that tells its size
            out.writeLong(26);
            number(out, "aaa", 1);
            number(out, "bbb", 2);
            out.writeLong(1); // one that doesn't
            number(out, "c", 3);
            out.writeLong(0);
            rest(out);
        });

        fixture.decode(value);

        assertThat(fixture.values()).isEqualTo(Map.of("aaa", 1.0, "bbb", 2.0, "c", 3.0));
    }

    private static void identity(Encoder out) throws IOException {
        out.writeString("i-1");
        out.writeString("flights");
        out.writeString("v3");
        out.writeLong(42);
    }

    private static void number(Encoder out, String name, double value) throws IOException {
        out.writeString(name);
        out.writeIndex(1);
        out.writeDouble(value);
    }

    private static void rest(Encoder out) throws IOException {
        out.writeIndex(0);
        out.writeLong(0);
        out.writeIndex(0);
    }

    @Test
    void shouldLeaveAbsentIdentityToTheMonitor() {
        Schema nullable = schema("""
                {"name": "modelId", "type": ["null", "string"]}, {"name": "modelVersion", "type": ["null", "string"]},
                {"name": "eventTime", "type": ["null", "long"]},
                {"name": "features", "type": {"type": "map", "values": "double"}}""");
        GenericRecord record = new GenericData.Record(nullable);
        record.put("features", Map.of("a", 1.0));

        EventBuffer read = fixture.decode(nullable, record);

        assertThat(read.modelId()).isNull();
        assertThat(read.modelVersion()).isNull();
        assertThat(read.eventTimeMs()).isZero();
    }

    @Test
    void shouldReadMalformedTextAsReplacementCharacters() {
        byte[] value = fixture.encode(SCHEMA, out -> {
            identity(out);
            out.writeLong(1);
            out.writeString("origin");
            out.writeIndex(4);
            out.writeBytes(new byte[] {'O', (byte) 0xff});
            out.writeLong(0);
            rest(out);
        });

        assertThat(fixture.decode(value).text(0)).isEqualTo("O\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "{\"json\": true}"})
    void shouldSayWhenTheValueIsOfAnotherFormat(String value) {
        assertFails(value.getBytes(UTF_8), DecodeFailure.NOT_WIRE_FORMAT, "the value");
    }

    @Test
    void shouldSayWhenTheSchemaIsUnknown() {
        assertFails(WireFormat.header(4711), DecodeFailure.UNKNOWN_SCHEMA_ID, "4711");
    }

    @Test
    void shouldSayWhatASchemaLacks() {
        Schema other = schema("{\"name\": \"modelId\", \"type\": \"string\"}");
        byte[] value = fixture.encode(other, out -> out.writeString("flights"));

        assertFails(value, DecodeFailure.WRONG_RECORD_TYPE, "Scored", "no modelVersion, no eventTime");
        assertFails(value, DecodeFailure.WRONG_RECORD_TYPE, "Scored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            eventTime | {"name": "modelId", "type": "string"}, {"name": "modelVersion", "type": "string"}, {"name": "eventTime", "type": "string"}, {"name": "features", "type": {"type": "map", "values": "double"}}
            features | {"name": "modelId", "type": "string"}, {"name": "modelVersion", "type": "string"}, {"name": "eventTime", "type": "long"}, {"name": "features", "type": "string"}
            modelId | {"name": "modelId", "type": {"type": "array", "items": "int"}}, {"name": "modelVersion", "type": "string"}, {"name": "eventTime", "type": "long"}, {"name": "features", "type": {"type": "map", "values": "double"}}
            neither features nor prediction | {"name": "modelId", "type": "string"}, {"name": "modelVersion", "type": "string"}, {"name": "eventTime", "type": "long"}
            """)
    void shouldSayWhichFieldOfASchemaIsUnfit(String what, String fields) {
        byte[] value = fixture.encode(schema(fields), out -> out.writeString("never read"));

        assertFails(value, DecodeFailure.WRONG_RECORD_TYPE, what);
    }

    @Test
    void shouldRefuseAFeatureNamedLikeAPrediction() {
        byte[] value = written(event(Map.of("$score", 0.5)));

        assertFails(value, DecodeFailure.RESERVED_FEATURE_NAME, "\"$score\"", "rename it");
        assertFails(value, DecodeFailure.RESERVED_FEATURE_NAME, "\"$score\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void shouldRefuseAFeatureWithoutAName(String name) {
        byte[] value = written(event(Map.of(name, 0.5)));

        assertFails(value, DecodeFailure.EMPTY_FEATURE_NAME, "the producer must name it");
    }

    @Test
    void shouldRefuseMoreFeaturesThanAllowed() {
        DecoderFixture narrow = new DecoderFixture(new NameDictionary(100), DecoderLimits.ofFeatures(2));
        Schema wide =
                schema(IDENTITY + ", {\"name\": \"features\", \"type\": {\"type\": \"map\", \"values\": \"double\"}}");
        GenericRecord record = identified(wide);
        record.put("features", Map.of("a", 1.0, "b", 2.0));
        assertThat(narrow.decode(wide, record).size()).isEqualTo(2);

        record.put("features", Map.of("a", 1.0, "b", 2.0, "c", 3.0));
        assertFails(narrow, narrow.encode(wide, record), DecodeFailure.TOO_MANY_FEATURES, "more than 2 features");
    }

    @Test
    void shouldRefuseANewNameWhenTheDictionaryIsFull() {
        DecoderFixture full = new DecoderFixture(new NameDictionary(2), DecoderLimits.DEFAULT);
        Schema schema =
                schema(IDENTITY + ", {\"name\": \"features\", \"type\": {\"type\": \"map\", \"values\": \"double\"}}");
        GenericRecord record = identified(schema);
        record.put("features", Map.of("a", 1.0, "b", 2.0));
        full.decode(schema, record);
        record.put("features", Map.of("c", 1.0));
        assertFails(full, full.encode(schema, record), DecodeFailure.TOO_MANY_FEATURES, "\"c\"", "2 names");

        record.put("features", Map.of("b", 3.0));
        full.decode(schema, record);
        assertThat(full.values()).isEqualTo(Map.of("b", 3.0));
    }

    @Test
    void shouldKeepSomeNamesForModelsThatHaveAReserve() {
        DecoderFixture full =
                new DecoderFixture(new NameDictionary(3, 1), DecoderLimits.DEFAULT, model -> model.equals("asked-for"));
        Schema schema =
                schema(IDENTITY + ", {\"name\": \"features\", \"type\": {\"type\": \"map\", \"values\": \"double\"}}");
        GenericRecord record = identified(schema);
        record.put("features", Map.of("a", 1.0, "b", 2.0));
        full.decode(schema, record);
        record.put("features", Map.of("c", 3.0));
        assertFails(
                full, full.encode(schema, record), DecodeFailure.TOO_MANY_FEATURES, "\"c\"", "2 names", "2 characters");

        record.put("modelId", "asked-for");
        full.decode(schema, record);
        assertThat(full.values()).isEqualTo(Map.of("c", 3.0));
        record.put("features", Map.of("d", 4.0));
        assertFails(full, full.encode(schema, record), DecodeFailure.TOO_MANY_FEATURES, "\"d\"", "3 names");

        record.put("modelId", "flights");
        record.put("features", Map.of("c", 5.0));
        full.decode(schema, record);
        assertThat(full.values()).as("known is known").isEqualTo(Map.of("c", 5.0));
    }

    @Test
    void shouldRefuseNamesThatAreNoNames() {
        byte[] value = written(event(Map.of("x".repeat(100_000), 1.0)));

        assertFails(value, DecodeFailure.NAME_TOO_LONG, "100000 characters", "512");
    }

    @Test
    void shouldRefuseMoreTagsThanAllowed() {
        Map<String, String> tags =
                IntStream.range(0, 1_001).boxed().collect(Collectors.toMap(i -> "tag-" + i, i -> "x"));

        assertFails(written(event(Map.of()).setTags(tags)), DecodeFailure.TOO_MANY_TAGS, "1000");
    }

    @Test
    void shouldNotBelieveHostileLengthsAndCounts() {
        assertFails(fixture.encode(SCHEMA, out -> out.writeLong(HUGE)), DecodeFailure.CORRUPT, "length of 2147483647");
        assertFails(fixture.encode(SCHEMA, out -> out.writeLong(-1)), DecodeFailure.CORRUPT, "length of -1");
        for (long count : new long[] {HUGE, -HUGE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            byte[] map = fixture.encode(SCHEMA, out -> {
                identity(out);
                out.writeLong(count);
                out.writeLong(0);
            });
            assertFails(map, DecodeFailure.CORRUPT, "a block of");
        }
    }

    @Test
    void shouldSkipHostileArraysInNoTime() {
        Schema nested = schema(IDENTITY + """
                , {"name": "nothing", "type": {"type": "array", "items": {"type": "array", "items": "null"}}},
                {"name": "features", "type": {"type": "map", "values": "double"}}""");
        int blocks = 200_000;
        byte[] value = fixture.encode(nested, out -> {
            out.writeString("flights");
            out.writeString("v3");
            out.writeLong(42);
            out.writeLong(blocks);
            for (int i = 0; i < blocks; i++) {
                out.writeLong(blocks); // claims as many nulls, in three bytes
                out.writeLong(0);
            }
            out.writeLong(0);
            out.writeLong(0);
        });

        assertThat(fixture.decode(value).size()).isZero();
    }

    @Test
    void shouldRefuseHostileNesting() {
        Schema list = schema(IDENTITY + """
                , {"name": "features", "type": {"type": "map", "values": "double"}},
                {"name": "list", "type": {"type": "record", "name": "Node", "fields": [
                    {"name": "next", "type": ["null", "Node"]}]}}""");
        byte[] value = fixture.encode(list, out -> {
            out.writeString("flights");
            out.writeString("v3");
            out.writeLong(42);
            out.writeLong(0);
            for (int i = 0; i < 1_000_000; i++) {
                out.writeIndex(1);
            }
            out.writeIndex(0);
        });

        assertFails(value, DecodeFailure.CORRUPT, "nested");
    }

    @Test
    void shouldSayWhereARecordBreaks() {
        byte[] value = written(event(Map.of("distance", 1.0)));
        for (int length = WireFormat.HEADER_BYTES; length < value.length; length++) {
            assertFails(Arrays.copyOf(value, length), DecodeFailure.CORRUPT, "offset");
        }
        assertFails(Arrays.copyOf(value, value.length + 2), DecodeFailure.CORRUPT, "2 bytes are left over");
    }

    @Test
    void shouldNotBlameARecordForAnOutage() {
        SchemaRegistry down = SchemaRegistry.connect(RegistryConfig.of("http://localhost:1"));
        InferenceEventDecoder decoder = new InferenceEventDecoder(down, new NameDictionary(10), DecoderLimits.DEFAULT);

        assertThatThrownBy(() -> decoder.decode(WireFormat.header(1), new EventBuffer()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldReadOnAfterAFailure() {
        byte[] good = written(event(Map.of("origin", "ORD")));
        assertFails(Arrays.copyOf(good, good.length - 1), DecodeFailure.CORRUPT, "offset");

        EventBuffer read = fixture.decode(good);

        assertThat(read.size()).isEqualTo(1);
        assertThat(read.type(0)).isEqualTo(ValueType.TEXT);
    }
}
