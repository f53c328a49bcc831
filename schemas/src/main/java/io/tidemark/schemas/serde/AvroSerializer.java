package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes records of a generated class in the Confluent wire format; see {@link SchemaHeaders}. Safe for use by several threads. */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private static final int TYPICAL_BYTES = 512;

    private final Schema schema;
    private final DatumWriter<T> writer;
    private final SchemaHeaders headers;

    public AvroSerializer(Class<T> type, SchemaRegistry registry) {
        this.schema = SpecificData.getForClass(type).getSchema(type);
        this.writer = new SpecificDatumWriter<>(type);
        this.headers = new SchemaHeaders(schema, registry);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
        out.writeBytes(headers.of(topic));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new SerializationException(
                    "Can't write a " + schema.getName() + " to " + topic + ": " + e.getMessage(), e);
        }
        return out.toByteArray();
    }
}
