package io.tidemark.load.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A broker in a process of its own, with a data directory that outlives it; it comes back at the same address. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ANY_PORT = "0";

    private final Path folder;
    private final String bootstrapServers;
    private JavaProcess process;
    private int starts;

    private BrokerProcess(Path folder) throws InterruptedException {
        this.folder = folder;
        process = startProcess(ANY_PORT);
        bootstrapServers = awaitAddress(process);
    }

    /** Starts one that keeps its data and its logs in this folder, and waits until it answers. */
    public static BrokerProcess start(Path folder) throws InterruptedException {
        return new BrokerProcess(folder);
    }

    private JavaProcess startProcess(String port) {
        return JavaProcess.start(
                folder.resolve("broker-" + starts++ + ".log"),
                BrokerMain.class,
                List.of(),
                List.of(
                        folder.resolve("broker").toString(),
                        port,
                        // Of a member that was killed, the default times would be most of the test. Transactions are
                        // left their times: a broker that has just come back from a kill and ends one that timed out
                        // meanwhile may leave a partition without the end's marker, where nothing can be read on.
                        "group.min.session.timeout.ms=1000"));
    }

    private static String awaitAddress(JavaProcess process) throws InterruptedException {
        try {
            process.await("the broker listens", PATIENCE, () -> address(process).isPresent());
            return address(process).orElseThrow();
        } catch (RuntimeException | InterruptedException e) {
            process.kill();
            throw e;
        }
    }

    private static Optional<String> address(JavaProcess process) {
        return process.lines().stream()
                .filter(line -> line.startsWith(BrokerMain.LISTENING))
                .map(line -> line.substring(BrokerMain.LISTENING.length()))
                .findFirst();
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What is not on disk yet is left to the operating system, which did not die. */
    public void kill() {
        process.kill();
    }

    /** Where it was before, with what it had; returns when it answers. */
    public void startAgain() throws InterruptedException {
        process = startProcess(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
        awaitAddress(process);
    }

    @Override
    public void close() {
        process.kill();
    }
}
