package io.tidemark.standalone.cluster;

/** No broker answers where one was expected, or it refused us. The message names the address and the remedy. */
public final class ClusterUnreachableException extends RuntimeException {

    ClusterUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
