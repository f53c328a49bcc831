package io.tidemark.stream.http.api;

import java.io.Serial;

/** A question that can't be answered; the message says what is wrong with it and what to ask instead. */
public final class ApiException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private ApiException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, "bad-request", message);
    }

    static ApiException notFound(String message) {
        return new ApiException(404, "not-found", message);
    }

    /** The question is right, and what it asks for is damaged. */
    static ApiException unreadable(String message) {
        return new ApiException(502, "unreadable", message);
    }

    static ApiException busy(String message) {
        return new ApiException(503, "busy", message);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** For programs. */
    public String code() {
        return code;
    }
}
