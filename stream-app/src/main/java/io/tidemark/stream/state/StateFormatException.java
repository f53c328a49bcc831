package io.tidemark.stream.state;

import java.io.Serial;

/** Saved state or an internal message could not be read. Never skipped: the task stops, with what and where. */
public final class StateFormatException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public StateFormatException(String message) {
        super(message);
    }

    public StateFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
