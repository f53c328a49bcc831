package io.tidemark.stream.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import io.tidemark.stream.event.NameDictionary;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayDecodingTest {
    private static final Schema DOUBLES = schema("[\"double\", {\"type\": \"array\", \"items\": \"double\"}]");
    private static final double INVALID = Double.POSITIVE_INFINITY;

    /** By numpy: linalg.norm(x), len(x), x @ signs / sqrt(len(x)) for x = [1, 2, 3, 4]. */
    private static final double[] OF_1_TO_4 = {5.477225575051661, 4, 3, 4, -2, 2, 1, 2, 2, -2};

    private final DecoderFixture fixture = new DecoderFixture();

    private static Schema schema(String featureType) {
        return new Schema.Parser().parse("""
                {"type": "record", "name": "Scored", "fields": [
                    {"name": "modelId", "type": "string"}, {"name": "modelVersion", "type": "string"},
                    {"name": "eventTime", "type": "long"},
                    {"name": "features", "type": {"type": "map", "values": %s}}]}""".formatted(featureType));
    }

    private static GenericRecord record(Schema schema, Map<String, ? extends @Nullable Object> features) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("modelId", "search");
        record.put("modelVersion", "1");
        record.put("eventTime", 42L);
        record.put("features", features);
        return record;
    }

    private void assertHolds(String feature, double... expected) {
        List<String> names = EmbeddingNames.of(feature);
        Map<String, @Nullable Object> values = fixture.values();
        double[] actual = names.stream()
                .mapToDouble(name -> values.get(name) instanceof Double value ? value : -Double.MAX_VALUE)
                .toArray();
        assertThat(actual).usingComparatorWithPrecision(1e-12).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"double\"",
                "\"float\"",
                "\"int\"",
                "\"long\"",
                "[\"null\", \"double\"]",
                "[\"float\", \"null\"]",
                "[\"int\", \"double\"]"
            })
    void shouldReadArraysOfEveryTypeOfNumber(String elementType) {
        Schema schema = schema("[\"null\", {\"type\": \"array\", \"items\": %s}]".formatted(elementType));
        List<Object> array = elementType.contains("int")
                ? List.of(1, 2, 3, 4)
                : elementType.contains("long")
                        ? List.of(1L, 2L, 3L, 4L)
                        : elementType.contains("float") ? List.of(1f, 2f, 3f, 4f) : List.of(1.0, 2.0, 3.0, 4.0);

        fixture.decode(schema, record(schema, Map.of("emb", array)));

        assertThat(fixture.event.size()).isEqualTo(10);
        assertHolds("emb", OF_1_TO_4);
    }

    @Test
    void shouldReadAMapOfNothingButArrays() {
        Schema schema = schema("{\"type\": \"array\", \"items\": \"float\"}");

        fixture.decode(schema, record(schema, Map.of("emb", List.of(1f, 2f, 3f, 4f), "other", List.of())));

        assertHolds("emb", OF_1_TO_4);
        assertThat(fixture.values()).hasSize(12).contains(entry("other#norm", 0.0), entry("other#length", 0.0));
    }

    @Test
    void shouldReadWhatTheGeneratedClassesWrite() {
        InferenceEvent event = InferenceEvent.newBuilder()
                .setInferenceId("i")
                .setModelId("search")
                .setModelVersion("1")
                .setEventTime(Instant.ofEpochMilli(42))
                .setFeatures(Map.of("emb", List.of(1.0, 2.0, 3.0, 4.0), "x", 1.5))
                .build();

        fixture.decode(AvroSerde.of(InferenceEvent.class, fixture.registry)
                .serializer()
                .serialize("t", event));

        assertHolds("emb", OF_1_TO_4);
        assertThat(fixture.values()).hasSize(11).containsEntry("x", 1.5);
    }

    private void writeEvent(Encoder out, String name, Body array) throws IOException {
        out.writeString("search");
        out.writeString("1");
        out.writeLong(42);
        out.writeLong(1);
        out.writeString(name);
        out.writeIndex(1);
        array.write(out);
        out.writeLong(0);
    }

    private interface Body {
        void write(Encoder out) throws IOException;
    }

    private byte[] encoded(Body array) {
        return fixture.encode(DOUBLES, out -> writeEvent(out, "emb", array));
    }

    @Test
    void shouldReadArraysInBlocksOfEitherForm() {
        fixture.decode(encoded(out -> {
            out.writeLong(1);
            out.writeDouble(1);
            out.writeLong(-2); // a block of two that tells its size
            out.writeLong(16);
            out.writeDouble(2);
            out.writeDouble(3);
            out.writeLong(-1);
            out.writeLong(8);
            out.writeDouble(4);
            out.writeLong(0);
        }));

        assertHolds("emb", OF_1_TO_4);
    }

    @Test
    void shouldRefuseARecordThatEndsInAnArray() {
        byte[] value = encoded(out -> {
            out.writeLong(-2);
            out.writeLong(16);
            out.writeDouble(1);
            out.writeDouble(2);
            out.writeLong(0);
        });
        for (int length = WireFormat.HEADER_BYTES; length < value.length; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertCorrupt(() -> fixture.decode(cut), "offset");
        }
        assertCorrupt(() -> fixture.decode(Arrays.copyOf(value, value.length + 1)), "1 bytes are left over");
    }

    private void assertCorrupt(ThrowingCallable decoding, String words) {
        assertThatThrownBy(decoding)
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(DecodeFailure.CORRUPT))
                .satisfies(e -> assertThat(e).hasMessageContaining(words));
        assertThat(fixture.event.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -3, Integer.MAX_VALUE, -Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldNotBelieveACountOfElementsThatAreNotThere(long count) {
        byte[] value = encoded(out -> {
            out.writeLong(count);
            if (count < 0) {
                out.writeLong(0);
            }
            out.writeDouble(1);
            out.writeDouble(2);
        });

        assertCorrupt(() -> fixture.decode(value), "a block of");
    }

    @Test
    void shouldNotTakeNullsForFreeElements() {
        Schema schema = schema("[\"double\", {\"type\": \"array\", \"items\": [\"null\", \"double\"]}]");
        byte[] value = fixture.encode(
                schema,
                out -> writeEvent(out, "emb", array -> {
                    array.writeLong(1_000_000_000);
                    array.writeIndex(0);
                }));

        assertCorrupt(() -> fixture.decode(value), "a block of 1000000000 items");
    }

    @Test
    void shouldCountAnArrayWithAnElementThatIsNoneAsInvalid() {
        Schema schema = schema("[\"null\", {\"type\": \"array\", \"items\": [\"null\", \"double\"]}]");

        fixture.decode(schema, record(schema, Map.of("emb", Arrays.asList(1.0, null, 3.0))));
        assertHolds("emb", INVALID, 3, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID);

        fixture.decode(DOUBLES, record(DOUBLES, Map.of("emb", List.of(1.0, Double.NaN))));
        assertHolds("emb", INVALID, 2, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID, INVALID);
    }

    @Test
    void shouldTellOnlyTheLengthOfAnArrayBeyondTheLimit() {
        DecoderFixture narrow = new DecoderFixture(new NameDictionary(100), DecoderLimits.DEFAULT.withArrays(4));
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("long", List.of(1.0, 2.0, 3.0, 4.0, 5.0));
        features.put("fits", List.of(1.0, 2.0, 3.0, 4.0));
        features.put("x", 0.5);

        narrow.decode(DOUBLES, record(DOUBLES, features));

        assertThat(narrow.values())
                .hasSize(21)
                .contains(
                        entry("long#norm", INVALID),
                        entry("long#length", 5.0),
                        entry("long#p7", INVALID),
                        entry("fits#length", 4.0),
                        entry("fits#p0", 3.0),
                        entry("x", 0.5));
    }

    @Test
    void shouldCountAnArrayAsTheFeaturesThatItBecomes() {
        DecoderFixture narrow = new DecoderFixture(new NameDictionary(100), DecoderLimits.ofFeatures(11));
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("emb", List.of(1.0, 2.0));
        features.put("x", 0.5);
        assertThat(narrow.decode(DOUBLES, record(DOUBLES, features)).size()).isEqualTo(11);

        features.put("y", 0.5);
        assertTooMany(narrow, features);
        assertTooMany(narrow, Map.of("emb", List.of(1.0), "emb2", List.of(1.0)));
    }

    private static void assertTooMany(DecoderFixture narrow, Map<String, Object> features) {
        assertThatThrownBy(() -> narrow.decode(DOUBLES, record(DOUBLES, features)))
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(DecodeFailure.TOO_MANY_FEATURES))
                .satisfies(e -> assertThat(e).hasMessageContaining("more than 11 features"));
        assertThat(narrow.event.size()).isZero();
    }

    @Test
    void shouldRefuseADerivedNameThatIsTooLong() {
        assertThatThrownBy(() -> fixture.decode(DOUBLES, record(DOUBLES, Map.of("e".repeat(512), List.of(1.0)))))
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(DecodeFailure.NAME_TOO_LONG))
                .satisfies(e -> assertThat(e).hasMessageContaining("517 characters"));
    }

    @Test
    void shouldGiveTheSameValuesWhateverCameBefore() {
        byte[] small = fixture.encode(DOUBLES, record(DOUBLES, Map.of("emb", List.of(1.0, 2.0, 3.0, 4.0))));
        byte[] large = fixture.encode(DOUBLES, record(DOUBLES, Map.of("emb", Collections.nCopies(5_000, 0.1))));
        fixture.decode(large);
        Map<String, @Nullable Object> first = fixture.values();

        fixture.decode(small);
        assertHolds("emb", OF_1_TO_4);
        fixture.decode(large);

        assertThat(fixture.values()).isEqualTo(first);
    }

    /** In the order in which they were written; the window counts the first. */
    @Test
    void shouldKeepAFeatureThatIsNamedLikeADerivedOne() {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("emb#norm", -1.0);
        features.put("emb", List.of(3.0, 4.0));

        fixture.decode(DOUBLES, record(DOUBLES, features));

        assertThat(fixture.event.size()).isEqualTo(11);
        assertThat(fixture.event.nameId(0)).isEqualTo(fixture.event.nameId(1));
        assertThat(fixture.event.number(0)).isEqualTo(-1);
        assertThat(fixture.event.number(1)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"string\"", "\"boolean\"", "[\"string\", \"double\"]", "\"null\""})
    void shouldSkipArraysOfAnythingElse(String elementType) {
        Schema schema = schema("[\"double\", {\"type\": \"array\", \"items\": %s}]".formatted(elementType));
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("words", List.of());
        features.put("x", 2.0);

        fixture.decode(schema, record(schema, features));

        assertThat(fixture.values()).isEqualTo(Map.of("x", 2.0));
    }
}
