package io.tidemark.stream.app;

import static org.apache.kafka.streams.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.stream.config.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One Kafka Streams application of the monitor.
 *
 * <p>A fault that passes (a broker or the registry does not answer) replaces the stream thread and the work goes on from
 * the last commit. Any other fault ends the application with its cause, because going on would skip records.
 */
final class StreamsRun {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRun.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration BEFORE_REPLACEMENT = Duration.ofSeconds(1);

    private final Role role;
    private final KafkaStreams streams;
    private final Runnable onEnd;
    private volatile boolean wasReady;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param onEnd called when it has ended, for whatever reason, once or more often */
    StreamsRun(Role role, KafkaStreams streams, Runnable onEnd) {
        this.role = role;
        this.streams = streams;
        this.onEnd = onEnd;
    }

    void start() {
        streams.setUncaughtExceptionHandler(this::onFault);
        streams.setStateListener((now, before) -> {
            LOG.info("Monitor ({}) is {} (was {})", role.key(), now, before);
            if (now == State.RUNNING) {
                wasReady = true;
            }
            if (now == State.ERROR) {
                // Not every way into this state passes the handler: the thread that reads specs and baselines has none.
                failure.compareAndSet(null, new IllegalStateException("Kafka Streams gave up; the log says why"));
            }
            if (now == State.NOT_RUNNING || now == State.ERROR) {
                onEnd.run();
            }
        });
        streams.start();
    }

    private StreamThreadExceptionResponse onFault(Throwable fault) {
        if (passes(fault)) {
            at(fault, LOG.atWarn())
                    .log("A stream thread ({}) stopped and is replaced: {}", role.key(), fault.toString());
            LockSupport.parkNanos(BEFORE_REPLACEMENT.toNanos());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        at(fault, LOG.atError()).setCause(fault).log("The monitor ({}) can't go on", role.key());
        failure.compareAndSet(null, fault);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Kafka Streams says the record in the message of the fault; the task is a field of its own besides. */
    private static LoggingEventBuilder at(Throwable fault, LoggingEventBuilder event) {
        return fault instanceof StreamsException found
                ? found.taskId().map(task -> event.addKeyValue("task", task)).orElse(event)
                : event;
    }

    /** Whether the same work may succeed when it is tried again. */
    static boolean passes(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException
                    || cause instanceof RetriableException
                    // A broker that died in a commit may have ended the transaction when it comes back. What was in it
                    // is undone.
                    || cause instanceof InvalidTxnStateException) {
                return true;
            }
        }
        return false;
    }

    boolean isReady() {
        return streams.state() == State.RUNNING;
    }

    /** Whether it ever had its partitions and their state. */
    boolean wasReady() {
        return wasReady;
    }

    KafkaStreams streams() {
        return streams;
    }

    /** The fault that ended it, if one did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops in good order: commits, closes state and leaves the group, so that others take over without waiting. */
    void close() {
        boolean inTime = streams.close(CloseOptions.timeout(CLOSE_PATIENCE).withGroupMembershipOperation(LEAVE_GROUP));
        if (!inTime) {
            LOG.warn(
                    "The monitor ({}) did not stop within {}; its state is restored from the changelogs",
                    role.key(),
                    CLOSE_PATIENCE);
        }
    }
}
