package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Kafka's face of {@link RecordReader}. A null value (a tombstone) stays null. Safe for use by several threads. */
public final class AvroDeserializer<T extends SpecificRecord> implements Deserializer<T> {
    private final RecordReader<T> reader;

    public AvroDeserializer(Class<T> type, SchemaRegistry registry) {
        reader = RecordReader.of(type, registry);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        try {
            return reader.read(value);
        } catch (UndecodableRecordException e) {
            throw e.in(topic);
        }
    }
}
