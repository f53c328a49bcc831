package io.tidemark.stream.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceHistoryTest {
    private static final SeriesKey ALL = new SeriesKey("m", "1", "all");
    private static final SeriesKey SEGMENT = new SeriesKey("m", "1", "region=north");

    private static WindowPerformance window(SeriesKey key, int hour, int revision, String metric) {
        return WindowPerformance.newBuilder()
                .setModelId(key.model())
                .setModelVersion(key.version())
                .setSegment(key.segment())
                .setWindowStart(Profiles.hour(hour))
                .setWindowEnd(Profiles.hour(hour + 1))
                .setRevision(revision)
                .setFinal$(false)
                .setPredictions(10)
                .setLabelled(5)
                .setCoverage(0.5)
                .setRealised(List.of(MetricValue.newBuilder()
                        .setMetric(metric)
                        .setValue(0.9)
                        .setLow(0.8)
                        .setHigh(1)
                        .setRows(5)
                        .setBaseline(null)
                        .setSeverity(Severity.NONE)
                        .build()))
                .setEstimated(List.of())
                .setConfusion(List.of())
                .setLatency(null)
                .setSeverity(Severity.NONE)
                .setDiagnosis(null)
                .setAssessedAt(Profiles.hour(hour + 1))
                .build();
    }

    private static List<WindowPerformance> all(PerformanceHistory history, SeriesKey key) {
        return history.between(key, Instant.EPOCH, Instant.parse("3000-01-01T00:00:00Z"));
    }

    @Test
    void shouldTellTheLastRevision() {
        PerformanceHistory history = new PerformanceHistory(10, Long.MAX_VALUE);
        history.add(window(ALL, 0, 1, "second"));
        history.add(window(ALL, 0, 0, "first"));

        assertThat(all(history, ALL)).containsExactly(window(ALL, 0, 1, "second"));
    }

    @Test
    void shouldForgetSegmentsFirstAndThenWhatIsOfLongAgo() {
        PerformanceHistory history = new PerformanceHistory(20, Long.MAX_VALUE);
        for (int hour = 0; hour < 20; hour++) {
            history.add(window(SEGMENT, hour, 0, "accuracy"));
            history.add(window(ALL, hour, 0, "accuracy"));
        }

        assertThat(all(history, SEGMENT)).hasSizeLessThan(4);
        assertThat(all(history, ALL)).hasSizeBetween(15, 20).last().isEqualTo(window(ALL, 19, 0, "accuracy"));
    }

    /** Two bytes a character: a million has room for nine of these. */
    @Test
    void shouldForgetWhereTextsTakeTooMuch() {
        PerformanceHistory history = new PerformanceHistory(1_000, 1_000_000);
        for (int hour = 0; hour < 100; hour++) {
            history.add(window(ALL, hour, 0, "x".repeat(50_000)));
            history.add(window(ALL, hour, 1, "x".repeat(50_000)));
        }

        assertThat(all(history, ALL))
                .hasSize(9)
                .last()
                .satisfies(last -> assertThat(last.getWindowStart()).isEqualTo(Profiles.hour(99)));
    }
}
