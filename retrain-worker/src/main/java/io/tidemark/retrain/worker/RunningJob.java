package io.tidemark.retrain.worker;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobProgress;
import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * An attempt at a job on a thread of its own. What it comes to is left here as notes and in the end as a {@link JobEnd}; the thread of the
 * loop takes them and writes them down. It is used by both threads.
 */
final class RunningJob implements JobProgress {

    /** What the attempt has come to. */
    sealed interface Note {
        /** It is at its next state. */
        record Reached(JobState state, String text) implements Note {}

        /** It knows what it is going to read, and waits until that is written down. */
        record Planned(List<DataRange> data, Optional<Instant> since, CompletableFuture<Void> written)
                implements Note {}
    }

    private final RetrainJob begun;
    private final long deadline;
    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<JobEnd> end = new CompletableFuture<>();
    private final Thread thread;
    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final Object interrupting = new Object();
    private boolean undisturbed;

    private RunningJob(RetrainJob begun, Function<JobProgress, JobEnd> attempt, Duration timeout) {
        this.begun = begun;
        deadline = System.nanoTime() + timeout.toNanos();
        thread = Thread.ofPlatform()
                .daemon()
                .name("retrain-" + begun.getJobId())
                .unstarted(() -> end.complete(attempt.apply(this)));
        thread.setUncaughtExceptionHandler((t, error) ->
                end.complete(new JobEnd.Failed("the attempt ended with an error that nobody foresaw: " + error)));
    }

    static RunningJob start(RetrainJob begun, Function<JobProgress, JobEnd> attempt, Duration timeout) {
        RunningJob running = new RunningJob(begun, attempt, timeout);
        running.thread.start();
        return running;
    }

    RetrainJob job() {
        return begun;
    }

    Queue<Note> notes() {
        return notes;
    }

    /** How it ended; empty while it has not. */
    Optional<JobEnd> end() {
        return end.isDone() ? Optional.of(end.join()) : Optional.empty();
    }

    boolean isOverdue() {
        return System.nanoTime() - deadline > 0;
    }

    /** Its result is not wanted any more. It ends at the next point where it can. */
    void cancel() {
        cancelled.complete(null);
        synchronized (interrupting) {
            if (!undisturbed) {
                thread.interrupt();
            }
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void reached(JobState state, String note) {
        check();
        notes.add(new Note.Reached(state, note));
    }

    @Override
    public void planned(List<DataRange> data, Optional<Instant> since) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        notes.add(new Note.Planned(data, since, written));
        try {
            // Not by the interrupt alone: whoever closes a client in an orderly way has to take that back.
            CompletableFuture.anyOf(written, cancelled).get();
            check();
        } catch (InterruptedException | ExecutionException e) {
            throw new CancellationException("cancelled while what it reads was to be written down");
        }
    }

    @Override
    public Optional<Duration> timeLeft() {
        return Optional.of(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    @Override
    public void undisturbed(Runnable orderly) {
        synchronized (interrupting) {
            undisturbed = true;
            var _ = Thread.interrupted();
        }
        try {
            orderly.run();
        } finally {
            synchronized (interrupting) {
                undisturbed = false;
            }
        }
    }

    @Override
    public void check() {
        if (cancelled.isDone()) {
            throw new CancellationException("cancelled");
        }
    }
}
