package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Panes of an hour and a grace of a minute: near is two hours and a minute. Times are in minutes. */
class LivenessTest {
    private final MonitorSpec spec = SpecYaml.read("model: m\nwindow: 1h\ngrace: 1m");
    private final Liveness liveness = new Liveness();

    private void observe(long eventTime, long partitionClock, long wallClock) {
        liveness.observe(mark(eventTime, partitionClock, wallClock, false), spec);
    }

    private Watermark mark(long eventTime, long partitionClock, long wallClock, boolean idle) {
        return new Watermark("m", 0, 1, ms(eventTime) - spec.graceMs(), idle, ms(partitionClock), ms(wallClock));
    }

    private static long ms(long minutes) {
        return Duration.ofMinutes(minutes).toMillis();
    }

    @Test
    void shouldBeSureAfterAPaneOfEventsNearTheWallClock() {
        observe(1_000, 1_121, 1_121);
        observe(1_100, 1_180, 1_180);
        assertThat(liveness.isSure(spec)).isFalse();

        observe(1_150, 1_181, 1_181);
        assertThat(liveness.isSure(spec)).isTrue();
        assertThat(liveness.delayMs()).isEqualTo(ms(121));
        assertThat(liveness.sinceEventMs()).isEqualTo(ms(1_000));
    }

    @Test
    void shouldNotBeginFarFromTheWallClock() {
        observe(1_000, 1_000, 1_122);
        observe(1_100, 1_100, 1_400);

        assertThat(liveness.isSure(spec)).isFalse();
        assertThat(liveness.sinceEventMs()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void shouldGoOnThroughABacklogOfThePartition() {
        observe(1_000, 1_001, 1_001);
        observe(1_100, 1_101, 9_000);

        assertThat(liveness.isSure(spec)).isTrue();
        assertThat(liveness.delayMs()).isEqualTo(ms(1));
    }

    @Test
    void shouldEndWithEventsOfLongAgoThatAreWrittenNow() {
        observe(1_000, 1_000, 1_000);
        observe(1_100, 1_100, 1_100);
        assertThat(liveness.isSure(spec)).isTrue();

        observe(1_178, 1_300, 1_300);
        assertThat(liveness.isSure(spec)).isFalse();
    }

    @Test
    void shouldLearnNothingFromIdleness() {
        observe(1_000, 1_000, 1_000);
        observe(1_100, 1_100, 1_100);

        assertThat(liveness.observe(mark(1_100, 5_000, 5_000, true), spec)).isFalse();
        assertThat(liveness.isSure(spec)).isTrue();
    }

    @Test
    void shouldNotBeginWithAWatermarkThatDoesNotSayWhenItWasSent() {
        liveness.observe(new Watermark("m", 0, 1, ms(1_000), false, ms(1_000), Watermark.UNKNOWN), spec);
        liveness.observe(new Watermark("m", 0, 1, ms(1_100), false, ms(1_100), Watermark.UNKNOWN), spec);

        assertThat(liveness.isSure(spec)).isFalse();
    }
}
