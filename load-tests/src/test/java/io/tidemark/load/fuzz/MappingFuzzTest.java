package io.tidemark.load.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.serde.RecordReader;
import io.tidemark.stream.mapping.MappedRecord;
import io.tidemark.stream.mapping.MappingLimits;
import io.tidemark.stream.mapping.SourceRecord;
import io.tidemark.stream.mapping.TopicMapping;
import io.tidemark.stream.spec.SpecYaml;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of topics with schemas of their own: JSON, and Avro of any schema. The first byte chooses, the rest is the record, of Avro behind its schema. They are mapped,
 * or refused with a message.
 */
class MappingFuzzTest {
    private static final byte JSON = 0;
    private static final List<String> FIELDS =
            List.of("inferenceId", "modelVersion", "eventTime", "features", "prediction", "tags", "latencyMicros");
    private static final String SPEC = """
            model: m
            labels: {}
            source:
              predictions:
                topic: t
                format: FORMAT
                id: $.inferenceId
                time: $.eventTime
                version: $.modelVersion
                prediction: {label: $.prediction.label, value: $.prediction.value, score: $.prediction.score, scores: $.prediction.scores}
                features: {x: $.features.item, '*': $.features}
                tags: {'*': $.tags}
                latency: {at: $.latencyMicros, unit: microseconds}
              truths:
                topic: t
                format: FORMAT
                id: $.inferenceId
                time: {at: $.eventTime, unit: seconds}
                label: $.prediction.label
                value: $.prediction.value
                where: {$.tags.kind: truth}
            """;

    static Stream<byte[]> seeds() {
        Stream<byte[]> json = Stream.of(
                        """
                        {"inferenceId": "i-1", "modelVersion": 1, "eventTime": 1700000000000, "features": {"x": 1.5, "e": [1, 2], "n": null},
                         "prediction": {"label": true, "score": "0.5", "scores": {"a": 1}}, "tags": {"kind": "truth"}, "latencyMicros": 5}
                        """,
                        "{\"inferenceId\": 123456789012345678901234567890, \"modelVersion\": 1e999, \"eventTime\": \"2001-01-01\"}",
                        "{\"inferenceId\": " + "[".repeat(200),
                        "{\"a\": 1, \"a\": NaN}",
                        "")
                .map(text -> FuzzedRecords.join(new byte[] {JSON}, text.getBytes(UTF_8)));
        Stream<byte[]> avro = FuzzedRecords.seeds(InferenceEvent.class, FuzzedRecords.event(), FIELDS.size())
                .map(seed -> FuzzedRecords.join(new byte[] {1}, seed));
        return Stream.concat(json, avro);
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldMapOrRefuseRecords(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        Harmless.run(input, () -> {
            MappedRecord mapped = input[0] == JSON ? mapJson(rest) : mapAvro(rest);
            assertThat(mapped.message().isEmpty()).isNotEqualTo(mapped.outcome().isRefused());
        });
    }

    private static MappedRecord mapJson(byte[] value) {
        return map(
                "json",
                _ -> {
                    throw new AssertionError("no Avro is expected");
                },
                value);
    }

    private static MappedRecord mapAvro(byte[] input) {
        FuzzedRecords.Written written = FuzzedRecords.of(input, InferenceEvent.getClassSchema(), FIELDS);
        return map("avro", RecordReader.generic(FuzzedSchema.registryOf(written.schema()))::read, written.value());
    }

    private static MappedRecord map(String format, TopicMapping.AvroRecords avro, byte[] value) {
        TopicMapping mapping = Objects.requireNonNull(
                TopicMapping.of(List.of(SpecYaml.read(SPEC.replace("FORMAT", format))), avro, new MappingLimits(50))
                        .get("t"));
        return mapping.map(new SourceRecord(value, 1_700_000_000_000L));
    }
}
