package io.tidemark.standalone.broker;

import org.jspecify.annotations.Nullable;

/** The embedded broker can't start. The message says why and what to do about it. */
public final class BrokerStartException extends RuntimeException {

    BrokerStartException(String message) {
        this(message, null);
    }

    BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
