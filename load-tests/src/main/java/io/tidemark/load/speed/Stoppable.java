package io.tidemark.load.speed;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.InterruptOnSignal;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Measurements beside a broker that Ctrl-C and SIGTERM end in good order: all is closed, and its files are removed. */
public final class Stoppable {
    private Stoppable() {}

    /** Something that ends soon after its thread is interrupted, with all that it opened closed. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * @param broker of its own
         * @param directory of its own, for files
         */
        void run(EmbeddedBroker broker, Path directory) throws InterruptedException, ExecutionException;
    }

    /** @return the exit code of the command */
    public static int run(Console console, Measurement measurement) throws ExecutionException, IOException {
        // Not yet to be interrupted: a broker that is while it starts halts the process, with an error.
        EmbeddedBroker broker = EmbeddedBroker.start();
        // The process ends when this is closed, so all else is closed and said before.
        try (InterruptOnSignal _ = new InterruptOnSignal("benchmark")) {
            return run(console, broker, measurement);
        }
    }

    private static int run(Console console, EmbeddedBroker broker, Measurement measurement)
            throws ExecutionException, IOException {
        try (broker;
                TemporaryDirectory directory = TemporaryDirectory.create("tidemark-bench-")) {
            measurement.run(broker, directory.path());
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
}
