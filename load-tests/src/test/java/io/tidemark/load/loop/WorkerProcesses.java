package io.tidemark.load.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.process.JavaProcess;
import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Retrain workers as an operator runs them, in processes of their own. They call themselves by their number. */
final class WorkerProcesses implements AutoCloseable {
    private static final Map<String, String> QUICK = Map.of(
            "session.timeout.ms", "1500",
            "heartbeat.interval.ms", "400",
            "transaction.timeout.ms", "5000",
            // Every record is a request of its own, so that a publication takes long enough to be killed in it.
            "batch.size", "0",
            "max.in.flight.requests.per.connection", "1",
            "tidemark.retrain.tick.ms", "50",
            "tidemark.retrain.max.attempts", "1000");

    private final Cluster cluster;
    private final Path folder;
    private final Map<String, JavaProcess> alive = new TreeMap<>();
    private int started;

    WorkerProcesses(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    Set<String> alive() {
        return alive.keySet();
    }

    void start() throws IOException {
        String name = "worker-" + ++started;
        Path config = folder.resolve(name + ".properties");
        Files.writeString(
                config,
                QUICK.entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                                .collect(Collectors.joining())
                        + "tidemark.retrain.worker=" + name + "\n");
        alive.put(
                name,
                JavaProcess.start(
                        folder.resolve(name + ".log"),
                        TidemarkCli.class,
                        // What a killed process leaves there goes with the test.
                        List.of("-Djava.io.tmpdir=" + folder),
                        List.of(
                                "worker",
                                "--config",
                                config.toString(),
                                "--bootstrap-server",
                                cluster.bootstrapServers(),
                                "--registry",
                                String.valueOf(cluster.settings().get("schema.registry.url")))));
    }

    /** As the kernel kills: the process does nothing more. */
    void kill(String name) {
        Objects.requireNonNull(alive.remove(name), name).kill();
    }

    /** None may end by itself, whatever happens to the others. */
    void assertAlive() {
        alive.forEach((name, process) -> assertThat(process.isAlive())
                .as(() -> name + " still runs; its last words: " + process.lastWords())
                .isTrue());
    }

    /** Whether a worker that is alive has logged this. */
    boolean haveSaid(String text) {
        return alive.values().stream().anyMatch(process -> process.saidTimes(text) > 0);
    }

    /** What each that is alive has said last. */
    List<String> lastWords() {
        return alive.entrySet().stream()
                .map(worker -> worker.getKey() + ": " + worker.getValue().lastWords())
                .toList();
    }

    @Override
    public void close() {
        alive.values().forEach(JavaProcess::kill);
    }
}
