package io.tidemark.serving.swap;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the shadows what the others were asked, on one thread of its own, and logs their answers.
 *
 * <p>How many requests wait is bounded, and so are their bytes; those that come while there are as many are dropped and counted by each shadow. A scoring
 * thread pays for the copy of the features, fails for nothing that goes wrong here, and waits for nothing: the thread looks for work by itself, since to wake it is a system call.
 */
final class ShadowScorer implements Runnable {
    private static final Duration IDLE = Duration.ofMillis(10);
    private static final long MAX_BYTES = 32L << 20;

    private final Queue<Job> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final int capacity;
    private final AnswerLog log;
    private volatile boolean asking;
    private volatile boolean stopped;

    private record Job(List<ServedModel> shadows, Request request, long bytes) {}

    ShadowScorer(int capacity, AnswerLog log) {
        this.capacity = capacity;
        this.log = log;
    }

    /** Returns at once. */
    void ask(List<ServedModel> shadows, Request request) {
        if (shadows.isEmpty() || stopped) {
            return;
        }
        if (waiting.get() >= capacity) {
            shadows.forEach(ServedModel::drop);
            return;
        }
        Job job;
        try {
            Request copy = request.snapshot();
            job = new Job(shadows, copy, copy.weight());
        } catch (RuntimeException e) {
            // Features that can't even be copied are the champion's matter, which has answered.
            shadows.forEach(ServedModel::drop);
            return;
        }
        boolean fits = waiting.incrementAndGet() <= capacity;
        fits &= waitingBytes.addAndGet(job.bytes()) <= MAX_BYTES;
        if (fits) {
            queue.add(job);
        } else {
            leave(job);
            shadows.forEach(ServedModel::drop);
        }
    }

    /** Requests that wait, or are being asked now. */
    int pending() {
        return waiting.get() + (asking ? 1 : 0);
    }

    private void leave(Job job) {
        waiting.decrementAndGet();
        waitingBytes.addAndGet(-job.bytes());
    }

    @Override
    public void run() {
        while (!stopped) {
            Job job = queue.poll();
            if (job == null) {
                LockSupport.parkNanos(this, IDLE.toNanos());
            } else {
                asking = true;
                leave(job);
                job.shadows().forEach(shadow -> ask(shadow, job.request()));
                asking = false;
            }
        }
    }

    private void ask(ServedModel shadow, Request request) {
        try {
            Answer answer = shadow.ask(Answer.Role.SHADOW, request.features());
            log.log(answer, request, shadow.record().getPositive());
        } catch (RuntimeException | Error e) {
            // counted by the model, and so in its status
        }
    }

    /** What still waits is not asked any more. */
    void stop() {
        stopped = true;
    }
}
