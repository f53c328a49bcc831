package io.tidemark.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered, and has no Avro schema with this id: the record that names it can't be read. */
public final class UnknownSchemaException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final int id;

    public UnknownSchemaException(int id, String message, Throwable cause) {
        super(message, cause);
        this.id = id;
    }

    public int id() {
        return id;
    }
}
