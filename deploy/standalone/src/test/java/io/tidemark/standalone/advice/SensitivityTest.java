package io.tidemark.standalone.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SensitivityTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /** A fair coin shows two heads in a row after 6 tosses on average, and three after 14 (Feller I, XIII.7). */
    @Test
    void shouldWaitForARunAsLongAsForHeadsInARow() {
        assertThat(Sensitivity.windowsUntil(0.5, 1)).isCloseTo(2, within(1e-12));
        assertThat(Sensitivity.windowsUntil(0.5, 2)).isCloseTo(6, within(1e-12));
        assertThat(Sensitivity.windowsUntil(0.5, 3)).isCloseTo(14, within(1e-12));
        assertThat(Sensitivity.windowsUntil(1, 3)).isEqualTo(3);
        assertThat(Sensitivity.windowsUntil(0, 1)).isInfinite();
    }

    @Test
    void shouldTellOfTheMiddleFeatureAndOfThoseThatAreNeverNoticed() {
        assertThat(Sensitivity.noticed(Map.of("a", 1.0, "b", 0.5, "c", 0.0), HOUR, 1))
                .isEqualTo(new Noticed(2.0 / 3, Optional.of(HOUR.multipliedBy(2))));
        assertThat(Sensitivity.noticed(Map.of("a", 1.0, "b", 0.0), HOUR, 1))
                .as("half of the features are never noticed")
                .isEqualTo(new Noticed(0.5, Optional.empty()));
    }
}
