package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    @AfterEach
    void isNotInterrupted() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void shouldMeasureFromOneTenthToNine() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();

        // 5 of 100 are done from one look to the next: 10 at the second, 90 at the 18th. It waits for 5 ms after each
        // from the third on.
        Rate rate = new Stopwatch(100, Duration.ofMinutes(1)).measure(() -> 5 * looks.incrementAndGet());

        assertThat(looks).hasValue(18);
        assertThat(rate.perSecond() * rate.seconds()).isCloseTo(80, within(1e-9));
        assertThat(rate.seconds()).isGreaterThanOrEqualTo(0.075);
    }

    @Test
    void shouldStopWhenItHasWatchedForLongEnough() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();

        Rate rate = new Stopwatch(1_000_000, Duration.ofMillis(50)).measure(() -> 100_001.0 + looks.getAndIncrement());

        assertThat(rate.seconds()).isGreaterThanOrEqualTo(0.05);
    }

    @Test
    void shouldWatchOnWhatStandsStill() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();

        Rate rate = new Stopwatch(100, Duration.ofMillis(1)).measure(() -> looks.incrementAndGet() < 20 ? 10 : 12);

        assertThat(looks).hasValue(20);
        assertThat(rate.perSecond() * rate.seconds()).isCloseTo(2, within(1e-9));
    }

    @Test
    void shouldEndWhenItIsInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> new Stopwatch(100, Duration.ofMinutes(1)).measure(() -> 0))
                .isInstanceOf(InterruptedException.class);
    }
}
