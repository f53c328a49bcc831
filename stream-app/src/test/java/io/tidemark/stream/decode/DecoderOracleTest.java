package io.tidemark.stream.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** What Avro's own generic reader makes of the same bytes is what the decoder must make of them. */
class DecoderOracleTest {
    private static final Schema SCHEMA = InferenceEvent.getClassSchema();

    @Property(tries = 300)
    void shouldReadEveryEventAsAvroDoes(@ForAll long seed) {
        DecoderFixture fixture = new DecoderFixture();
        RandomEvents events = new RandomEvents(new Random(seed));
        for (int i = 0; i < 5; i++) {
            assertReadsLikeAvro(fixture, SCHEMA, events.record(SCHEMA));
        }
    }

    @Property(tries = 300)
    void shouldReadAnyWriterSchemaAsAvroDoes(@ForAll long seed) {
        DecoderFixture fixture = new DecoderFixture();
        RandomEvents events = new RandomEvents(new Random(seed));
        Schema schema = events.schema();
        for (int i = 0; i < 3; i++) {
            assertReadsLikeAvro(fixture, schema, events.record(schema));
        }
    }

    @Property(tries = 2000)
    void shouldReadOrRefuseMutatedBytesAndThrowNothingElse(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int mutations) {
        Random random = new Random(seed);
        DecoderFixture fixture = new DecoderFixture();
        RandomEvents events = new RandomEvents(random);
        Schema schema = random.nextBoolean() ? SCHEMA : events.schema();
        byte[] value = fixture.encode(schema, events.record(schema));
        for (int i = 0; i < mutations && value.length > WireFormat.HEADER_BYTES; i++) {
            int at = random.nextInt(WireFormat.HEADER_BYTES, value.length);
            switch (random.nextInt(3)) {
                case 0 -> value[at] = (byte) random.nextInt();
                case 1 -> value[at] ^= (byte) (1 << random.nextInt(8));
                default -> value = Arrays.copyOf(value, at);
            }
        }
        try {
            fixture.decode(value);
        } catch (UndecodableRecordException e) {
            assertThat(fixture.event.size()).isZero();
        }
    }

    private static void assertReadsLikeAvro(DecoderFixture fixture, Schema schema, GenericRecord written) {
        byte[] value = fixture.encode(schema, written);
        GenericRecord read = readGenerically(schema, value);

        fixture.decode(value);

        assertThat(fixture.event.modelId()).isEqualTo(text(read.get("modelId")));
        assertThat(fixture.event.modelVersion()).isEqualTo(text(read.get("modelVersion")));
        long expectedTime = read.get("eventTime") instanceof Long time ? time : 0;
        assertThat(fixture.event.eventTimeMs()).isEqualTo(expectedTime);
        assertThat(fixture.values())
                .usingRecursiveComparison()
                .withEqualsForType(DecoderOracleTest::areClose, Double.class)
                .isEqualTo(expectedValues(read));
        if (field(read, "tags") instanceof Map<?, ?> tags) {
            tags.forEach((name, tag) ->
                    assertThat(fixture.event.tag(name.toString())).isEqualTo(text(tag)));
        }
    }

