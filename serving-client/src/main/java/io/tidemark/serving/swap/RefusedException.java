package io.tidemark.serving.swap;

/** A version can't be served; the message says why. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** @param passing whether it may be otherwise when it is tried again */
    RefusedException(String reason, boolean passing, Throwable cause) {
        super(reason, cause);
        this.passing = passing;
    }

    boolean isPassing() {
        return passing;
    }
}
