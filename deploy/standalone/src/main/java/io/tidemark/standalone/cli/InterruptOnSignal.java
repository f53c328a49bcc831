package io.tidemark.standalone.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C and SIGTERM interrupt the thread that made this, which then closes all it opened. The process ends when this is closed, or after half a minute. */
public final class InterruptOnSignal implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param what is stopped, for the message where it takes too long */
    public InterruptOnSignal(String what) {
        Thread running = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> interrupt(running, what)));
    }

    private void interrupt(Thread running, String what) {
        if (closed.getCount() == 0) {
            return;
        }
        running.interrupt();
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println(
                        "tidemark: the " + what + " did not stop in time; its files stay in the temp directory.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
