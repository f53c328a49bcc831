package io.tidemark.load.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** A broker in a process of its own, with a data directory that outlives it; it comes back at the same address. */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ANY_PORT = 0;

    private final Path folder;
    private final String name;
    private final Uuid clusterId;
    private final Map<String, String> properties;
    private JavaProcess process;
    private int starts;

    private BrokerProcess(Path folder, String name, int port, Uuid clusterId, Map<String, String> properties) {
        this.folder = folder;
        this.name = name;
        this.clusterId = clusterId;
        this.properties = Map.copyOf(properties);
        process = startProcess(port);
    }

    /** Starts one that keeps its data and its logs in this folder, and waits until it answers. */
    public static BrokerProcess start(Path folder) throws InterruptedException {
        BrokerProcess broker = begin(folder, "broker", ANY_PORT, Uuid.randomUuid(), Map.of());
        broker.awaitListening();
        return broker;
    }

    /** Starts one and does not wait: of a cluster, the first answers only when others are there as well. */
    static BrokerProcess begin(Path folder, String name, int port, Uuid clusterId, Map<String, String> properties) {
        return new BrokerProcess(folder, name, port, clusterId, properties);
    }

    private JavaProcess startProcess(int port) {
        List<String> arguments =
                new ArrayList<>(List.of(folder.resolve(name).toString(), Integer.toString(port), clusterId.toString()));
        // Of a member that was killed, the default times would be most of the test. Transactions are left their times:
        // a broker that has just come back from a kill and ends one that timed out meanwhile may leave a partition
        // without the end's marker, where nothing can be read on.
        arguments.add("group.min.session.timeout.ms=1000");
        properties.forEach((key, value) -> arguments.add(key + "=" + value));
        return JavaProcess.start(
                folder.resolve(name + "-" + starts++ + ".log"), BrokerMain.class, List.of(), arguments);
    }

    /** Returns when it answers; it has ended when this fails. */
    void awaitListening() throws InterruptedException {
        try {
            process.await("the broker listens", PATIENCE, () -> address().isPresent());
        } catch (RuntimeException | InterruptedException e) {
            process.kill();
            throw e;
        }
    }

    private Optional<String> address() {
        return process.lines().stream()
                .filter(line -> line.startsWith(BrokerMain.LISTENING))
                .map(line -> line.substring(BrokerMain.LISTENING.length()))
                .findFirst();
    }

    /** Of the process that runs, or ran last. */
    public String bootstrapServers() {
        return address().orElseThrow(() -> new ProcessFailedException(name + " has not said where it listens"));
    }

    /** What is not on disk yet is left to the operating system, which did not die. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM, after which it hands over what it leads to others and ends. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Where it was before, with what it had; returns when it answers. */
    public void startAgain() throws InterruptedException {
        String before = bootstrapServers();
        process = startProcess(Integer.parseInt(before.substring(before.lastIndexOf(':') + 1)));
        awaitListening();
    }

    @Override
    public void close() {
        process.kill();
    }
}
