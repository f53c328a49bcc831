package io.tidemark.serving.log;

/** An inference that can't be written, whatever Kafka says. The message names what is wrong. */
final class UnfitInferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final DropReason reason;

    /** Without a stack trace, since every inference of an application may be unfit for the same cause. */
    UnfitInferenceException(DropReason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    DropReason reason() {
        return reason;
    }
}
