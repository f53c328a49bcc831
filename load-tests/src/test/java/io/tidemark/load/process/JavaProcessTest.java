package io.tidemark.load.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private long child = -1;

    @AfterEach
    void killChild() {
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Starts another process, freezes it, says which it is, and waits for ever. */
    static final class Starter {
        private Starter() {}

        public static void main(String[] arguments) throws InterruptedException {
            JavaProcess child = JavaProcess.start(
                    Path.of(arguments[0]).resolve("child.log"), Waiter.class, List.of("-Xmx16m"), List.of());
            child.await("it waits", PATIENCE, () -> child.saidTimes("waiting") > 0);
            child.freeze();
            System.out.println("child " + child.pid());
            new CountDownLatch(1).await();
        }
    }

    /** Waits for ever. */
    static final class Waiter {
        private Waiter() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("waiting");
            new CountDownLatch(1).await();
        }
    }

    @Test
    void shouldEndAlsoAFrozenProcessWhenItsStarterIsKilled() throws Exception {
        JavaProcess starter = JavaProcess.start(
                folder.resolve("starter.log"), Starter.class, List.of("-Xmx32m"), List.of(folder.toString()));
        starter.await("it has a child", PATIENCE, () -> starter.saidTimes("child ") > 0);
        child = Long.parseLong(starter.lines().getLast().substring("child ".length()));
        assertThat(ProcessHandle.of(child)).as("the child").isPresent();

        starter.kill();

        await("the child has ended")
                .atMost(PATIENCE)
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void shouldTellTheLastWordsOfAProcessThatEndsWhileItIsWaitedFor() {
        JavaProcess process = startAndFail();

        assertThatThrownBy(() -> process.await("the broker listens", PATIENCE, () -> false))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("ended before the broker listens")
                .hasMessageContaining("no port");
    }

    @Test
    void shouldLeaveNoShellOfAProcessThatHasEndedByItself() {
        JavaProcess process = startAndFail();

        await("no shell is left").atMost(PATIENCE).until(() -> shellsOf(process) == 0);

        process.kill();
        assertThatThrownBy(process::freeze)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("no process to send SIGSTOP");
    }

    @Test
    void shouldStopAProcessThatEndsOfSigterm() throws Exception {
        JavaProcess process = startWaiter();
        assertThat(shellsOf(process)).isEqualTo(1);

        process.stop();

        assertThat(process.isAlive()).isFalse();
        await("no shell is left").atMost(PATIENCE).until(() -> shellsOf(process) == 0);
    }

    @Test
    void shouldNotTakeAProcessThatHasFailedForOneThatWasStopped() {
        JavaProcess process = startAndFail();
        await("it has ended").atMost(PATIENCE).until(() -> !process.isAlive());

        assertThatThrownBy(process::stop)
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("the process of broker.log ended with exit code 1 ")
                .hasMessageContaining("no port");
    }

    @Test
    void shouldKillAProcessWhoseStopIsInterrupted() throws Exception {
        JavaProcess process = startWaiter();
        // So that SIGTERM does not end it.
        process.freeze();

        Thread.currentThread().interrupt();

        assertThatThrownBy(process::stop).isInstanceOf(InterruptedException.class);
        assertThat(process.isAlive()).isFalse();
    }

    private JavaProcess startAndFail() {
        return JavaProcess.start(
                folder.resolve("broker.log"),
                BrokerMain.class,
                List.of("-Xmx64m"),
                List.of(folder.toString(), "no port"));
    }

    private JavaProcess startWaiter() throws InterruptedException {
        JavaProcess process =
                JavaProcess.start(folder.resolve("waiter.log"), Waiter.class, List.of("-Xmx16m"), List.of());
        child = process.pid();
        process.await("it waits", PATIENCE, () -> process.saidTimes("waiting") > 0);
        return process;
    }

    /** How many shells wait for signals to send to it. */
    private static long shellsOf(JavaProcess process) {
        return ProcessHandle.current()
                .children()
                .flatMap(shell -> shell.info().arguments().stream())
                .filter(arguments -> List.of(arguments).containsAll(List.of("signaller", Long.toString(process.pid()))))
                .count();
    }

    @Test
    void shouldTellTheLastWordsOfAProcessThatIsTooSlow() throws Exception {
        JavaProcess process = startWaiter();
        try {
            assertThatThrownBy(() -> process.await("pigs fly", Duration.ofSeconds(2), () -> false))
                    .isInstanceOf(ProcessFailedException.class)
                    .hasMessageContaining("waited 2 s in vain until pigs fly")
                    .hasMessageContaining("waiting");
        } finally {
            process.kill();
        }
    }
}
