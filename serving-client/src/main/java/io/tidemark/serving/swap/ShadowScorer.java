package io.tidemark.serving.swap;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks the shadows what the others were asked, on one thread of its own, and logs their answers.
 *
 * <p>How many requests wait is bounded; those that come while there are as many are dropped and counted by each shadow. A scoring thread pays for the copy of
 * the features, and waits for nothing: the thread looks for work by itself, since to wake it is a system call.
 */
final class ShadowScorer implements Runnable {
    private static final Duration IDLE = Duration.ofMillis(10);

    private final Queue<Job> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;
    private final AnswerLog log;
    private volatile boolean stopped;

    private record Job(List<ServedModel> shadows, Request request) {}

    ShadowScorer(int capacity, AnswerLog log) {
        this.capacity = capacity;
        this.log = log;
    }

    /** Returns at once. */
    void ask(List<ServedModel> shadows, Request request) {
        if (shadows.isEmpty() || stopped) {
            return;
        }
        if (waiting.incrementAndGet() > capacity) {
            waiting.decrementAndGet();
            shadows.forEach(ServedModel::drop);
            return;
        }
        queue.add(new Job(shadows, request.snapshot()));
    }

    @Override
    public void run() {
        while (!stopped) {
            Job job = queue.poll();
            if (job == null) {
                LockSupport.parkNanos(this, IDLE.toNanos());
            } else {
                waiting.decrementAndGet();
                job.shadows().forEach(shadow -> ask(shadow, job.request()));
            }
        }
    }

    private void ask(ServedModel shadow, Request request) {
        try {
            Answer answer = shadow.ask(Answer.Role.SHADOW, request.features());
            log.log(answer, request, shadow.record().getPositive());
        } catch (RuntimeException e) {
            // counted by the model, and so in its status
        }
    }

    /** What still waits is not asked any more. */
    void stop() {
        stopped = true;
    }
}
