package io.tidemark.stream.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Mappings of specs as users write them, of one topic. */
final class MappingFixture {
    static final String TOPIC = "shop.scores";
    static final long TIMESTAMP = 1_700_000_000_123L;
    private static final MappingLimits LIMITS = new MappingLimits(50);

    private MappingFixture() {}

    /** @param specs each of another model, as YAML; {@code TOPIC} stands for the topic */
    static TopicMapping mapping(String... specs) {
        return mapping(
                _ -> {
                    throw new AssertionError("no Avro is expected");
                },
                specs);
    }

    static TopicMapping mapping(TopicMapping.AvroRecords avro, String... specs) {
        List<MonitorSpec> all = Arrays.stream(specs)
                .map(spec -> SpecYaml.read(spec.replace("TOPIC", TOPIC)))
                .toList();
        return Objects.requireNonNull(TopicMapping.of(all, avro, LIMITS).get(TOPIC));
    }

    static MappedRecord map(TopicMapping mapping, String json) {
        return mapping.map(new SourceRecord(json.getBytes(UTF_8), TIMESTAMP));
    }

    /** The one event that is made of a record. */
    static InferenceEvent event(TopicMapping mapping, String json) {
        MappedRecord mapped = map(mapping, json);
        assertThat(mapped.message()).isEmpty();
        return onlyEvent(mapped);
    }

    static InferenceEvent onlyEvent(MappedRecord mapped) {
        assertThat(mapped.outcome()).isEqualTo(IngestOutcome.MAPPED);
        assertThat(mapped.truths()).isEmpty();
        assertThat(mapped.events()).hasSize(1);
        return mapped.events().getFirst();
    }

    static GroundTruth onlyTruth(MappedRecord mapped) {
        assertThat(mapped.outcome()).as(mapped.message()).isEqualTo(IngestOutcome.MAPPED);
        assertThat(mapped.events()).isEmpty();
        assertThat(mapped.truths()).hasSize(1);
        return mapped.truths().getFirst();
    }

    /** A record as its schema writes it, and a reader that reads it with this schema. */
    static MappedRecord map(GenericRecord record, String... specs) {
        Schema schema = record.getSchema();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TopicMapping mapping = mapping(
                value -> {
                    try {
                        return new GenericDatumReader<GenericRecord>(schema)
                                .read(null, DecoderFactory.get().binaryDecoder(value, null));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                specs);
        return mapping.map(new SourceRecord(bytes.toByteArray(), TIMESTAMP));
    }
}
