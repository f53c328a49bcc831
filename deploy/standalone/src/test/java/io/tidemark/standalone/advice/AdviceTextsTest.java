package io.tidemark.standalone.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdviceTextsTest {
    @Test
    void shouldTellFewAlarmsFromNone() {
        assertThat(AdviceTexts.perWeek(0)).isEqualTo("0");
        assertThat(AdviceTexts.perWeek(7.0 / 150)).as("one in 150 days").isEqualTo("0.05");
        assertThat(AdviceTexts.perWeek(1.26)).isEqualTo("1.3");
        assertThat(AdviceTexts.perWeek(25.1)).isEqualTo("25");
    }

    @Test
    void shouldSayDelaysInTheLargestUnitThatTheyHave() {
        assertThat(AdviceTexts.delay(Optional.of(Duration.ofHours(36)))).isEqualTo("1.5 d");
        assertThat(AdviceTexts.delay(Optional.of(Duration.ofMinutes(90)))).isEqualTo("1.5 h");
        assertThat(AdviceTexts.delay(Optional.of(Duration.ofMinutes(59)))).isEqualTo("59 min");
        assertThat(AdviceTexts.delay(Optional.of(Duration.ofSeconds(5)))).isEqualTo("5 s");
        assertThat(AdviceTexts.delay(Optional.empty())).isEqualTo("never");
    }
}
