package io.tidemark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.standalone.flights.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoCountsTest {
    private static final Instant INCIDENT = Instant.parse("2001-04-15T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final RecordedOutput told = new RecordedOutput();
    private final DemoCounts counts = new DemoCounts(told, Optional.of(new Incident(INCIDENT)));

    private static WindowPerformance.Builder day(int day) {
        return WindowPerformance.newBuilder()
                .setModelId("flights")
                .setModelVersion("1")
                .setSegment("all")
                .setWindowStart(INCIDENT.plus(DAY.multipliedBy(day)))
                .setWindowEnd(INCIDENT.plus(DAY.multipliedBy(day + 1)))
                .setRevision(0)
                .setFinal$(false)
                .setPredictions(100)
                .setLabelled(100)
                .setCoverage(1)
                .setSeverity(Severity.NONE)
                .setRealised(List.of())
                .setEstimated(List.of())
                .setConfusion(List.of())
                .setAssessedAt(Instant.EPOCH);
    }

    private static DriftEvent event(DriftKind kind, String subject, int lastDay) {
        return DriftEvent.newBuilder()
                .setEventId("e")
                .setEpisodeId("p")
                .setModelId("flights")
                .setModelVersion("1")
                .setSegment("all")
                .setFeature(subject)
                .setKind(kind)
                .setSeverity(Severity.MAJOR)
                .setState(EpisodeState.OPENED)
                .setWindowStart(INCIDENT.plus(DAY.multipliedBy(lastDay)))
                .setWindowEnd(INCIDENT.plus(DAY.multipliedBy(lastDay + 1)))
                .setEpisodeStart(INCIDENT.plus(DAY.multipliedBy(lastDay)))
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setReason("reason")
                .setBaselineId("b")
                .setBaselineRows(10)
                .setCurrentRows(10)
                .setDetectedAt(Instant.EPOCH)
                .build();
    }

    private DemoSummary summary() {
        return counts.summary(200, 200, Map.of(), false, true, DAY);
    }

    @Test
    void shouldTellOfAWindowOnceItHasAllItsLabelsAndIsJudged() {
        counts.add(day(0).setLabelled(99).build());
        counts.add(day(0).setRevision(1).setSeverity(Severity.INSUFFICIENT).build());
        assertThat(told.performance).isEmpty();

        WindowPerformance known = day(0).setRevision(2).build();
        counts.add(known);
        counts.add(day(0).setRevision(3).setFinal$(true).build());

        assertThat(told.performance).containsExactly(known);
    }

    @Test
    void shouldTellOfAFinalWindowThatLacksLabels() {
        WindowPerformance last = day(0).setLabelled(70).setFinal$(true).build();

        counts.add(last);

        assertThat(told.performance).containsExactly(last);
    }

    @Test
    void shouldTellOfWindowsInTheOrderOfTime() {
        WindowPerformance first = day(0).setRevision(1).build();
        WindowPerformance second = day(1).build();

        counts.add(day(0).setLabelled(99).build());
        counts.add(second);
        assertThat(told.performance).isEmpty();
        counts.add(first);

        assertThat(told.performance).containsExactly(first, second);
    }

    @Test
    void shouldLeaveOutSegments() {
        counts.add(day(0).setSegment("country=DE").build());

        assertThat(told.performance).isEmpty();
        assertThat(summary().performance().windows()).isZero();
    }

    @Test
    void shouldCountTheLatestRevisionOfEachWindow() {
        counts.add(day(0).setLabelled(10).setSeverity(Severity.INSUFFICIENT).build());
        counts.add(day(0).setRevision(1).setFinal$(true).build());
        counts.add(day(1).build());

        DemoSummary.Performance performance = summary().performance();

        assertThat(performance.windows()).isEqualTo(2);
        assertThat(performance.finalWindows()).isEqualTo(1);
        assertThat(performance.labelled()).isEqualTo(200);
    }

    @Test
    void shouldCountPerformanceApartFromDriftOnBothSidesOfTheIncident() {
        counts.add(event(DriftKind.PERFORMANCE, "$accuracy", -1));
        counts.add(event(DriftKind.LABEL, "$label", -1));
        counts.add(event(DriftKind.PERFORMANCE, "$logLoss", 0));
        counts.add(event(DriftKind.DATA_QUALITY, "origin", 0));
        counts.add(event(DriftKind.FEATURE, "distance", -1));

        assertThat(summary().drift()).isEqualTo(new DemoSummary.Events(1, 1, List.of("origin")));
        assertThat(summary().performance().events()).isEqualTo(new DemoSummary.Events(2, 1, List.of("$logLoss")));
        assertThat(told.events).hasSize(5);
    }

    @Test
    void shouldNotBeCompleteWhileLabelsAreMissing() {
        Instant lastFlight = INCIDENT.minusSeconds(1);
        counts.add(day(-1).setLabelled(99).build());
        assertThat(counts.isComplete(lastFlight, 100)).isFalse();
        counts.add(day(-1).build());

        assertThat(counts.isComplete(lastFlight, 100))
                .as("features of the last window")
                .isFalse();
    }

    private static WindowPerformance.Builder accuracy(String version, int day, double accuracy) {
        return day(day).setModelVersion(version)
                .setRealised(List.of(
                        new MetricValue("accuracy", accuracy, accuracy, accuracy, 100L, null, Severity.NONE),
                        new MetricValue("rocAuc", accuracy, accuracy, accuracy, 100L, null, Severity.NONE)));
    }

    private DemoSummary.Loop loop() {
        return counts.summary(0, 0, Map.of(), true, true, DAY).loop().orElseThrow();
    }

    @Test
    void shouldMeasureTheDaysOfWhicheverVersionAnswered() {
        counts.add(accuracy("1", -1, 0.80).build());
        counts.add(accuracy("1", 0, 0.60).build());
        counts.add(accuracy("1", 1, 0.50).build());
        counts.add(accuracy("2", 1, 0.10).build()); // the day of the first swap has answers of both
        counts.add(accuracy("1", 2, 0.20).build()); // in the shadow by now
        counts.add(accuracy("2", 2, 0.70).build());
        counts.add(accuracy("2", 3, 0.30).build()); // the day of the second
        counts.add(accuracy("3", 4, 0.90).build());
        counts.swapped("2", INCIDENT.plus(DAY).plusSeconds(3_600));
        counts.swapped("3", INCIDENT.plus(DAY.multipliedBy(3)).plusSeconds(3_600));

        assertThat(loop().before()).contains(new DemoSummary.Quality(1, 100, 0.80, 0.80));
        assertThat(loop().during()).contains(new DemoSummary.Quality(1, 100, 0.60, 0.60));
        assertThat(loop().after()).contains(new DemoSummary.Quality(2, 200, 0.80, 0.80));
        assertThat(loop().promoted()).contains("3");
        assertThat(loop().swappedAt())
                .contains(INCIDENT.plus(DAY.multipliedBy(3)).plusSeconds(3_600));
    }

    @Test
    void shouldNotTakeAVersionForPromotedThatWasTakenBack() {
        counts.swapped("2", INCIDENT.plus(DAY));
        assertThat(counts.isPromoted()).isTrue();
        counts.add(day(14).setModelVersion("2").build());
        assertThat(counts.hasShown()).as("of not quite two weeks").isFalse();
        counts.add(day(15).setModelVersion("2").build());
        assertThat(counts.hasShown()).as("of two weeks").isTrue();

        counts.swapped("1", INCIDENT.plus(DAY.multipliedBy(16)));

        assertThat(counts.isPromoted()).isFalse();
        assertThat(counts.hasShown()).isFalse();
        assertThat(loop().promoted()).isEmpty();
        assertThat(counts.summary(0, 0, Map.of(), true, true, DAY).complete()).isFalse();
    }

    @Test
    void shouldNotTakeASwapBeforeTheIncidentForItsAnswer() {
        counts.swapped("2", INCIDENT.minus(DAY));

        assertThat(counts.isPromoted()).isFalse();
    }
}
