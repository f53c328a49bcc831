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

    /** Of a key that this release never wrote. */
    public static StateFormatException unknownEntry(String key) {
        return new StateFormatException("this release knows no state entry such as " + key
                + "; it was written by a newer release or is damaged");
    }
}
