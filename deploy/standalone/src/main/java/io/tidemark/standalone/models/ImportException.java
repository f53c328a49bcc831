package io.tidemark.standalone.models;

import org.jspecify.annotations.Nullable;

/** A model that can't be imported as a person wants it; the message is a sentence that says why, and how to mend it. */
public final class ImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImportException(String message) {
        this(message, null);
    }

    public ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
