package io.tidemark.serving.version;

/** A loaded model does not give the answers that it gave where it was trained; the message says which question, and both answers. */
public final class GoldenMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GoldenMismatchException(String message) {
        super(message);
    }

    public GoldenMismatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
