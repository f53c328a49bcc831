package io.tidemark.schemas.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FollowerThreadsTest {
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger ended = new AtomicInteger();
    private final FollowerThreads threads = new FollowerThreads();

    private void follow() {
        try {
            stop.await();
            ended.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldWaitForAllThatWereToldToStop() {
        threads.add("a", this::follow);
        threads.add("b", this::follow);
        threads.start();

        stop.countDown();
        threads.awaitEnd(Duration.ofSeconds(30));

        assertThat(ended).hasValue(2);
    }

    @Test
    void shouldGoOnWithoutThoseThatDoNotEnd() {
        threads.add("a", this::follow);
        threads.start();

        threads.awaitEnd(Duration.ofMillis(1));

        assertThat(ended).hasValue(0);
        stop.countDown();
    }

    @Test
    void shouldStayInterrupted() {
        threads.add("a", this::follow);
        threads.start();

        Thread.currentThread().interrupt();
        threads.awaitEnd(Duration.ofSeconds(30));

        assertThat(Thread.interrupted()).isTrue();
        stop.countDown();
    }
}
