package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.window.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class LedgerReportTest {
    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final List<PartitionLedger> told = new ArrayList<>();

    private LedgerReport<Outcome> report() {
        return new LedgerReport<>(
                LedgerStep.PROFILE,
                new MockProcessorContext<String, String>(),
                List.of(Outcome.values()),
                Outcome::reason,
                told::add);
    }

    private void update(LedgerReport<Outcome> report, long nowMs) {
        report.update(outcome -> counts.getOrDefault(outcome, 0L), nowMs);
    }

    @Test
    void shouldTellNothingOfAPartitionThatHasNoRecords() {
        update(report(), 1_000);

        assertThat(told).isEmpty();
    }

    @Test
    void shouldTellAtOnceAndThenWhatChangedAfterFiveSeconds() {
        LedgerReport<Outcome> report = report();
        counts.put(Outcome.PROFILED, 7L);
        update(report, 1_000);
        counts.put(Outcome.LATE, 2L);
        update(report, 5_999);
        update(report, 6_000);
        update(report, 20_000);

        assertThat(told)
                .extracting(PartitionLedger::getCounts)
                .containsExactly(Map.of("profiled", 7L), Map.of("profiled", 7L, "late", 2L));
    }

    @Test
    void shouldTellWhatTheOneBeforeHadNoTimeFor() {
        counts.put(Outcome.PROFILED, 7L);
        update(report(), 1_000);
        counts.put(Outcome.PROFILED, 9L);
        update(report(), 1_001);

        assertThat(told)
                .extracting(PartitionLedger::getCounts)
                .containsExactly(Map.of("profiled", 7L), Map.of("profiled", 9L));
    }

    @Test
    void shouldGoOnTellingWhereTheClockIsSetBack() {
        LedgerReport<Outcome> report = report();
        counts.put(Outcome.PROFILED, 7L);
        update(report, 1_000_000);
        counts.put(Outcome.PROFILED, 9L);
        update(report, 1_000);

        assertThat(told).hasSize(2);
    }
}
