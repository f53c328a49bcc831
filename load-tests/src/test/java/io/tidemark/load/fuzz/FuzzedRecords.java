package io.tidemark.load.fuzz;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.AvroSerializer;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Records from bytes: the first byte chooses between Tidemark's own schema and one that the next bytes decide upon, and the rest is the record. */
final class FuzzedRecords {
    private static final int OWN_SCHEMA = 0;

    private FuzzedRecords() {}

    /** A value in the wire format, and the schema that it claims to be written with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(Schema schema, byte[] value) {}

    static Written of(byte[] input, Schema own, List<String> fields) {
        byte[] rest = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if (input.length == 0 || input[0] == OWN_SCHEMA) {
            return new Written(own, value(rest));
        }
        FuzzedSchema fuzzed = new FuzzedSchema(rest);
        Schema schema = fuzzed.record(fields);
        return new Written(schema, value(fuzzed.rest()));
    }

    static byte[] value(byte[] content) {
        byte[] value =
                Arrays.copyOf(WireFormat.header(FuzzedSchema.SCHEMA_ID), WireFormat.HEADER_BYTES + content.length);
        System.arraycopy(content, 0, value, WireFormat.HEADER_BYTES, content.length);
        return value;
    }

    /** Whatever the bytes are, they are read, or refused as a record that can't be. */
    static void readOrRefuse(Runnable reading) {
        try {
            reading.run();
        } catch (UndecodableRecordException e) {
            // Documented.
        }
    }

    /** A record as it should be, and the beginnings of schemas. */
    static <T extends SpecificRecord> Stream<byte[]> seeds(Class<T> type, T record, int fields) {
        byte[] own = join(new byte[] {OWN_SCHEMA}, encode(type, record));
        byte[] texts = new byte[1 + fields * 2 + 40];
        texts[0] = 1;
        byte[] maps = texts.clone();
        Arrays.fill(maps, 1, 1 + fields * 2, (byte) 11);
        byte[] unions = texts.clone();
        Arrays.fill(unions, 1, 1 + fields * 2, (byte) 15);
        return Stream.of(own, texts, maps, unions, new byte[0]);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** A record's bytes without the header. */
    private static <T extends SpecificRecord> byte[] encode(Class<T> type, T record) {
        SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:fuzz-" + type.getSimpleName()));
        byte[] value = Objects.requireNonNull(new AvroSerializer<>(type, registry).serialize("fuzz", record));
        return Arrays.copyOfRange(value, WireFormat.HEADER_BYTES, value.length);
    }

    static InferenceEvent event() {
        return InferenceEvent.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setModelVersion("1")
                .setEventTime(Instant.ofEpochMilli(1_700_000_000_000L))
                .setFeatures(Map.of(
                        "distance", 733.5, "hour", 17L, "late", true, "origin", "ORD", "text", List.of(0.5, -1.0)))
                .setPrediction(Prediction.newBuilder()
                        .setLabel("late")
                        .setScore(0.7)
                        .setScores(Map.of("late", 0.7, "on time", 0.3))
                        .setValue(null)
                        .build())
                .setTags(Map.of("region", "north"))
                .setLatencyMicros(1_500L)
                .build();
    }

    static GroundTruth truth() {
        return GroundTruth.newBuilder()
                .setInferenceId("i-1")
                .setModelId("flights")
                .setEventTime(Instant.ofEpochMilli(1_700_000_000_000L))
                .setLabel("late")
                .setValue(0.5)
                .build();
    }
}
