package io.tidemark.load.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpeedLoadTest {
    @Test
    void shouldHaveAThousandEventsInASecond() {
        SpeedLoad load = SpeedLoad.of(5_000, EventShape.STANDARD);

        assertThat(load.timeOf(1_500)).isEqualTo(Instant.parse("2001-01-01T00:00:01.500Z"));
        assertThat(load.end()).isEqualTo(Instant.parse("2001-01-01T00:00:05Z"));
    }

    @Test
    void shouldKeepAllEventsWithinOneWindow() {
        SpeedLoad load = SpeedLoad.withinOneWindow(new EventShape(20, 40, 1), 5_000);

        // 5,000 rows of each of 40 segments in each of 4 partitions
        assertThat(load.records()).isEqualTo(800_000);
        assertThat(load.step()).isEqualTo(Duration.ofNanos(350_000)); // of 280 s
        assertThat(load.end()).isEqualTo(Instant.parse("2001-01-01T00:04:40Z")).isBefore("2001-01-01T00:05:00Z");
    }
}
