package io.tidemark.retrain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    @ParameterizedTest
    @CsvSource({
        "480, 1080, 2026-03-02T07:59:59Z,",
        "480, 1080, 2026-03-02T08:00:00Z, 2026-03-02T18:00:00Z",
        "480, 1080, 2026-03-02T17:59:59.999Z, 2026-03-02T18:00:00Z",
        "480, 1080, 2026-03-02T18:00:00Z,",
        "1320, 360, 2026-03-02T21:59:00Z,",
        "1320, 360, 2026-03-02T22:00:00Z, 2026-03-03T06:00:00Z",
        "1320, 360, 2026-03-02T23:59:00Z, 2026-03-03T06:00:00Z",
        "1320, 360, 2026-12-31T23:59:00Z, 2027-01-01T06:00:00Z",
        "1320, 360, 2026-03-02T00:00:00Z, 2026-03-02T06:00:00Z",
        "1320, 360, 2026-03-02T06:00:00Z,",
        "1320, 0, 2026-03-02T23:00:00Z, 2026-03-03T00:00:00Z",
        "0, 0, 2026-03-02T00:00:00Z,",
        "600, 600, 2026-03-02T10:00:00Z,"
    })
    void shouldEndWhenTheyEnd(int from, int to, Instant at, Instant end) {
        if (end == null) {
            assertThat(new QuietHours(from, to).endOf(at)).isEmpty();
        } else {
            assertThat(new QuietHours(from, to).endOf(at)).contains(end);
        }
    }
}
