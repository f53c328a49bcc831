package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.WireFormat;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** A decoder with a registry inside the test, and Avro's own encoder for what it reads. */
final class DecoderFixture {
    final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    final NameDictionary names;
    final InferenceEventDecoder decoder;
    final EventBuffer event = new EventBuffer();

    DecoderFixture() {
        this(new NameDictionary(10_000), DecoderLimits.DEFAULT);
    }

    DecoderFixture(NameDictionary names, DecoderLimits limits) {
        this(names, limits, _ -> false);
    }

    DecoderFixture(NameDictionary names, DecoderLimits limits, Predicate<String> hasReserve) {
        this.names = names;
        this.decoder = new InferenceEventDecoder(registry, names, limits, hasReserve);
    }

    @FunctionalInterface
    interface Body {
        void writeTo(Encoder out) throws IOException;
    }

    byte[] encode(Schema schema, Object datum) {
        return encode(schema, out -> new GenericDatumWriter<>(schema, GenericData.get()).write(datum, out));
    }

    /** Registers the schema and puts its id before the bytes. */
    byte[] encode(Schema schema, Body body) {
        int id = registry.register(schema.getFullName() + schema.hashCode() + "-value", schema);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(WireFormat.header(id));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            body.writeTo(encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    EventBuffer decode(byte[] value) {
        decoder.decode(value, event);
        return event;
    }

    EventBuffer decode(Schema schema, Object datum) {
        return decode(encode(schema, datum));
    }

    /** What the buffer holds, by name; a later value of the same name counts. */
    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < event.size(); i++) {
            values.put(names.nameOf(event.nameId(i)), value(i));
        }
        return values;
    }

    private @Nullable Object value(int i) {
        return switch (event.type(i)) {
            case NULL -> null;
            case NUMBER -> event.number(i);
            case BOOLEAN -> event.number(i) == 1;
            case TEXT -> event.text(i);
        };
    }
}
