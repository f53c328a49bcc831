package io.tidemark.load.process;

import io.tidemark.load.WaitedInVainException;
import io.tidemark.load.Waiting;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program with this process's classes in a process of its own, and what can be done to a process. It does not outlive whoever started it, also
 * where that is killed: a shell that waits for signals to send kills it when there is nobody left to ask for one.
 */
public final class JavaProcess {
    /** Of a Java program that SIGTERM has ended. */
    private static final int SIGTERM_EXIT = 143;

    private static final int LAST_WORDS = 30;
    private static final long STOP_SECONDS = 60;
    private static final String END = "END";

    /** Its argument is the process. Ctrl-C in a terminal reaches this shell as well; it has to stay, since the process may be frozen. */
    private static final String SIGNALLER = """
            trap '' INT TERM HUP
            while read -r signal; do
                [ "$signal" = END ] && exit
                kill -"$signal" "$1" && echo sent || echo failed
            done
            kill -KILL "$1" 2>/dev/null
            """;

    private final Process process;
    private final Process shell;
    private final BufferedWriter signals;
    private final Path log;
    private final CompletableFuture<Void> released;

    private JavaProcess(Process process, Process shell, Path log) {
        this.process = process;
        this.shell = shell;
        this.log = log;
        signals = shell.outputWriter();
        // However it ends: a shell that stayed would send its last signal to whatever has the number by then.
        released = process.onExit().thenRun(this::release);
    }

    /**
     * Starts one.
     *
     * @param log where its output goes
     * @param jvmArguments over those that all have
     */
    public static JavaProcess start(Path log, Class<?> main, List<String> jvmArguments, List<String> arguments) {
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
            return new JavaProcess(started, signallerOf(started), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process signallerOf(Process started) throws IOException {
        try {
            return new ProcessBuilder("sh", "-c", SIGNALLER, "signaller", Long.toString(started.pid()))
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            started.destroyForcibly();
            throw e;
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line to its input. */
    public void tell(String line) {
        try {
            BufferedWriter input = process.outputWriter();
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for something that the process does.
     *
     * @throws ProcessFailedException if it ends before, or does not do it in time
     */
    public void await(String what, Duration longest, BooleanSupplier reached) throws InterruptedException {
        try {
            Waiting.until(what, longest, () -> {
                boolean alive = isAlive();
                if (reached.getAsBoolean()) {
                    return true;
                }
                if (!alive) {
                    throw new ProcessFailedException("ended before " + what + "; its last words: " + lastWords());
                }
                return false;
            });
        } catch (WaitedInVainException e) {
            throw new ProcessFailedException(e.getMessage() + "; its last words: " + lastWords());
        }
    }

    /** As the kernel kills: the process does nothing more. One that has ended is left alone, also where another process has its number by now. */
    public void kill() {
        process.destroyForcibly();
        released.join();
    }

    /**
     * SIGTERM, after which it closes what it has open and ends.
     *
     * @throws ProcessFailedException if it has ended by itself, or does not end within a minute
     */
    public void stop() throws InterruptedException {
        int code = terminate();
        if (code != SIGTERM_EXIT) {
            throw new ProcessFailedException(
                    "the process of %s ended with exit code %d and not with that of SIGTERM, %d; its last words: %s"
                            .formatted(log.getFileName(), code, SIGTERM_EXIT, lastWords()));
        }
    }

    /**
     * SIGTERM; answers the exit code, whatever it is. When this returns, also with an exception, the process has ended.
     *
     * @throws ProcessFailedException if it does not end within a minute; it is killed then
     */
    public int terminate() throws InterruptedException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new ProcessFailedException(
                        "the process of %s did not stop within %d s of SIGTERM; its last words: %s"
                                .formatted(log.getFileName(), STOP_SECONDS, lastWords()));
            }
            return process.exitValue();
        } finally {
            kill();
        }
    }

    /** Ends the shell, whose process has ended. */
    private synchronized void release() {
        try {
            signals.write(END + "\n");
            signals.close();
        } catch (IOException e) {
            shell.destroyForcibly();
        }
    }

    /** Holds the process where it is, so that what it has done and what it has left to do stand still. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** By a shell that waits for it, since a new process would take longer than a commit. */
    private synchronized void signal(String name) {
        if (!isSent(name)) {
            throw new ProcessFailedException("no process to send SIG" + name + "; its last words: " + lastWords());
        }
    }

    private boolean isSent(String name) {
        try {
            signals.write(name + "\n");
            signals.flush();
            return "sent".equals(shell.inputReader().readLine());
        } catch (IOException e) {
            // The process has ended, and so has the shell.
            return false;
        }
    }

    /** How many lines of its log contain this. */
    public long saidTimes(String text) {
        return lines().stream().filter(line -> line.contains(text)).count();
    }

    /** The last lines of its log. */
    public String lastWords() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    }

    /** Its log so far. */
    public List<String> lines() {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
