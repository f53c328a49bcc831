package io.tidemark.load.faults;

import static org.awaitility.Awaitility.await;

import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.ClusterUnreachableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A broker in a process of its own, with a data directory that outlives it; it comes back at the same address. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private JavaProcess process;
    private int starts;

    private BrokerProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = startProcess();
    }

    static BrokerProcess start(Path folder) {
        BrokerProcess broker = new BrokerProcess(folder, freePort());
        broker.awaitAnswer();
        return broker;
    }

    private JavaProcess startProcess() {
        return JavaProcess.start(
                folder.resolve("broker-" + starts++ + ".log"),
                BrokerMain.class,
                List.of(),
                List.of(
                        folder.resolve("broker").toString(),
                        String.valueOf(port),
                        // Of a member that was killed, the default times would be most of the test. Transactions are
                        // left their times: a broker that has just come back from a kill and ends one that timed out
                        // meanwhile may leave a partition without the end's marker, where nothing can be read on.
                        "group.min.session.timeout.ms=1000"));
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** What is not on disk yet is left to the operating system, which did not die. */
    void kill() {
        process.kill();
    }

    void startAgain() {
        process = startProcess();
        awaitAnswer();
    }

    private void awaitAnswer() {
        Cluster cluster = new Cluster(Map.of("bootstrap.servers", bootstrapServers()));
        await("an answer of the broker").atMost(PATIENCE).until(() -> answers(cluster));
    }

    private boolean answers(Cluster cluster) {
        if (!process.isAlive()) {
            throw new AssertionError("the broker ended: " + process.lastWords());
        }
        try {
            cluster.check();
            return true;
        } catch (ClusterUnreachableException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.kill();
    }
}
