package io.tidemark.profile.format;

/** Bytes that are no valid document of this library; the message says what is wrong and at which byte. */
public final class ProfileFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ProfileFormatException(String message) {
        super(message);
    }

    public ProfileFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
