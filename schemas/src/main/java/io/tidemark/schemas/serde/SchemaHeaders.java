package io.tidemark.schemas.serde;

import io.tidemark.schemas.registry.Compatibility;
import io.tidemark.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * What stands before the values of one schema, by topic.
 *
 * <p>The first value for a topic registers the schema under the subject {@code <topic>-value}. A subject without a
 * compatibility level of its own gets BACKWARD_TRANSITIVE; one that an operator chose stays. Safe for use by several threads.
 */
public final class SchemaHeaders {
    private final SchemaRegistry registry;
    private final Schema schema;
    private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

    public SchemaHeaders(Schema schema, SchemaRegistry registry) {
        this.registry = registry;
        this.schema = schema;
    }

    /** The {@link WireFormat} header of values in {@code topic}. Not to be changed. */
    public byte[] of(String topic) {
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
