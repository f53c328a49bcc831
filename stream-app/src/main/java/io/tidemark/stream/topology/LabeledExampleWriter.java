package io.tidemark.stream.topology;

import io.tidemark.profile.performance.Truth;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.SchemaHeaders;
import io.tidemark.stream.label.MatchedExample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes a {@link LabeledExample}: the label, and behind it what was asked and answered as the decoder has written it, which are the last
 * fields of the schema. Features are never turned into objects.
 */
final class LabeledExampleWriter {
    private static final int NULL_BRANCH = 0;
    private static final int VALUE_BRANCH = 1;

    private final SchemaHeaders headers;

    LabeledExampleWriter(SchemaRegistry registry) {
        this.headers = new SchemaHeaders(LabeledExample.getClassSchema(), registry);
    }

    /** The value in the Confluent wire format. */
    byte[] write(String topic, MatchedExample example) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(example.example().length + 128);
        bytes.writeBytes(headers.of(topic));
        BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            out.writeString(example.inferenceId());
            out.writeString(example.model());
            switch (example.truth()) {
                case Truth.OfClass(String label) -> {
                    out.writeIndex(VALUE_BRANCH);
                    out.writeString(label);
                    out.writeIndex(NULL_BRANCH);
                }
                case Truth.OfNumber(double value) -> {
                    out.writeIndex(NULL_BRANCH);
                    out.writeIndex(VALUE_BRANCH);
                    out.writeDouble(value);
                }
            }
            out.writeLong(example.knownAtMs());
            out.writeBoolean(example.correction());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array refused a write", e);
        }
        bytes.writeBytes(example.example());
        return bytes.toByteArray();
    }
}