    /** Sums of the same numbers in another order differ in their last digits. */
    private static boolean areClose(Double a, Double b) {
        return a.equals(b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
    }

    private static GenericRecord readGenerically(Schema schema, byte[] value) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(
                                            value,
                                            WireFormat.HEADER_BYTES,
                                            value.length - WireFormat.HEADER_BYTES,
                                            null));
        } catch (IOException e) {
            throw new AssertionError("the test wrote what Avro can't read", e);
        }
    }

    private static Map<String, @Nullable Object> expectedValues(GenericRecord read) {
        Map<String, @Nullable Object> expected = new HashMap<>();
        if (field(read, "features") instanceof Map<?, ?> features) {
            features.forEach((name, value) -> {
                if (value instanceof GenericData.Array<?> elements) {
                    putArray(expected, name.toString(), elements);
                } else if (isScalar(value)) {
                    expected.put(name.toString(), scalar(value));
                }
            });
        }
        if (field(read, "prediction") instanceof GenericRecord prediction) {
            putPresent(expected, "$prediction", text(field(prediction, "label")));
            putPresent(expected, "$value", scalar(field(prediction, "value")));
            putPresent(expected, "$score", scalar(field(prediction, "score")));
            if (field(prediction, "scores") instanceof Map<?, ?> scores) {
                scores.forEach((label, score) -> putPresent(expected, "$score." + label, scalar(score)));
            }
        }
        return expected;
    }

    /** Straight from the definition, with the signs of Java's own SplitMix64. */
    private static void putArray(Map<String, @Nullable Object> expected, String name, GenericData.Array<?> elements) {
        if (elements.getSchema().getElementType().getType() == Schema.Type.STRING) {
            return;
        }
        List<Double> numbers = elements.stream()
                .map(element -> element instanceof Number number ? number.doubleValue() : Double.NaN)
                .toList();
        double[] projections = new double[8];
        double squares = 0;
        SplittableRandom splitMix = new SplittableRandom(0x544944454D41524BL);
        for (double number : numbers) {
            long signs = splitMix.nextLong();
            squares += number * number;
            for (int j = 0; j < projections.length; j++) {
                projections[j] += (signs >>> j & 1) == 0 ? number : -number;
            }
        }
        boolean valid = Double.isFinite(squares);
        expected.put(name + "#norm", valid ? Math.sqrt(squares) : Double.POSITIVE_INFINITY);
        expected.put(name + "#length", (double) numbers.size());
        for (int j = 0; j < projections.length && !numbers.isEmpty(); j++) {
            expected.put(
                    name + "#p" + j, valid ? projections[j] / Math.sqrt(numbers.size()) : Double.POSITIVE_INFINITY);
        }
    }

    private static void putPresent(Map<String, @Nullable Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }

    private static @Nullable Object field(GenericRecord record, String name) {
        return record.getSchema().getField(name) == null ? null : record.get(name);
    }

    private static boolean isScalar(@Nullable Object value) {
        return !(value instanceof List
                || value instanceof Map
                || value instanceof GenericRecord
                || value instanceof GenericData.Fixed);
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Boolean bool -> bool;
            case null, default -> text(value);
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case ByteBuffer bytes -> UTF_8.decode(bytes.duplicate()).toString();
            case GenericEnumSymbol<?> symbol -> symbol.toString();
            default -> value.toString();
        };
    }

    /** Records of any schema, and writer schemas of inference logs with fields in any order and unions of any types. */
    private record RandomEvents(Random random) {
        private static final List<String> SCALARS = List.of(
                "\"null\"", "\"boolean\"", "\"int\"", "\"long\"", "\"float\"", "\"double\"", "\"string\"", "\"bytes\"");
        private static final List<String> ELEMENTS = List.of(
                "[\"null\",\"long\"]", "\"double\"", "\"float\"", "\"int\"", "[\"float\",\"double\"]", "\"string\"");
        private static final List<String> TEXTS = List.of("", "a", "ORD", "déjà", "😀", "x".repeat(70), "$", "1");

        Schema schema() {
            List<String> fields = new ArrayList<>(List.of(
                    field("modelId", union(List.of("\"string\"", "\"null\"", "\"int\""))),
                    field("modelVersion", union(List.of("\"bytes\"", "\"null\"", "\"boolean\""))),
                    field("eventTime", union(List.of("\"long\"", "\"null\""))),
                    field("features", "{\"type\":\"map\",\"values\":" + union(withNested()) + "}"),
                    field("tags", "[\"null\",{\"type\":\"map\",\"values\":\"string\"}]"),
                    field("extra", union(withNested())),
                    field("prediction", prediction())));
            Collections.shuffle(fields, random);
            return new Schema.Parser()
                    .parse("{\"type\":\"record\",\"name\":\"W\",\"fields\":[" + String.join(",", fields) + "]}");
        }

        private String prediction() {
            List<String> fields = new ArrayList<>(List.of(
                    field("label", "[\"string\",\"null\"]"),
                    field("value", "[\"float\",\"null\"]"),
                    field("extra", "{\"type\":\"array\",\"items\":\"null\"}"),
                    field("scores", "{\"type\":\"map\",\"values\":[\"null\",\"double\"]}")));
            Collections.shuffle(fields, random);
            return "[\"null\",{\"type\":\"record\",\"name\":\"P\",\"fields\":["
                    + String.join(",", fields.subList(0, random.nextInt(1, 5))) + "]}]";
        }

        private static String field(String name, String type) {
            return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
        }

        private List<String> withNested() {
            List<String> types = new ArrayList<>(SCALARS);
            String unique = "N" + random.nextInt(1_000_000_000);
            types.add("{\"type\":\"array\",\"items\":" + ELEMENTS.get(random.nextInt(ELEMENTS.size())) + "}");
            types.add("{\"type\":\"map\",\"values\":\"float\"}");
            types.add("{\"type\":\"enum\",\"name\":\"E" + unique + "\",\"symbols\":[\"A\",\"B\",\"C\"]}");
            types.add("{\"type\":\"fixed\",\"name\":\"F" + unique + "\",\"size\":3}");
            types.add("{\"type\":\"record\",\"name\":\"R" + unique
                    + "\",\"fields\":[{\"name\":\"x\",\"type\":\"double\"}]}");
            return types;
        }

        /** Some of the types, at least the first, in any order. */
        private String union(List<String> types) {
            List<String> rest = new ArrayList<>(types.subList(1, types.size()));
            Collections.shuffle(rest, random);
            List<String> chosen = new ArrayList<>(rest.subList(0, random.nextInt(rest.size() + 1)));
            chosen.add(types.getFirst());
            if (types.getFirst().equals("\"null\"")) {
                chosen.add("\"double\"");
            }
            Collections.shuffle(chosen, random);
            return "[" + String.join(",", chosen.stream().distinct().toList()) + "]";
        }

        GenericRecord record(Schema schema) {
            GenericRecord record = new GenericData.Record(schema);
            for (Schema.Field field : schema.getFields()) {
                record.put(field.name(), value(field.schema(), field.name()));
            }
            return record;
        }

        private @Nullable Object value(Schema schema, String name) {
            return switch (schema.getType()) {
                case NULL -> null;
                case BOOLEAN -> random.nextBoolean();
                case INT -> random.nextInt();
                case LONG -> random.nextLong() >> random.nextInt(64);
                case FLOAT -> random.nextFloat();
                case DOUBLE -> random.nextInt(10) == 0 ? Double.NaN : random.nextGaussian();
                case STRING -> text();
                case BYTES -> ByteBuffer.wrap(text().getBytes(UTF_8));
                case ENUM ->
                    new GenericData.EnumSymbol(
                            schema,
                            schema.getEnumSymbols()
                                    .get(random.nextInt(schema.getEnumSymbols().size())));
                case FIXED -> new GenericData.Fixed(schema, new byte[schema.getFixedSize()]);
                case UNION ->
                    value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), name);
                case ARRAY -> {
                    List<@Nullable Object> items = new ArrayList<>();
                    for (int i = random.nextInt(3); i > 0; i--) {
                        items.add(value(schema.getElementType(), name));
                    }
                    yield items;
                }
                case MAP -> {
                    Map<String, @Nullable Object> entries = new HashMap<>();
                    for (int i = random.nextInt(30); i > 0; i--) {
                        entries.put(
                                name + text().replace("$", "S") + random.nextInt(40),
                                value(schema.getValueType(), name));
                    }
                    yield entries;
                }
                case RECORD -> record(schema);
            };
        }

        private String text() {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }
    }
}
