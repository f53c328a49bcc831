package io.tidemark.load.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.standalone.cli.TidemarkCli;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
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
    private static final int LAST_WORDS = 40;

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
    private final Map<String, Process> alive = new TreeMap<>();
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
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx512m",
                                // What a killed process leaves there goes with the test.
                                "-Djava.io.tmpdir=" + folder,
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                TidemarkCli.class.getName(),
                                "worker",
                                "--config",
                                config.toString(),
                                "--bootstrap-server",
                                cluster.bootstrapServers(),
                                "--registry",
                                String.valueOf(cluster.settings().get("schema.registry.url")))
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.to(logOf(name).toFile()))
                        .start());
    }

    /** As the kernel kills: the process does nothing more. */
    void kill(String name) throws InterruptedException {
        Process process = Objects.requireNonNull(alive.remove(name), name);
        process.destroyForcibly().waitFor();
    }

    /** None may end by itself, whatever happens to the others. */
    void assertAlive() {
        alive.forEach((name, process) -> assertThat(process.isAlive())
                .as(() -> name + " still runs; its last words: " + lastWords(name))
                .isTrue());
    }

    /** Whether a worker that is alive has logged this. */
    boolean haveSaid(String text) throws IOException {
        for (String name : alive.keySet()) {
            if (Files.readString(logOf(name)).contains(text)) {
                return true;
            }
        }
        return false;
    }

    private String lastWords(String name) {
        try {
            List<String> lines = Files.readAllLines(logOf(name));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private Path logOf(String name) {
        return folder.resolve(name + ".log");
    }

    @Override
    public void close() {
        alive.values().forEach(Process::destroyForcibly);
    }
}
