package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.SchemaRegistry;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The serde of a generated class; see {@link AvroSerializer} and {@link AvroDeserializer}. */
public final class AvroSerde {
    private AvroSerde() {}

    public static <T extends SpecificRecord> Serde<T> of(Class<T> type, SchemaRegistry registry) {
        return Serdes.serdeFrom(new AvroSerializer<>(type, registry), new AvroDeserializer<>(type, registry));
    }
}
