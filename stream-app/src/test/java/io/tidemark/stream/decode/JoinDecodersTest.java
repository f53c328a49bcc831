package io.tidemark.stream.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.serde.AvroSerde;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.RecordReader;
import io.tidemark.schemas.serde.SchemaHeaders;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the join reads, and that what it copies for training is what was logged, whichever schema it was logged with. */
class JoinDecodersTest {
    private static final int LONGEST_ARRAY = 4;

    private final DecoderFixture fixture = new DecoderFixture();
    private final LoggedPredictionDecoder predictions = new LoggedPredictionDecoder(fixture.registry, LONGEST_ARRAY);
    private final LoggedTruthDecoder truths = new LoggedTruthDecoder(fixture.registry);

    private byte[] own(InferenceEvent event) {
        return AvroSerde.of(InferenceEvent.class, fixture.registry).serializer().serialize("t", event);
    }

    private static InferenceEvent event(Map<String, Object> features) {
        return InferenceEvent.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setModelVersion("v3")
                .setEventTime(Instant.ofEpochMilli(987_336_000_123L))
                .setFeatures(features)
                .setPrediction(Prediction.newBuilder()
                        .setLabel("late")
                        .setScore(0.75)
                        .setScores(Map.of("late", 0.75, "on-time", 0.25))
                        .build())
                .setTags(Map.of("region", "eu"))
                .setLatencyMicros(850L)
                .build();
    }

