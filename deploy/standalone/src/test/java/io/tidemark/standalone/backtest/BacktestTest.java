package io.tidemark.standalone.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.standalone.replay.LabelDelay;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.assess.WholeModel;
import io.tidemark.stream.spec.MonitorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final Instant FIRST_DAY = Instant.parse("2024-05-01T00:00:00Z");
    private static final int ROWS_A_DAY = 1_000;
    private static final int NEVER = Integer.MAX_VALUE;

    @TempDir
    private Path directory = Path.of("");

    private final List<Assessment> assessments = new ArrayList<>();

    @Test
    void shouldOpenAnEpisodeInTheWindowInWhichDriftBegins() throws IOException {
        BacktestSummary summary = run(days(2, NEVER), days(8, 5));

        assertThat(assessments.stream().filter(WindowAssessed.class::isInstance))
                .hasSize(8);
        List<EpisodeChanged> changes = changes();
        assertThat(changes)
                .as("one of two features is half of them")
                .extracting(EpisodeChanged::subject)
                .containsExactly("amount", WholeModel.DATASET);
        EpisodeChanged opened = changes.getFirst();
        assertThat(opened.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
        assertThat(Instant.ofEpochMilli(opened.window().startMs())).isEqualTo(FIRST_DAY.plus(Duration.ofDays(5)));
        assertThat(summary.opened()).isEqualTo(2);
        assertThat(summary.stillOpen()).isEqualTo(2);
        assertThat(summary.windows()).isEqualTo(8);
        assertThat(summary.windowsTooSmall()).isZero();
        assertThat(summary.baselineRows()).isEqualTo(2 * ROWS_A_DAY);
        assertThat(summary.kinds()).containsOnlyKeys("amount", "colour");
    }

    @Test
    void shouldOpenNothingInAStreamThatIsTheBaseline() throws IOException {
        String same = days(4, NEVER);
        BacktestSummary summary = run(same, same);

        assertThat(changes()).isEmpty();
        assertThat(summary.opened()).isZero();
        assertThat(summary.profiled()).isEqualTo(4 * ROWS_A_DAY);
        assertThat(summary.firstLateLine()).isEmpty();
        assertThat(summary.firstLineWithoutTime()).isEmpty();
    }

    @Test
    void shouldCountRowsThatAreLateOrWithoutTimeAndSayWhereTheyBegin() throws IOException {
        String stream = days(3, NEVER) + "2024-05-01T00:00:00Z,1,red\n".repeat(5) + "soon,1,red\n,1,red\nNA,1,red\n";
        BacktestSummary summary = run(days(2, NEVER), stream);

        assertThat(summary.rows()).isEqualTo(3 * ROWS_A_DAY + 8);
        assertThat(summary.profiled()).isEqualTo(3 * ROWS_A_DAY);
        assertThat(summary.late()).isEqualTo(5);
        assertThat(summary.withoutTime()).isEqualTo(3);
        assertThat(summary.firstLateLine()).hasValue(3 * ROWS_A_DAY + 2);
        assertThat(summary.firstLineWithoutTime()).hasValue(3 * ROWS_A_DAY + 7);
        assertThat(summary.windows()).isEqualTo(3);
    }

    @Test
    void shouldNotTakeATooSmallWindowForOneWithoutDrift() throws IOException {
        BacktestSummary summary = run(days(2, NEVER), "time,amount,colour\n2024-05-01,5000,green\n");

        assertThat(summary.windows()).isEqualTo(1);
        assertThat(summary.windowsTooSmall()).isEqualTo(1);
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldRefuseAStreamThatItCannotRunOver() throws IOException {
        String baseline = days(1, NEVER);
        assertFails("stream.csv has no column 'colour', its columns are time, amount", baseline, "time,amount\n1,2\n");
        assertFails("stream.csv has no column 'time'", baseline, "at,amount,colour\n1,2,red\n");
        assertFails("stream.csv is empty", baseline, "");
        assertFails("stream.csv has a header but no rows", baseline, "time,amount,colour\n");
        assertFails("baseline.csv has a header but no rows", "time,amount,colour\n", baseline);
        assertFails(
                "stream.csv, line 2: 'soon' in column 'time' is no time, nor is that of any other row",
                baseline,
                "time,amount,colour\nsoon,1,red\nlater,2,red\n");
        assertFails("stream.csv, line 3: the row has 2 values", baseline, "time,amount,colour\n1,2,red\n1,2\n");
    }

    private void assertFails(String words, String baseline, String stream) {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> run(baseline, stream))
                .withMessageContaining(words);
    }

    /**
     * Days of rows in time order: every amount from 0 to 999 once a day and every third row red, so that no day differs
     * from another, up to the day from which on amounts are larger by 500.
     */
    private static String days(int days, int driftFromDay) {
        StringBuilder csv = new StringBuilder("time,amount,colour\n");
        for (int day = 0; day < days; day++) {
            for (int row = 0; row < ROWS_A_DAY; row++) {
                csv.append(FIRST_DAY.plus(Duration.ofDays(day)).plusSeconds(row * 60L))
                        .append(',')
                        .append(row * 7 % ROWS_A_DAY + (day < driftFromDay ? 0 : 500))
                        .append(row % 3 == 0 ? ",red\n" : ",blue\n");
            }
        }
        return csv.toString();
    }

    private List<EpisodeChanged> changes() {
        return assessments.stream()
                .filter(EpisodeChanged.class::isInstance)
                .map(EpisodeChanged.class::cast)
                .toList();
    }

    private BacktestSummary run(String baseline, String stream) throws IOException {
        BacktestSettings settings = new BacktestSettings(
                Optional.of(new CsvSource(Files.writeString(directory.resolve("baseline.csv"), baseline))),
                new CsvSource(Files.writeString(directory.resolve("stream.csv"), stream)),
                BacktestColumns.of("time", ColumnSelection.all()),
                MonitorSpec.defaults("m").withTimes(Duration.ofDays(1), Duration.ofMinutes(1)),
                LabelDelay.NONE);
        return Backtest.run(settings, CsvProgress.SILENT, CsvProgress.SILENT, assessments::add, _ -> {});
    }
}
