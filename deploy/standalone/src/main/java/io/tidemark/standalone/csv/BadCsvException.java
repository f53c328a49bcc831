package io.tidemark.standalone.csv;

import org.jspecify.annotations.Nullable;

/** A CSV file, or one row of it, can't be used. The message says which file, which line, and what to do. */
public final class BadCsvException extends RuntimeException {

    public BadCsvException(String message) {
        this(message, null);
    }

    public BadCsvException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