    /** Reads the copied part by Avro's own reader, behind the fields that the join writes. */
    private LabeledExample example(LoggedPrediction prediction) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new SchemaHeaders(LabeledExample.getClassSchema(), fixture.registry).of("labeled-examples"));
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        out.writeString("i-1");
        out.writeString("flights");
        out.writeIndex(0);
        out.writeIndex(0);
        out.writeLong(1);
        out.writeBoolean(false);
        out.flush();
        bytes.writeBytes(prediction.example());
        return RecordReader.of(LabeledExample.class, fixture.registry).read(bytes.toByteArray());
    }

    @Test
    void shouldCopyWhatWasLogged() throws IOException {
        Map<String, Object> features = new HashMap<>();
        features.put("distance", 810.5);
        features.put("hour", 7L);
        features.put("holiday", true);
        features.put("origin", "ORD");
        features.put("delay", null);
        features.put("weather", List.of(0.5, -1.0, 3.0));

        LoggedPrediction read = predictions.decode(own(event(features)));

        assertThat(read.inferenceId()).isEqualTo("i-1");
        assertThat(read.model()).isEqualTo("flights");
        assertThat(read.version()).isEqualTo("v3");
        assertThat(read.eventTimeMs()).isEqualTo(987_336_000_123L);
        assertThat(read.label()).contains("late");
        assertThat(read.score()).hasValue(0.75);
        assertThat(read.scores()).isEqualTo(Map.of("late", 0.75, "on-time", 0.25));
        assertThat(read.tags()).isEqualTo(Map.of("region", "eu"));
        assertThat(read.latencyMicros()).hasValue(850);
        LabeledExample example = example(read);
        assertThat(example.getFeatures()).isEqualTo(features);
        assertThat(example.getPrediction()).isEqualTo(event(features).getPrediction());
        assertThat(example.getTags()).isEqualTo(Map.of("region", "eu"));
        assertThat(example.getLatencyMicros()).isEqualTo(850L);
    }

    /** Other names, order, widths and unions; no tags, no latency, more fields than anybody needs. */
    private static final Schema FOREIGN = new Schema.Parser().parse("""
            {"type": "record", "name": "Scored", "namespace": "com.example", "fields": [
              {"name": "prediction", "type": {"type": "record", "name": "Answer", "fields": [
                {"name": "why", "type": {"type": "array", "items": "string"}},
                {"name": "label", "type": {"type": "enum", "name": "Class", "symbols": ["NO", "YES"]}},
                {"name": "score", "type": "float"}]}},
              {"name": "eventTime", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "modelVersion", "type": "int"},
              {"name": "features", "type": ["null", {"type": "map", "values":
                ["float", "int", "bytes", "null", {"type": "array", "items": "int"}, {"type": "map", "values": "int"}]}]},
              {"name": "modelId", "type": "string"},
              {"name": "inferenceId", "type": "long"}]}
            """);

    private static GenericRecord foreign(Map<String, Object> features) {
        GenericRecord answer =
                new GenericData.Record(FOREIGN.getField("prediction").schema());
        answer.put("why", List.of("a", "b"));
        answer.put(
                "label",
                new GenericData.EnumSymbol(
                        FOREIGN.getField("prediction")
                                .schema()
                                .getField("label")
                                .schema(),
                        "YES"));
        answer.put("score", 0.5f);
        GenericRecord record = new GenericData.Record(FOREIGN);
        record.put("prediction", answer);
        record.put("eventTime", 987_336_000_123_456L);
        record.put("modelVersion", 7);
        record.put("features", features);
        record.put("modelId", "m");
        record.put("inferenceId", 42L);
        return record;
    }

    @Test
    void shouldReadOtherSchemasByTheNamesOfTheirFields() throws IOException {
        Map<String, Object> features = new HashMap<>();
        features.put("f", 1.5f);
        features.put("i", 3);
        features.put("b", ByteBuffer.wrap(new byte[] {'x'}));
        features.put("n", null);
        features.put("short", List.of(1, 2));
        features.put("long", Collections.nCopies(LONGEST_ARRAY + 1, 9));
        features.put("map", Map.of(new Utf8("k"), 1));

        LoggedPrediction read = predictions.decode(fixture.encode(FOREIGN, foreign(features)));

        assertThat(read.inferenceId()).isEqualTo("42");
        assertThat(read.version()).isEqualTo("7");
        assertThat(read.eventTimeMs()).isEqualTo(987_336_000_123L);
        assertThat(read.label()).contains("YES");
        assertThat(read.score()).hasValue(0.5);
        Map<String, Object> copied = example(read).getFeatures();
        assertThat(copied)
                .containsEntry("f", 1.5)
                .containsEntry("i", 3L)
                .containsEntry("b", "x")
                .containsEntry("n", null)
                .containsEntry("short", List.of(1.0, 2.0))
                .containsEntry("long", null)
                .containsEntry("map", null);
    }

    /** Singles are copied in runs, arrays one by one: nothing is lost or doubled where they meet. */
    @Test
    void shouldCopySinglesAndArraysInAnyOrder() throws IOException {
        List<Object> single = List.of(0.5, 3L, true, "text");
        List<Double> fits = List.of(1.0, 2.0);
        List<Double> tooLong = Collections.nCopies(LONGEST_ARRAY + 1, 9.0);
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Map<String, Object> features = new HashMap<>();
            Map<String, Object> expected = new HashMap<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                Object value = switch (random.nextInt(4)) {
                    case 0 -> fits;
                    case 1 -> tooLong;
                    default -> single.get(random.nextInt(single.size()));
                };
                features.put("f" + i, value);
                expected.put("f" + i, value.equals(tooLong) ? null : value);
            }

            assertThat(example(predictions.decode(own(event(features)))).getFeatures())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"null\", \"double\"]",
                "[\"double\", \"null\"]",
                "[\"null\", \"double\", \"long\", \"string\"]",
                "[\"null\", \"double\", \"int\", \"boolean\", \"string\"]",
                "\"double\""
            })
    void shouldPutFeaturesIntoTheUnionOfExamples(String values) throws IOException {
        Schema schema = new Schema.Parser()
                .parse(FOREIGN.toString()
                        .replace(
                                FOREIGN.getField("features").schema().toString(),
                                "{\"type\": \"map\", \"values\": " + values + "}"));
        GenericRecord record = new GenericData.Record(schema);
        foreign(Map.of())
                .getSchema()
                .getFields()
                .forEach(field -> record.put(field.name(), foreign(Map.of()).get(field.pos())));
        record.put("features", values.contains("string") ? Map.of("x", 1.5, "s", "text") : Map.of("x", 1.5));

        Map<String, Object> copied =
                example(predictions.decode(fixture.encode(schema, record))).getFeatures();

        assertThat(copied).containsEntry("x", 1.5);
        assertThat(copied.get("s")).isEqualTo(values.contains("string") ? "text" : null);
    }

    @Test
    void shouldNotTakeTheLastRecordsValuesIntoTheNext() throws IOException {
        predictions.decode(own(event(Map.of("x", 1.0))));
        GenericRecord bare = foreign(Map.of());
        bare.put("features", null);

        LoggedPrediction read = predictions.decode(fixture.encode(FOREIGN, bare));

        assertThat(read.tags()).isEmpty();
        assertThat(read.scores()).isEmpty();
        assertThat(read.latencyMicros()).isEmpty();
        assertThat(example(read).getFeatures()).isEmpty();
    }

    @Test
    void shouldRefuseSchemasThatNothingCanBeJoinedBy() {
        Schema without = new Schema.Parser().parse("""
                {"type": "record", "name": "R", "fields": [{"name": "modelId", "type": "string"},
                  {"name": "modelVersion", "type": "string"}, {"name": "eventTime", "type": "long"}]}
                """);
        GenericRecord record = new GenericData.Record(without);
        record.put("modelId", "m");
        record.put("modelVersion", "1");
        record.put("eventTime", 1L);
        byte[] value = fixture.encode(without, record);

        assertFails(() -> predictions.decode(value), DecodeFailure.WRONG_RECORD_TYPE, "inferenceId", "prediction");
        assertFails(() -> truths.decode(value), DecodeFailure.WRONG_RECORD_TYPE, "inferenceId");
    }

    private static void assertFails(Runnable decode, DecodeFailure failure, String... words) {
        assertThatThrownBy(decode::run)
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
                .satisfies(e -> assertThat(e).hasMessageContainingAll(words));
    }

    /** Cut at every byte, and with every byte changed: a clear refusal or some record, and nothing else. */
    @Test
    void shouldSurviveHostileBytes() {
        List<byte[]> records = new ArrayList<>();
        records.add(own(event(Map.of("x", 1.0, "w", List.of(1.0, 2.0)))));
        records.add(fixture.encode(FOREIGN, foreign(Map.of("i", 3, "short", List.of(1, 2)))));
        Random random = new Random(1);
        for (byte[] record : records) {
            for (int length = 0; length < record.length; length++) {
                assertThatThrownBy(decodeOf(Arrays.copyOf(record, length))::run)
                        .isInstanceOf(UndecodableRecordException.class);
            }
            for (int i = 5; i < record.length; i++) {
                byte[] changed = record.clone();
                changed[i] = (byte) random.nextInt();
                decodeOrRefuse(changed);
            }
        }
    }

    private Runnable decodeOf(byte[] value) {
        return () -> {
            LoggedPrediction read = predictions.decode(value);
            assertThat(read).isNotNull();
        };
    }

    private void decodeOrRefuse(byte[] value) {
        try {
            decodeOf(value).run();
        } catch (UndecodableRecordException e) {
            assertThat(e.detail()).isNotBlank();
        }
    }

    @Test
    void shouldReadClassesAndNumbersOfTheTruth() {
        GroundTruth own = GroundTruth.newBuilder()
                .setInferenceId("i-1")
                .setModelId("m")
                .setEventTime(Instant.ofEpochMilli(5))
                .setLabel("late")
                .build();
        LoggedTruth read = truths.decode(
                AvroSerde.of(GroundTruth.class, fixture.registry).serializer().serialize("t", own));
        assertThat(read.label()).contains("late");
        assertThat(read.value()).isEmpty();
        assertThat(read.knownAtMs()).isEqualTo(5);

        Schema foreign = new Schema.Parser().parse("""
                {"type": "record", "name": "Outcome", "fields": [
                  {"name": "label", "type": ["null", "boolean"]}, {"name": "value", "type": ["null", "int"]},
                  {"name": "eventTime", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
                  {"name": "modelId", "type": ["null", "string"]}, {"name": "inferenceId", "type": ["null", "string"]}]}
                """);
        GenericRecord record = new GenericData.Record(foreign);
        record.put("label", true);
        LoggedTruth sparse = truths.decode(fixture.encode(foreign, record));
        assertThat(sparse.label()).isEqualTo(Optional.of("true"));
        assertThat(sparse.inferenceId()).isNull();
        assertThat(sparse.model()).isNull();
        assertThat(sparse.knownAtMs()).isZero();
        assertThat(sparse.value()).isEmpty();
    }
}
