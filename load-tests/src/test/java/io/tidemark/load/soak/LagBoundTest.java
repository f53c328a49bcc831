package io.tidemark.load.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LagBoundTest {
    private static final LagBound BOUND = new LagBound(Duration.ofSeconds(60));

    private static FaultReport fault(Optional<Duration> back) {
        return new FaultReport(Fault.KILL, Optional.of("monitor-2"), Duration.ofSeconds(75), 1_234, back);
    }

    @Test
    void shouldHoldWhenTheLagWasBackInTimeAfterEveryFault() {
        Verdict verdict = BOUND.judge(
                List.of(fault(Optional.of(Duration.ofMillis(4_200))), fault(Optional.of(Duration.ofSeconds(60)))));

        assertThat(verdict.held()).isTrue();
        assertThat(verdict.because()).isEqualTo("back after each of 2 faults, the longest took 60.0 s (60 s allowed)");
    }

    @Test
    void shouldFailWhenTheLagWasBackTooLateOnce() {
        assertThat(BOUND.judge(List.of(
                                fault(Optional.of(Duration.ofSeconds(4))),
                                fault(Optional.of(Duration.ofMillis(60_001)))))
                        .held())
                .isFalse();
    }

    @Test
    void shouldFailWhenTheLagWasNeverBack() {
        Verdict verdict = BOUND.judge(List.of(fault(Optional.of(Duration.ofSeconds(4))), fault(Optional.empty())));

        assertThat(verdict.held()).isFalse();
        assertThat(verdict.because()).isEqualTo("not back within 60 s after 1 of 2 faults; the longest took 4.0 s");
    }

    @Test
    void shouldFailWhenNothingHasStruck() {
        assertThat(BOUND.judge(List.of()).held()).isFalse();
    }

    @Test
    void shouldTellOfAFaultInOneLine() {
        assertThat(fault(Optional.of(Duration.ofMillis(4_200))).toText())
                .isEqualTo("0:01:15  kill -9             monitor-2  lag   1,234  back after 4.2 s");
        assertThat(fault(Optional.empty()).toText()).endsWith("NOT BACK");
    }
}
