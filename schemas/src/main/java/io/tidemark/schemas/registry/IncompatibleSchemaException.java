package io.tidemark.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refuses a schema, because the subject's compatibility level forbids the change. Retrying won't help. */
public final class IncompatibleSchemaException extends SerializationException {
    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message, Throwable cause) {
        super(message, cause);
    }

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
