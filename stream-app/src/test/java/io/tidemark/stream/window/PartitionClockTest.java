package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionClockTest {
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final long START = 1_000_000_000L;

    private OptionalLong lag = OptionalLong.empty();
    private final PartitionClock clock = new PartitionClock(
            new InputLag() {
                @Override
                public boolean isKnown() {
                    return true;
                }

                @Override
                public OptionalLong of(int partition) {
                    return lag;
                }
            },
            3,
            IDLE_TIMEOUT,
            START);
    private long nowMs = START;

    /** Ticks as often as it should for {@code seconds}. */
    private void run(int seconds) {
        long end = nowMs + seconds * 1_000L;
        while (nowMs < end) {
            nowMs = Math.min(
                    end, nowMs + PartitionClock.tickInterval(IDLE_TIMEOUT).toMillis());
            clock.tick(nowMs);
        }
    }

    @Test
    void shouldNotBeKnownBeforeTheFirstRecordOrFetch() {
        run(300);
        assertThat(clock.isKnown()).isFalse();
    }

    @Test
    void shouldReadThePresentWhenThereIsNothingToFetch() {
        lag = OptionalLong.of(0);
        run(14);
        assertThat(clock.isKnown()).isFalse();
        run(4);
        assertThat(clock.read(nowMs)).isEqualTo(nowMs);
    }

    @Test
    void shouldReadTheLastRecordsTimeWhileItLags() {
        lag = OptionalLong.of(1);
        clock.onRecord(START - 5_000, nowMs);
        run(300);
        assertThat(clock.read(nowMs)).isEqualTo(START - 5_000);
    }

    @Test
    void shouldWaitAnewWhenTheBrokerDidNotAnswerForAWhile() {
        lag = OptionalLong.of(0);
        clock.onRecord(START, nowMs);
        run(20);
        lag = OptionalLong.empty();
        run(4);
        assertThat(clock.read(nowMs)).isEqualTo(START);

        lag = OptionalLong.of(0);
        run(8);
        assertThat(clock.read(nowMs))
                .as("what the broker kept back may still be on its way")
                .isEqualTo(START);
        run(12);
        assertThat(clock.read(nowMs)).isEqualTo(nowMs);
    }

    @Test
    void shouldNeverReadAheadOfTheWallClock() {
        clock.onRecord(START + 99_000, nowMs);
        assertThat(clock.read(nowMs)).isEqualTo(START);
    }

    @Test
    void shouldWaitAnewAfterAPauseInWhichNobodyFetched() {
        lag = OptionalLong.of(0);
        clock.onRecord(START, nowMs);
        run(20);
        assertThat(clock.read(nowMs)).isEqualTo(nowMs);

        nowMs += 600_000; // the machine was suspended; what the consumer knows is ten minutes old
        clock.tick(nowMs);
        assertThat(clock.read(nowMs)).isEqualTo(START);

        run(20);
        assertThat(clock.read(nowMs)).isEqualTo(nowMs);
    }

    @Test
    void shouldWaitTheWholeIdleTimeoutWhereTheLagCantBeAsked() {
        PartitionClock blind = new PartitionClock(InputLag.UNKNOWN, 0, IDLE_TIMEOUT, START);
        for (long ms = START; ms < START + 30_000; ms += 3_000) {
            blind.tick(ms);
            assertThat(blind.isKnown()).isFalse();
        }
        blind.tick(START + 30_000);
        assertThat(blind.read(START + 30_000)).isEqualTo(START + 30_000);
    }
}
