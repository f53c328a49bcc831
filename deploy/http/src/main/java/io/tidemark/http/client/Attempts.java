package io.tidemark.http.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts at one thing until it is done, or refused for good. Each runs on a thread of its own, so whoever advances this never waits. One thread
 * uses it.
 */
public final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    /** A receiver may be wrong for a moment, while it is being deployed. */
    private static final int MOST_REFUSALS = 3;
    /** For an attempt to end by itself. */
    private static final Duration LENIENCE = Duration.ofSeconds(1);

    private final Callable<Answer> attempt;
    private final Duration timeout;
    private final Backoff backoff;
    private final ExecutorService executor;
    private final Failures failures;
    private int made;
    private int refusals;
    private Instant nextAttempt = Instant.MIN;
    private Instant deadline = Instant.MAX;
    private @Nullable Future<Answer> running;

    /** Is told of each attempt that failed and that another one follows. */
    public interface Failures {
        /**
         * @param attempts made so far
         * @param wait until the next one
         */
        void failed(Answer answer, int attempts, Duration wait);
    }

    /**
     * @param attempt to be interrupted where it takes longer than {@code timeout} and a little
     * @param executor of a thread for each attempt
     */
    public Attempts(
            Callable<Answer> attempt, Duration timeout, Backoff backoff, ExecutorService executor, Failures failures) {
        this.attempt = attempt;
        this.timeout = timeout;
        this.backoff = backoff;
        this.executor = executor;
        this.failures = failures;
    }

    public boolean isUnderWay() {
        return running != null;
    }

    /** Whether one would be begun now. */
    public boolean isDue(Instant now) {
        return running == null && !now.isBefore(nextAttempt);
    }

    /** Goes on; answers how it ended, {@link Answer.Delivered} or {@link Answer.Refused}, and is empty before. */
    public Optional<Answer> advance(Instant now) {
        if (running == null) {
            if (isDue(now)) {
                deadline = now.plus(timeout).plus(LENIENCE);
                running = executor.submit(attempt);
            }
            return Optional.empty();
        }
        if (running.isDone()) {
            return settle(result(running), now);
        }
        if (now.isAfter(deadline)) {
            running.cancel(true);
            return settle(new Answer.TryAgain("no answer within " + timeout.toSeconds() + " s", Optional.empty()), now);
        }
        return Optional.empty();
    }

    /** What ends in a fault ends so each time: such a thing is given up as one that is refused is. */
    private static Answer result(Future<Answer> attempt) {
        try {
            return attempt.get();
        } catch (ExecutionException | CancellationException e) {
            LOG.debug("In full:", e);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Answer.Refused(
                    "fault", "it could not be written: " + cause.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.TryAgain("interrupted", Optional.empty());
        }
    }

    private Optional<Answer> settle(Answer answer, Instant now) {
        running = null;
        made++;
        if (answer instanceof Answer.Delivered) {
            return Optional.of(answer);
        }
        if (answer instanceof Answer.Refused) {
            refusals++;
            if (refusals >= MOST_REFUSALS) {
                return Optional.of(answer);
            }
        }
        Duration wait = backoff.after(
                made, answer instanceof Answer.TryAgain(String _, Optional<Duration> after) ? after : Optional.empty());
        nextAttempt = now.plus(wait);
        failures.failed(answer, made, wait);
        return Optional.empty();
    }

    /** Ends an attempt that is being made; whether it arrives is not known. */
    public void cancel() {
        if (running != null) {
            running.cancel(true);
        }
    }
}
