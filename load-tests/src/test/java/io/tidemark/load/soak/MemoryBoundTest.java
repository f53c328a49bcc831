package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.soak.MemoryBound.Point;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryBoundTest {
    private static final long MIB = 1024 * 1024;
    private static final Duration LONG = Duration.ofMinutes(15);
    private static final MemoryBound BOUND = new MemoryBound(500 * MIB, 0.10);

    /** One each ten seconds. */
    private static List<Point> points(Duration length, LongUnaryOperator mibAtSecond) {
        return LongStream.range(0, length.toSeconds() / 10)
                .map(i -> i * 10)
                .mapToObj(second -> new Point(Duration.ofSeconds(second), mibAtSecond.applyAsLong(second) * MIB))
                .toList();
    }

    @Test
    void shouldHoldWhenMemoryStopsGrowingAfterTheFirstThird() {
        Verdict verdict = BOUND.judge("heap", LONG, points(LONG, second -> Math.min(400, 100 + second)));

        assertThat(verdict.held()).isTrue();
        assertThat(verdict.because())
                .isEqualTo(
                        "at most 400 MiB (500 allowed); median 400 MiB in the middle third, 400 in the last: +0.0 % (+10 % allowed)");
    }

    @Test
    void shouldFailWhenMemoryGoesOnGrowingBelowTheLimit() {
        // Medians of 300..590 and 600..890 in steps of ten: 100 + 44.5 and 100 + 74.5, of which the second is 20.8 %
        // more.
        Verdict verdict = BOUND.judge("heap", LONG, points(LONG, second -> 100 + second / 10));

        assertThat(verdict.held()).isFalse();
        assertThat(verdict.because()).contains("+20.8 %");
    }

    @Test
    void shouldHoldWhenMemoryShrinks() {
        assertThat(BOUND.judge("heap", LONG, points(LONG, second -> 450 - second / 3))
                        .held())
                .isTrue();
    }

    @Test
    void shouldNotMindSinglePeaksBelowTheLimit() {
        assertThat(BOUND.judge("heap", LONG, points(LONG, second -> second % 100 == 90 ? 499 : 200))
                        .held())
                .isTrue();
    }

    @Test
    void shouldFailWhenASinglePeakPassesTheLimit() {
        assertThat(BOUND.judge("heap", LONG, points(LONG, second -> second == 100 ? 501 : 200))
                        .held())
                .isFalse();
    }

    @Test
    void shouldJudgeTheLimitAloneWhereTheTimeIsTooShortForATrend() {
        Duration minute = Duration.ofMinutes(1);

        Verdict growing = BOUND.judge("heap", minute, points(minute, second -> 100 + 5 * second));

        assertThat(growing.held()).isTrue();
        assertThat(growing.because()).contains("too short for a trend");
        assertThat(BOUND.judge("heap", minute, points(minute, second -> 501)).held())
                .isFalse();
    }

    @Test
    void shouldJudgeTheLimitAloneWithoutTrend() {
        assertThat(BOUND.withoutTrend()
                        .judge("heap", LONG, points(LONG, second -> 100 + second / 10))
                        .held())
                .isTrue();
    }

    @Test
    void shouldFailWhereNothingWasMeasured() {
        assertThat(BOUND.judge("heap", LONG, List.of()).held()).isFalse();
        assertThat(BOUND.judge("heap", LONG, points(Duration.ofSeconds(500), second -> 100))
                        .held())
                .as("without the last third")
                .isFalse();
    }
}
