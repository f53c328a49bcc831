package io.tidemark.load.bench;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.InterruptOnSignal;
import java.util.concurrent.CompletableFuture;

/** Measurements that Ctrl-C and SIGTERM end in good order: brokers are stopped and their files removed. */
final class Stoppable {
    private Stoppable() {}

    /** Something that ends soon after its thread is interrupted, with all that it opened closed. */
    @FunctionalInterface
    interface Measurement {
        void run() throws Exception;
    }

    /** @return the exit code of the command */
    static int run(String what, Console console, Measurement measurement) throws Exception {
        // The process ends when this is closed, so all that is to be said is said before.
        try (InterruptOnSignal _ = new InterruptOnSignal(what)) {
            return run(console, measurement);
        }
    }

    private static int run(Console console, Measurement measurement) throws Exception {
        try {
            measurement.run();
            return ExitCode.OK.code();
        } catch (InterruptedException e) {
            console.err()
                    .println(
                            e.getSuppressed().length == 0
                                    ? "Stopped; nothing is left of it."
                                    : "Stopped; not all of it could be closed: " + e.getSuppressed()[0]);
            return ExitCode.FAILURE.code();
        }
    }

    /**
     * Starts a broker. One whose thread is interrupted while it starts would end the process at once and leave its files, so it starts on
     * another thread.
     *
     * @throws InterruptedException if the thread was interrupted meanwhile; the broker is closed then
     */
    static EmbeddedBroker startBroker() throws InterruptedException {
        EmbeddedBroker broker =
                CompletableFuture.supplyAsync(EmbeddedBroker::start).join();
        if (Thread.interrupted()) {
            broker.close();
            throw new InterruptedException("stopped while the broker started");
        }
        return broker;
    }
}
