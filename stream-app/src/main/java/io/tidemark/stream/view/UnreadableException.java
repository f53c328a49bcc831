package io.tidemark.stream.view;

import java.io.Serial;

/** What is looked at is there, and nothing of it can be read; the message says what, where and why. */
public final class UnreadableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message, null, false, false);
    }
}
