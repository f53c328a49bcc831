package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.Compatibility;
import io.tidemark.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

/**
 * Writes records of a generated class in the Confluent wire format.
 *
 * <p>The first record for a topic registers the schema under the subject {@code <topic>-value}. A subject without a
 * compatibility level of its own gets BACKWARD_TRANSITIVE; one that an operator chose stays. Safe for use by several threads.
 */
public final class AvroSerializer<T extends SpecificRecord> implements Serializer<T> {
    private static final int TYPICAL_BYTES = 512;

    private final SchemaRegistry registry;
    private final Schema schema;
    private final DatumWriter<T> writer;
    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

    public AvroSerializer(Class<T> type, SchemaRegistry registry) {
        this.registry = registry;
        this.schema = SpecificData.getForClass(type).getSchema(type);
        this.writer = new SpecificDatumWriter<>(type);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        if (record == null) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
        out.writeBytes(headerFor(topic));
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

    private byte[] headerFor(String topic) {
        byte[] header = headers.get(topic);
        if (header == null) {
            header = WireFormat.header(register(topic + "-value"));
            headers.put(topic, header);
        }
        return header;
    }

    private int register(String subject) {
        boolean isNew = registry.versions(subject).isEmpty();
        int id = registry.register(subject, schema);
        // The second question mends a first attempt that ended between the two. Apicurio never answers "empty".
        if (isNew || registry.compatibility(subject).isEmpty()) {
            registry.setCompatibility(subject, Compatibility.BACKWARD_TRANSITIVE);
        }
        return id;
    }
}
