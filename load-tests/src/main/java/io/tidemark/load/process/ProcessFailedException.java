package io.tidemark.load.process;

/** A process ended that should not, or did not do what it was to do; the message has its last words. */
public final class ProcessFailedException extends IllegalStateException {
    public ProcessFailedException(String message) {
        super(message);
    }
}
