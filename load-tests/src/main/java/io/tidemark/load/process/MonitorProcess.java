package io.tidemark.load.process;

import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The monitor as an operator starts it, in a process of its own.
 *
 * @param name what its consumers call themselves, so that its place in the group can be told
 * @param heapAnswers where it writes how much of its heap lives, when it is asked
 */
public record MonitorProcess(String name, Path stateDir, Path heapAnswers, JavaProcess process) {
    private static final Pattern RESTORING =
            Pattern.compile("End offset for changelog (\\S*live-\\S+) initialized as (\\d+)");
    private static final Pattern RESTORED =
            Pattern.compile("Finished restoring changelog (\\S*live-\\S+) to store .* total number of (\\d+) records");

    /**
     * @param stateDir kept from one process to the next, it is the disk that an operator's machine keeps
     * @param settings over the defaults
     * @param jvmArguments over those that all processes have
     */
    public static MonitorProcess start(
            String name,
            int number,
            Cluster cluster,
            Path folder,
            Path stateDir,
            Map<String, String> settings,
            List<String> jvmArguments) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("client.id", name);
        all.put("state.dir", stateDir.toString());
        String label = name + "-" + number;
        Path config = folder.resolve(label + ".properties");
        try {
            Files.writeString(
                    config,
                    all.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path heapAnswers = folder.resolve(label + ".heap");
        List<String> jvm = new ArrayList<>(jvmArguments);
        jvm.add("-D" + MonitorMain.ANSWERS + "=" + heapAnswers);
        JavaProcess process = JavaProcess.start(
                folder.resolve(label + ".log"),
                MonitorMain.class,
                jvm,
                List.of(
                        // Restores are told of at the level that this brings.
                        "--verbose",
                        "monitor",
                        "--roles",
                        "drift",
                        "--config",
                        config.toString(),
                        "--bootstrap-server",
                        cluster.bootstrapServers(),
                        "--registry",
                        String.valueOf(cluster.settings().get("schema.registry.url"))));
        return new MonitorProcess(name, stateDir, heapAnswers, process);
    }

    /** Asks how much of its heap lives. */
    public void askForHeap() {
        process.tell("heap");
    }

    /** The last answer, in bytes; empty while there is none. */
    public OptionalLong liveHeapBytes() {
        try {
            String answer = Files.exists(heapAnswers) ? Files.readString(heapAnswers) : "";
            return answer.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws ProcessFailedException if it has ended */
    public void checkAlive() {
        if (!process.isAlive()) {
            throw new ProcessFailedException(name + " ended by itself; its last words: " + process.lastWords());
        }
    }

    /** Records that its live stores took from their changelogs since it was started, as Kafka Streams says. */
    public long restoredRecords() {
        return process.lines().stream()
                .map(RESTORED::matcher)
                .filter(Matcher::find)
                .mapToLong(restored -> Long.parseLong(restored.group(2)))
                .sum();
    }

    /** Whether it has begun to restore a live store and is not done with it. */
    public boolean isRestoring() {
        List<String> lines = process.lines();
        List<String> done = lines.stream()
                .map(RESTORED::matcher)
                .filter(Matcher::find)
                .map(restored -> restored.group(1))
                .toList();
        return lines.stream()
                .map(RESTORING::matcher)
                .filter(Matcher::find)
                .anyMatch(begun -> Long.parseLong(begun.group(2)) > 0 && !done.contains(begun.group(1)));
    }
}
