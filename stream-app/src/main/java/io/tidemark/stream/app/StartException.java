package io.tidemark.stream.app;

import java.io.Serial;

/** The monitor can't start; the message says what is missing and what to do. */
public final class StartException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
