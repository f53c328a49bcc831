package io.tidemark.retrain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times read off a calendar: 2026-03-02 is a Monday. */
class ScheduleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 3 * * MON      | 2026-03-02T02:59:59Z | 2026-02-23T03:00:00Z
            0 3 * * MON      | 2026-03-02T03:00:00Z | 2026-03-02T03:00:00Z
            0 3 * * MON      | 2026-03-02T03:00:00.001Z | 2026-03-02T03:00:00Z
            0 3 * * 1        | 2026-03-05T10:11:12Z | 2026-03-02T03:00:00Z
            0 0 * * 7        | 2026-03-02T00:00:00Z | 2026-03-01T00:00:00Z
            0 0 * * 0        | 2026-03-02T00:00:00Z | 2026-03-01T00:00:00Z
            */15 * * * *     | 2026-03-02T10:16:00Z | 2026-03-02T10:15:00Z
            30 2 29 2 *      | 2026-03-02T00:00:00Z | 2024-02-29T02:30:00Z
            0 0 13 * FRI     | 2026-03-02T00:00:00Z | 2026-02-27T00:00:00Z
            0 0 1 1,7 *      | 2026-03-02T00:00:00Z | 2026-01-01T00:00:00Z
            0 9-17 * * MON-FRI | 2026-02-28T12:00:00Z | 2026-02-27T17:00:00Z
            """)
    void shouldTellTheLastTime(String cron, Instant at, Instant last) {
        assertThat(Schedule.parse(cron).lastUntil(at)).contains(last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "often", "* * * *", "60 * * * *", "0 24 * * *", "0 0 * * MOON", "0 0 0 * * ?", "@daily"})
    void shouldRefuseWhatIsNoSchedule(String cron) {
        assertThatThrownBy(() -> Schedule.parse(cron)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldHaveNoTimeWhereNoneComes() {
        assertThat(Schedule.parse("0 0 30 2 *").lastUntil(Records.NOON)).isEmpty();
    }
}
