package io.tidemark.schemas.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.schemas.avro.Cause;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Finding;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.Compatibility;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.data.TimeConversions.TimestampMillisConversion;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSerdeTest {
    private static final String TOPIC = "tidemark.inference-logs";
    private static final int HUGE = 2_000_000_000;

    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private final Serde<InferenceEvent> serde = AvroSerde.of(InferenceEvent.class, registry);

    private static InferenceEvent event() {
        Map<String, Object> features = new HashMap<>();
        features.put("distance", 810.5);
        features.put("day_of_week", 3L);
        features.put("holiday", false);
        features.put("origin", "ORD");
        features.put("origin_delay", null);
        features.put("embedding", List.of(0.5, -1.25));
        return InferenceEvent.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setModelVersion("v3")
                .setEventTime(Instant.parse("2001-04-15T12:00:00.123Z"))
                .setFeatures(features)
                .setPrediction(Prediction.newBuilder()
                        .setLabel("late")
                        .setScore(0.8)
                        .setScores(Map.of("late", 0.8, "on-time", 0.2))
                        .build())
                .setTags(Map.of("region", "eu"))
                .build();
    }

    private byte[] written() {
        return serde.serializer().serialize(TOPIC, event());
    }

    private void assertFails(byte[] value, DecodeFailure failure, String... words) {
        assertThatThrownBy(() -> serde.deserializer().deserialize(TOPIC, value))
                .asInstanceOf(type(UndecodableRecordException.class))
                .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
                .satisfies(e -> assertThat(e).hasMessageStartingWith(TOPIC).hasMessageContainingAll(words));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        assertThat(serde.deserializer().deserialize(TOPIC, written())).isEqualTo(event());
    }

    /** An event of a producer that has not been updated, in a subject that has gone on. */
    @Test
    void shouldReadEventsOfBeforeThereWereArrays() throws IOException {
        Schema before;
        try (InputStream file = getClass().getResourceAsStream("/evolution/InferenceEvent-before-arrays.avsc")) {
            before = new Schema.Parser().parse(file);
        }
        int id = registry.register(TOPIC + "-value", before);
        InferenceEvent event = event();
        event.getFeatures().remove("embedding");
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.writeBytes(WireFormat.header(id));
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(value, null);
        SpecificData data = new SpecificData();
        data.addLogicalTypeConversion(new TimestampMillisConversion());
        new GenericDatumWriter<InferenceEvent>(before, data).write(event, out);

        assertThat(serde.deserializer().deserialize(TOPIC, value.toByteArray())).isEqualTo(event);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(InferenceEvent.getClassSchema(), before)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        assertThat(serde.deserializer().deserialize(TOPIC, written())).isEqualTo(event());
    }

    @Test
    void shouldLeaveTombstonesAlone() {
        assertThat(serde.serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde.deserializer().deserialize(TOPIC, null)).isNull();
        assertThat(registry.subjects()).isEmpty();
    }

    @Test
    void shouldWriteTheConfluentWireFormat() {
        ByteBuffer value = ByteBuffer.wrap(written());

        assertThat(value.get()).isZero();
        assertThat(registry.schemaById(value.getInt())).isEqualTo(InferenceEvent.getClassSchema());
        assertThat(registry.subjects()).containsExactly(TOPIC + "-value");
    }

    @Test
    void shouldMakeANewSubjectTransitivelyBackwardCompatible() {
        written();

        assertThat(registry.compatibility(TOPIC + "-value")).contains(Compatibility.BACKWARD_TRANSITIVE);
    }

    @Test
    void shouldLeaveTheCompatibilityThatAnOperatorChose() {
        written();
        registry.setCompatibility(TOPIC + "-value", Compatibility.FULL_TRANSITIVE);

        AvroSerde.of(InferenceEvent.class, registry).serializer().serialize(TOPIC, event());

        assertThat(registry.compatibility(TOPIC + "-value")).contains(Compatibility.FULL_TRANSITIVE);
    }

    @Test
    void shouldShowAnyRecordToAPerson() {
        GenericRecord shown = RecordReader.generic(registry).read(written());

        assertThat(shown.toString()).contains("\"modelId\": \"flights\"", "\"origin_delay\": null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "{\"json\": true}", "plain text"})
    void shouldSayWhenTheValueIsOfAnotherFormat(String value) {
        assertFails(value.getBytes(UTF_8), DecodeFailure.NOT_WIRE_FORMAT, "the value");
    }

    @Test
    void shouldSayWhenTheSchemaIsUnknown() {
        assertFails(WireFormat.header(4711), DecodeFailure.UNKNOWN_SCHEMA_ID, "4711");
    }

    @Test
    void shouldSayWhenTheRecordIsOfAnotherType() {
        GroundTruth truth = GroundTruth.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setEventTime(Instant.EPOCH)
                .setLabel("late")
                .build();
        byte[] value = AvroSerde.of(GroundTruth.class, registry).serializer().serialize("t", truth);

        assertFails(value, DecodeFailure.WRONG_RECORD_TYPE, "GroundTruth");
    }

    @Test
    void shouldSayWhenBytesAreLeftOver() {
        byte[] value = written();

        assertFails(Arrays.copyOf(value, value.length + 3), DecodeFailure.CORRUPT, "bytes are left over");
    }

    @Test
    void shouldNotAllocateWhatHostileLengthsClaim() {
        byte[] hugeString = record(out -> out.writeLong(HUGE));
        assertFails(hugeString, DecodeFailure.CORRUPT, String.valueOf(HUGE));

        byte[] negativeLength = record(out -> out.writeLong(-1));
        assertFails(negativeLength, DecodeFailure.CORRUPT, "negative");

        byte[] hugeMap = record(out -> {
            out.writeString("i-1");
            out.writeString("flights");
            out.writeString("v3");
            out.writeLong(0);
            out.writeLong(HUGE);
        });
        assertFails(hugeMap, DecodeFailure.CORRUPT, "2000000000");
    }

    @Property(tries = 2000)
    void shouldReadOrRefuseAnyMutationAndThrowNothingElse(@ForAll int seed, @ForAll byte replacement) {
        byte[] value = written();
        int at = WireFormat.HEADER_BYTES + Math.floorMod(seed, value.length - WireFormat.HEADER_BYTES);
        value[at] = replacement;
        try {
            serde.deserializer().deserialize(TOPIC, value);
        } catch (UndecodableRecordException e) {
            assertThat(e.topic()).contains(TOPIC);
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        byte[] value = written();
        for (int length = WireFormat.HEADER_BYTES; length < value.length; length++) {
            assertFails(Arrays.copyOf(value, length), DecodeFailure.CORRUPT, "corrupt");
        }
    }

    @Test
    void shouldNotBlameARecordForAnOutage() {
        SchemaRegistry down = SchemaRegistry.connect(RegistryConfig.of("http://localhost:1"));
        Deserializer<InferenceEvent> deserializer = new AvroDeserializer<>(InferenceEvent.class, down);

        assertThatThrownBy(() -> deserializer.deserialize(TOPIC, written()))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void shouldReadWhatAnOlderWriterWrote() {
        Schema old = new Schema.Parser().parse("""
                {"type": "record", "name": "InferenceEvent", "namespace": "io.tidemark.schemas.avro", "fields": [
                  {"name": "inferenceId", "type": "string"},
                  {"name": "modelId", "type": "string"},
                  {"name": "modelVersion", "type": "string"},
                  {"name": "eventTime", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""");
        GenericRecord written = new GenericData.Record(old);
        written.put("inferenceId", "i-1");
        written.put("modelId", "flights");
        written.put("modelVersion", "v1");
        written.put("eventTime", 1_000L);

        InferenceEvent read = serde.deserializer().deserialize(TOPIC, generic(old, written));

        assertThat(read.getModelVersion()).isEqualTo("v1");
        assertThat(read.getEventTime()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(read.getFeatures()).isEmpty();
        assertThat(read.getPrediction()).isNull();
        assertThat(registry.incompatibilities(TOPIC + "-value", InferenceEvent.getClassSchema()))
                .isEmpty();
    }

    @Test
    void shouldReadWhatANewerWriterWrote() {
        String json = DriftEvent.getClassSchema().toString();
        Schema newer = new Schema.Parser()
                .parse(json.replace("\"DATA_QUALITY\"", "\"DATA_QUALITY\",\"FAIRNESS\"")
                        .replace("\"INSUFFICIENT\"]", "\"INSUFFICIENT\",\"CRITICAL\"]")
                        .replaceFirst(
                                "\\{\"name\":\"eventId\"",
                                "{\"name\":\"runbook\",\"type\":\"string\"},{\"name\":\"eventId\""));
        GenericRecord written = new GenericData.Record(newer);
        for (Schema.Field field : newer.getFields()) {
            written.put(field.name(), sample(field));
        }

        DriftEvent read = AvroSerde.of(DriftEvent.class, registry)
                .deserializer()
                .deserialize("drift-events", generic(newer, written));

        assertThat(read.getEventId()).isEqualTo("some eventId");
        assertThat(read.getKind()).isEqualTo(DriftKind.UNKNOWN);
        assertThat(read.getSeverity()).isEqualTo(Severity.MAJOR);
        assertThat(read.getState()).isEqualTo(EpisodeState.OPENED);
    }

    @Test
    void shouldReadBackADriftEventWithItsDiagnosis() {
        DriftEvent event = DriftEvent.newBuilder()
                .setEventId("e")
                .setEpisodeId("p")
                .setState(EpisodeState.OPENED)
                .setModelId("m")
                .setModelVersion("1")
                .setKind(DriftKind.VOLUME)
                .setSeverity(Severity.MAJOR)
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH)
                .setEpisodeStart(Instant.EPOCH)
                .setStatistics(Map.of())
                .setFindings(List.of(new Finding("volume", -3.0, 0.1, 2.0, 1e-9)))
                .setBaselineId("b")
                .setBaselineRows(10)
                .setCurrentRows(10)
                .setReason("few")
                .setDiagnosis(new Diagnosis(
                        DiagnosisType.VOLUME,
                        List.of(new Cause("$volume", Severity.MAJOR, "volume", 1.5)),
                        0,
                        null,
                        "few"))
                .setDetectedAt(Instant.EPOCH)
                .build();
        var events = AvroSerde.of(DriftEvent.class, registry);

        byte[] bytes = events.serializer().serialize("drift-events", event);

        assertThat(events.deserializer().deserialize("drift-events", bytes)).isEqualTo(event);
    }

    /** An event of a monitor that had no diagnoses, nor drift of the model as a whole. */
    @Test
    void shouldReadDriftEventsOfBeforeThereWereDiagnoses() throws IOException {
        Schema before;
        try (InputStream file = getClass().getResourceAsStream("/evolution/DriftEvent-before-diagnoses.avsc")) {
            before = new Schema.Parser().parse(file);
        }
        GenericRecord written = new GenericData.Record(before);
        for (Schema.Field field : before.getFields()) {
            written.put(
                    field.name(),
                    field.name().equals("kind")
                            ? new GenericData.EnumSymbol(field.schema(), "PERFORMANCE")
                            : field.name().equals("severity")
                                    ? new GenericData.EnumSymbol(field.schema(), "MINOR")
                                    : sample(field));
        }

        DriftEvent read = AvroSerde.of(DriftEvent.class, registry)
                .deserializer()
                .deserialize("drift-events", generic(before, written));

        assertThat(read.getDiagnosis()).isNull();
        assertThat(read.getKind()).isEqualTo(DriftKind.PERFORMANCE);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(DriftEvent.getClassSchema(), before)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(before, DriftEvent.getClassSchema())
                        .getType())
                .as("who reads with the schema of then reads a kind of today, such as LIMIT, as UNKNOWN")
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
    }

    private static Object sample(Schema.Field field) {
        return switch (field.name()) {
            case "state" -> new GenericData.EnumSymbol(field.schema(), "OPENED");
            case "kind" -> new GenericData.EnumSymbol(field.schema(), "FAIRNESS");
            case "severity" -> new GenericData.EnumSymbol(field.schema(), "CRITICAL");
            default ->
                field.hasDefaultValue()
                        ? GenericData.get().getDefaultValue(field)
                        : field.schema().getType() == Schema.Type.LONG ? 1L : "some " + field.name();
        };
    }

    private byte[] generic(Schema schema, GenericRecord record) {
        int id = registry.register(schema.getName() + "-older-or-newer", schema);
        return encode(id, out -> new GenericDatumWriter<GenericRecord>(schema).write(record, out));
    }

    private byte[] record(Body body) {
        return encode(registry.register(TOPIC + "-value", InferenceEvent.getClassSchema()), body);
    }

    @FunctionalInterface
    private interface Body {
        void writeTo(BinaryEncoder out) throws IOException;
    }

    private static byte[] encode(int schemaId, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.header(schemaId));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            body.writeTo(encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
