package io.tidemark.standalone.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.standalone.backtest.BacktestColumns;
import io.tidemark.standalone.backtest.CsvEvents;
import io.tidemark.stream.spec.FalseAlarms;
import io.tidemark.stream.spec.MonitorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisorTest {
    private static final Instant BEGIN = Instant.parse("2024-05-01T00:00:00Z");
    private static final int DAYS = 14;
    /** Too few to judge an hour alone. */
    private static final int ROWS_AN_HOUR = 150;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** Days of windows have learned their baseline by then. */
    private static final int INCIDENT_DAY = 10;

    private static final Period INCIDENT = new Period(
            BEGIN.plus(Duration.ofDays(INCIDENT_DAY)).plus(Duration.ofHours(7)),
            BEGIN.plus(Duration.ofDays(INCIDENT_DAY)).plus(Duration.ofHours(13)));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldTellOfAKnownDriftSoonestWithTheShortestWindow() throws IOException {
        Advice advice = advise(FalseAlarms.DEFAULT, List.of(INCIDENT), 10);

        assertThat(advice.trials()).hasSize(4);
        Recommendation recommended = advice.recommended().orElseThrow();
        assertThat(recommended.withinBudget()).isTrue();
        assertThat(recommended.trial().setting()).isEqualTo(new Setting(HOUR, 1, 1));
        assertThat(recommended.trial().delayOf(INCIDENT))
                .as("two hours are judged together")
                .contains(HOUR.multipliedBy(2));
        assertThat(trial(advice, DAY, 1).delayOf(INCIDENT))
                .as("a day's window ends with the day")
                .contains(Duration.ofHours(17));
        assertThat(trial(advice, DAY, 2).delayOf(INCIDENT))
                .as("one day is not two in a row")
                .isEmpty();
    }

    @Test
    void shouldMeasureHowSoonDriftIsNoticedInEachWindow() throws IOException {
        Advice advice = advise(FalseAlarms.DEFAULT, List.of(), 0);

        for (Trial trial : advice.trials()) {
            assertThat(trial.noticed()).as("%s", trial.setting()).containsOnlyKeys(TestDrift.values());
        }
        assertThat(trial(advice, DAY, 1).noticed().get(TestDrift.LARGE))
                .as("3,600 rows raised by half of their standard deviation can't be missed")
                .isEqualTo(new Noticed(1, Optional.of(DAY)));
        assertThat(trial(advice, DAY, 2).noticed().get(TestDrift.LARGE))
                .isEqualTo(new Noticed(1, Optional.of(DAY.multipliedBy(2))));
    }

    private static Trial trial(Advice advice, Duration window, int openAfter) {
        return advice.trials().stream()
                .filter(trial -> trial.setting().equals(new Setting(window, 1, openAfter)))
                .findFirst()
                .orElseThrow();
    }

    /** @param shift of the numbers in the incident, in standard deviations */
    private Advice advise(FalseAlarms accepted, List<Period> known, double shift) throws IOException {
        CsvSource stream = new CsvSource(Files.writeString(directory.resolve("stream.csv"), stream(shift)));
        MonitorSpec spec = MonitorSpec.defaults("model")
                .withTimes(HOUR, Duration.ofMinutes(1))
                .with(accepted);
        CsvEvents events = new CsvEvents(
                stream, BacktestColumns.of("time", ColumnSelection.all()), Optional.empty(), "model", (_, _, _) -> {});
        return Advisor.advise(
                new AdviceQuestion(spec, List.of(HOUR, DAY), List.of(1.0), List.of(1, 2), known),
                new CsvEventSource(events, (_, _, _) -> {}),
                _ -> Map.of());
    }

    private static String stream(double shift) {
        Random random = new Random(7);
        StringBuilder csv = new StringBuilder("time,amount,colour\n");
        long everyMs = HOUR.toMillis() / ROWS_AN_HOUR;
        for (long row = 0; row < 24L * ROWS_AN_HOUR * DAYS; row++) {
            Instant time = BEGIN.plusMillis(row * everyMs);
            boolean incident = !time.isBefore(INCIDENT.from()) && time.isBefore(INCIDENT.to());
            csv.append(time)
                    .append(',')
                    .append(random.nextGaussian() + (incident ? shift : 0))
                    .append(',')
                    .append(List.of("red", "green", "green", "blue").get(random.nextInt(4)))
                    .append('\n');
        }
        return csv.toString();
    }
}
