package io.tidemark.load.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program with this test's classes in a process of its own, and what can be done to a process. */
final class JavaProcess {
    private static final int LAST_WORDS = 30;
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final Process shell;
    private final BufferedWriter signals;
    private final Path log;

    private JavaProcess(Process process, Process shell, Path log) {
        this.process = process;
        this.shell = shell;
        this.log = log;
        signals = shell.outputWriter();
    }

    static JavaProcess start(Path log, Class<?> main, List<String> jvmArguments, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A process that is killed after seconds is better off with a quick start than with the best code.
        command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
            return new JavaProcess(
                    started, new ProcessBuilder("sh").redirectErrorStream(true).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As the kernel kills: the process does nothing more. */
    void kill() {
        process.destroyForcibly().onExit().join();
        shell.destroy();
    }

    /** SIGTERM; answers the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("did not stop within " + STOP_SECONDS + " s of SIGTERM: " + lastWords());
        }
        shell.destroy();
        return process.exitValue();
    }

    /** Holds the process where it is, so that what it has done and what it has left to do stand still. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    /** By a shell that waits for it, since a new process would take longer than a commit. */
    private void signal(String name) {
        try {
            signals.write("kill -" + name + " " + process.pid() + " && echo sent || echo failed\n");
            signals.flush();
            if (!"sent".equals(shell.inputReader().readLine())) {
                throw new IllegalStateException("no process to send SIG" + name + ": " + lastWords());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many lines of its log contain this. */
    long saidTimes(String text) {
        return lines().stream().filter(line -> line.contains(text)).count();
    }

    String lastWords() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    List<String> lines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
