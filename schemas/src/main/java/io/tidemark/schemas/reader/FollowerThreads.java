package io.tidemark.schemas.reader;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The threads of a service that follows topics: begun together, and waited for together once they were told to stop. For one thread. */
public final class FollowerThreads {
    private final List<Thread> threads = new ArrayList<>();

    /** Adds one that does {@code work} until it is told to stop. It does not keep the process alive. */
    public void add(String name, Runnable work) {
        threads.add(Thread.ofPlatform().name(name).daemon().unstarted(work));
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    /** As {@link #awaitEnd(Collection, Duration)}, for all that were added. */
    public void awaitEnd(Duration patience) {
        awaitEnd(threads, patience);
    }

    /** Waits until all have ended, for no longer than {@code patience} in all, and no longer where the caller is interrupted, which it stays. */
    public static void awaitEnd(Collection<Thread> threads, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                long left = deadline - System.nanoTime();
                if (left > 0) {
                    thread.join(Duration.ofNanos(left));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
