package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.CsvException;
import io.tidemark.schemas.access.Refusal;
import io.tidemark.schemas.registry.IncompatibleSchemaException;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.standalone.broker.BrokerStartException;
import io.tidemark.standalone.cluster.ClusterUnreachableException;
import io.tidemark.standalone.replay.ReplayFailedException;
import io.tidemark.stream.app.StartException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Turns whatever a command threw into one line for a person and an exit code for a script. */
final class Failures {

    /** What is told about a failure. */
    record Report(ExitCode exitCode, String message) {}

    private Failures() {}

    static Report report(Throwable thrown) {
        Throwable failure = unwrap(thrown);
        String message = messageOf(failure);
        return switch (failure) {
            case CliException e -> new Report(e.exitCode(), message);
            case ClusterUnreachableException e -> new Report(ExitCode.UNREACHABLE, message);
            case ConfigException e -> new Report(ExitCode.USAGE, sentence("The configuration is wrong: " + message));
            case StartException e -> new Report(ExitCode.UNREACHABLE, sentence(message));
            case CsvException e -> new Report(ExitCode.USAGE, sentence(message));
            case ReplayFailedException e -> new Report(exitCodeOf(e.getCause()), message);
            case BrokerStartException e -> new Report(ExitCode.USAGE, message);
            case RegistryUnavailableException e -> new Report(ExitCode.UNREACHABLE, sentence(message));
            case IncompatibleSchemaException e -> new Report(ExitCode.USAGE, sentence(message));
            case AuthenticationException e ->
                new Report(
                        ExitCode.UNREACHABLE,
                        "Can't log in to the Kafka cluster: "
                                + Refusal.explain(e).orElse(message) + ".");
            case AuthorizationException e ->
                new Report(
                        ExitCode.UNREACHABLE,
                        "The Kafka cluster does not allow this: " + message
                                + ". Ask for the rights, which tidemark acls lists, or log in as another user.");
            case UnknownTopicOrPartitionException e ->
                new Report(
                        ExitCode.USAGE,
                        "A topic is missing: " + message + ". Create Tidemark's topics with: tidemark topics create");
            case TimeoutException e ->
                new Report(
                        ExitCode.UNREACHABLE,
                        "The Kafka cluster did not answer in time: " + message
                                + ". Check that its brokers are up and reachable from here.");
            case NoSuchFileException e -> new Report(ExitCode.USAGE, "There is no file " + message + ".");
            case AccessDeniedException e -> new Report(ExitCode.USAGE, "The file " + message + " may not be read.");
            case OutOfMemoryError e ->
                new Report(
                        ExitCode.FAILURE,
                        "Out of memory: " + message + ". Give it more, for example JAVA_OPTS=-Xmx4g tidemark …");
            default ->
                new Report(
                        ExitCode.FAILURE,
                        failure instanceof RuntimeException || failure instanceof Error
                                ? failure.getClass().getSimpleName() + ": " + message
                                : message);
        };
    }

    /** Libraries begin their messages small and leave the full stop to others; a file name stays as it is. */
    private static String sentence(String message) {
        String first = message.split(" ", 2)[0];
        boolean isWord = first.chars().allMatch(c -> c >= 'a' && c <= 'z');
        String begun = isWord ? message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) : message;
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private static ExitCode exitCodeOf(@Nullable Throwable cause) {
        return cause == null ? ExitCode.FAILURE : report(cause).exitCode();
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable failure = thrown;
        while (failure.getCause() != null
                && (failure instanceof ExecutionException
                        || failure instanceof CompletionException
                        || failure instanceof UncheckedIOException
                        || failure.getClass() == org.apache.kafka.common.KafkaException.class)) {
            failure = failure.getCause();
        }
        return failure;
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
    }

    /** The messages of what led to a failure, outermost first, each once. */
    static Set<String> causes(Throwable thrown) {
        Set<String> causes = new LinkedHashSet<>();
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            causes.add(cause.getClass().getSimpleName() + ": " + messageOf(cause));
        }
        return causes;
    }
}
