package io.tidemark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.replay.ReplaySpeed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightDemoIT {
    private static final int FLIGHTS = 166_117;
    private static final int DAYS = 150;

    private static final Incident INCIDENT = Incident.standard();
    private static final RecordedOutput RECORDER = new RecordedOutput();
    private static Optional<DemoSummary> summary = Optional.empty();

    @TempDir
    private static Path state = Path.of("");

    @BeforeAll
    static void play() throws Exception {
        try (DemoCluster cluster = DemoCluster.start(0, 0)) {
            summary = Optional.of(new FlightDemo(
                            cluster.cluster(),
                            RECORDER,
                            ReplaySpeed.MAX,
                            Optional.of(INCIDENT),
                            FlightDemo.Scope.MONITOR)
                    .run(state, () -> {}));
        }
    }

    private static DemoSummary summary() {
        return summary.orElseThrow();
    }

    private static boolean isBeforeIncident(DriftEvent event) {
        return !event.getWindowEnd().isAfter(INCIDENT.from());
    }

    private static boolean isOfPerformance(DriftEvent event) {
        return event.getKind() == DriftKind.PERFORMANCE || event.getKind() == DriftKind.LABEL;
    }

    @Test
    void shouldJudgeEveryFlightOnce() {
        assertThat(summary().complete()).isTrue();
        assertThat(summary().windows()).isEqualTo(DAYS);
        assertThat(summary().rowsInWindows())
                .isEqualTo(summary().inferenceEvents())
                .isEqualTo(FLIGHTS);
    }

    @Test
    void shouldStayQuietUntilTheIncidentAndThenNameBothFeatures() {
        assertThat(RECORDER.events)
                .filteredOn(event -> isBeforeIncident(event) && !isOfPerformance(event))
                .extracting(DriftEvent::getReason)
                .isEmpty();
        assertThat(RECORDER.events)
                .filteredOn(event -> event.getState() == EpisodeState.OPENED
                        && !event.getWindowEnd().isAfter(INCIDENT.from().plus(Duration.ofDays(2))))
                .extracting(DriftEvent::getFeature)
                .contains("origin_delay", "origin");
        assertThat(summary().drift().beforeIncident()).isZero();
        assertThat(summary().drift().foundSince()).contains("origin_delay", "origin");
    }

    @Test
    void shouldMatchEveryLabel() {
        DemoSummary.Performance performance = summary().performance();
        assertThat(summary().groundTruths()).isEqualTo(FLIGHTS);
        assertThat(performance.labels()).isEqualTo(Map.of("matched", (long) FLIGHTS));
        assertThat(performance.labelled()).isEqualTo(FLIGHTS);
        assertThat(performance.windows()).isEqualTo(DAYS);
        // Labels of the last three days are waited for beyond the last flight: a window's end, two days, and the grace.
        assertThat(performance.finalWindows()).isEqualTo(DAYS - 3);
        assertThat(RECORDER.performance)
                .as("each day is told once")
                .extracting(WindowPerformance::getWindowStart)
                .doesNotHaveDuplicates();
        assertThat(RECORDER.performance)
                .hasSize(DAYS)
                .allSatisfy(window -> assertThat(window.getCoverage()).isEqualTo(1));
    }

    /**
     * Counted with Python from {@code february-june-incident-scored.csv} of {@code demo --csv}, which is the right answers
     * {@code sum(r['prediction'] == r['late'] for r in rows if r['time'][:10] == day)}, the rows, and the mean of
     * {@code -math.log(p)} with {@code p} the score of what was true.
     */
    @Test
    void shouldMeasureWhatTheFilesSay() {
        assertMeasured("2001-02-16", 759, 1134, 0.6182211770270832);
        assertMeasured("2001-04-14", 884, 1000, 0.3553780564023650);
        assertMeasured("2001-04-15", 684, 1085, 0.7670229183344134);
        assertMeasured("2001-04-16", 631, 1149, 0.8000441518841724);
    }

    private static void assertMeasured(String day, int right, int flights, double logLoss) {
        WindowPerformance window = window(day);
        assertThat(window.getPredictions()).as(day).isEqualTo(flights);
        assertThat(metric("accuracy", window.getRealised()).getValue()).as(day).isEqualTo((double) right / flights);
        assertThat(metric("logLoss", window.getRealised()).getValue()).as(day).isCloseTo(logLoss, within(1e-9));
    }

    /** As counted for {@code FlightPerformanceTest}: 16 and 25 February, whatever the labels' order. */
    @Test
    void shouldTellOfDaysThatWerePredictedWorseBeforeTheIncident() {
        assertThat(RECORDER.events)
                .filteredOn(event -> isBeforeIncident(event)
                        && event.getState() == EpisodeState.OPENED
                        && "$accuracy".equals(event.getFeature()))
                .extracting(DriftEvent::getWindowStart)
                .containsExactly(Instant.parse("2001-02-16T00:00:00Z"), Instant.parse("2001-02-25T00:00:00Z"));
        assertThat(summary().performance().events().beforeIncident())
                .isEqualTo(RECORDER.events.stream()
                        .filter(event -> isBeforeIncident(event) && isOfPerformance(event))
                        .count());
    }

    @Test
    void shouldFindPerformanceWorseOnTheDayOfTheIncident() {
        assertThat(RECORDER.events)
                .filteredOn(event -> event.getState() == EpisodeState.OPENED
                        && event.getSeverity() == Severity.MAJOR
                        && event.getWindowStart().equals(INCIDENT.from())
                        && isOfPerformance(event))
                .extracting(DriftEvent::getFeature)
                .containsExactlyInAnyOrder("$accuracy", "$logLoss");
        assertThat(summary().performance().events().foundSince()).contains("$accuracy", "$logLoss");
    }

    /** Labels are read as fast as features here, and wait for what is found of those. */
    @Test
    void shouldSayOfEachDaySinceTheIncidentThatTheDataAreToBlame() {
        assertThat(RECORDER.performance)
                .filteredOn(window -> !window.getWindowStart().isBefore(INCIDENT.from()))
                .extracting(window -> Optional.ofNullable(window.getDiagnosis()).map(Diagnosis::getType))
                .hasSizeGreaterThan(70)
                .containsOnly(Optional.of(DiagnosisType.DATA_QUALITY));
    }

    @Test
    void shouldShowThatTheEstimateIsBlindToTheIncident() {
        WindowPerformance before = window("2001-04-14");
        WindowPerformance incident = window("2001-04-15");
        assertThat(overestimate(before)).isBetween(-0.05, 0.05);
        assertThat(overestimate(incident)).isGreaterThan(0.15);
    }

    private static double overestimate(WindowPerformance window) {
        return metric("accuracy", window.getEstimated()).getValue()
                - metric("accuracy", window.getRealised()).getValue();
    }

    private static WindowPerformance window(String day) {
        Instant begin = Instant.parse(day + "T00:00:00Z");
        return RECORDER.performance.stream()
                .filter(window -> window.getWindowStart().equals(begin))
                .findFirst()
                .orElseThrow();
    }

    private static MetricValue metric(String name, List<MetricValue> metrics) {
        return metrics.stream()
                .filter(metric -> metric.getMetric().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
