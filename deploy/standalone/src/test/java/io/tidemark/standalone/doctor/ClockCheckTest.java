package io.tidemark.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.standalone.doctor.Finding.Level;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private static final Instant OURS = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void shouldWarnOfClocksThatAreApart() {
        assertThat(ClockCheck.compared(OURS.plusSeconds(3), OURS).level()).isEqualTo(Level.OK);
        assertThat(ClockCheck.compared(OURS.minusSeconds(6), OURS).level()).isEqualTo(Level.OK);
        assertThat(ClockCheck.compared(OURS.minusSeconds(8), OURS)).satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARN);
            assertThat(finding.found()).contains("8 s apart");
        });
    }
}
