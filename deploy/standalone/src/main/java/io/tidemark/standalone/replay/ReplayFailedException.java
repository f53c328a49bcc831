package io.tidemark.standalone.replay;

/** A record could not be written; the cause says what the cluster answered. */
public final class ReplayFailedException extends RuntimeException {

    ReplayFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
