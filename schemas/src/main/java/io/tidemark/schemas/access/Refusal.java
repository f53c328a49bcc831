package io.tidemark.schemas.access;

import java.io.EOFException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/**
 * Why a connection was not made, in words: what a client's library says stands deep in its causes, and is meant for who knows the library. Neither the words nor
 * what is taken from the library hold secrets.
 */
public final class Refusal {
    private Refusal() {}

    /** What is wrong and how to mend it, without a full stop; empty where it is not a matter of certificates or logins. */
    public static Optional<String> explain(Throwable failure) {
        Optional<String> certificate = certificate(failure);
        if (certificate.isPresent()) {
            return certificate;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SaslAuthenticationException) {
                return Optional.of("the user or the password is wrong (" + cause.getMessage()
                        + "); check sasl.mechanism and sasl.jaas.config");
            }
            if (cause instanceof AuthenticationException || cause instanceof SSLException) {
                return Optional.of(
                        "no secure connection came about (" + root(cause).getMessage()
                                + "); check security.protocol and ssl.*, and that this is the port for TLS");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> certificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            switch (cause) {
                case CertificateExpiredException _ -> {
                    return Optional.of("its certificate has expired (" + message + "); renew it there");
                }
                case CertificateNotYetValidException _ -> {
                    return Optional.of("its certificate is not valid yet (" + message + "); check both clocks");
                }
                case CertPathBuilderException _ -> {
                    return Optional.of(
                            "its certificate is of nobody who is trusted here; add the authority that signed it to"
                                    + " ssl.truststore.location, or to schema.registry.ssl.truststore.location for the registry");
                }
                case UnrecoverableKeyException _ -> {
                    return Optional.of("the password of a key or trust store is wrong; check ssl.keystore.password,"
                            + " ssl.key.password and ssl.truststore.password");
                }
                default -> {
                    if (message.contains("No subject alternative") || message.contains("No name matching")) {
                        return Optional.of("its certificate is for another host (" + message
                                + "); use a name that stands in it, or have one issued for this name");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether brokers refused a login, or what it wanted to do: trying again would not help. */
    public static boolean isFinal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root.getCause() instanceof EOFException)) {
            root = root.getCause();
        }
        return root;
    }
}
