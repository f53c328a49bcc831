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
        JavaProcess process = JavaProcess.start(
                folder.resolve("broker.log"),
                BrokerMain.class,
                List.of("-Xmx16m"),
                List.of(folder.toString(), "no port"));

        assertThatThrownBy(() -> process.await("the broker listens", PATIENCE, () -> false))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("ended before the broker listens")
                .hasMessageContaining("no port");
    }

    @Test
    void shouldTellTheLastWordsOfAProcessThatIsTooSlow() {
        JavaProcess process =
                JavaProcess.start(folder.resolve("waiter.log"), Waiter.class, List.of("-Xmx16m"), List.of());
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
