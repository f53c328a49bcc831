package io.tidemark.serving.swap;

/** No version of the model is loaded yet; the message says what is waited for. */
public final class ModelNotReadyException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    ModelNotReadyException(String message) {
        super(message);
    }
}
