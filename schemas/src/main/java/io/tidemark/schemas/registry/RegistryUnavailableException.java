package io.tidemark.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry can't be reached, refuses access, or is no schema registry. The record at hand may be perfectly good:
 * retry or stop, never skip it.
 */
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
