package io.tidemark.stream.assess;

/**
 * A feature came whose window did not come before it. Under exactly-once nothing from the outside can cause this: state was lost. Under
 * at-least-once it may be one that counted before a crash: state is saved before it is noted how far has been read.
 */
public final class UnknownWindowException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    UnknownWindowException(String message) {
        super(message);
    }
}
