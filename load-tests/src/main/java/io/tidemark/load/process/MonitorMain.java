package io.tidemark.load.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.standalone.cli.TidemarkCli;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command line as an operator runs it. A line on its input asks how many bytes of heap live, and the answer goes to a file. */
final class MonitorMain {
    static final String ANSWERS = "tidemark.load.heap";

    private MonitorMain() {}

    public static void main(String[] arguments) {
        Path answers = Path.of(System.getProperty(ANSWERS));
        Thread.ofPlatform().daemon().name("heap-answers").start(() -> answer(answers));
        TidemarkCli.main(arguments);
    }

    private static void answer(Path answers) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            while (questions.readLine() != null) {
                // Only what a collection leaves tells of a leak.
                memory.gc();
                Files.writeString(
                        answers, Long.toString(memory.getHeapMemoryUsage().getUsed()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
