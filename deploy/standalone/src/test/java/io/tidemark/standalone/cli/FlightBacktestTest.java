package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.standalone.flights.FlightCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** January against the days of February to June, as docs/flights.md has it: no spec, no thresholds. */
class FlightBacktestTest {
    /** One false episode in seven days, over 150 days. */
    private static final int BUDGET = 21;

    @TempDir
    private static Path directory = Path.of("");

    @BeforeAll
    static void writeFlights() {
        CliRun run = CliRun.of("demo", "--csv", directory.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static List<JsonNode> opened(String stream) throws IOException {
        return opened(
                directory.resolve(stream),
                "--baseline",
                directory.resolve(FlightCsv.JANUARY).toString());
    }

    /** January and what comes after it in one file, of which the first 31 days become the baseline. */
    private static List<JsonNode> openedWithALearnedBaseline(String afterJanuary) throws IOException {
        List<String> rows = new ArrayList<>(Files.readAllLines(directory.resolve(FlightCsv.JANUARY)));
        rows.addAll(Files.readAllLines(directory.resolve(afterJanuary)).stream()
                .skip(1)
                .toList());
        return opened(Files.write(directory.resolve("all-" + afterJanuary), rows), "--learn-for", "31d");
    }

    private static List<JsonNode> opened(Path stream, String... baseline) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "backtest",
                "--json",
                "--stream",
                stream.toString(),
                "--time",
                "time",
                "--window",
                "1d",
                "--categorical",
                "hour",
                "--ignore",
                "delay,late,day_of_week"));
        args.addAll(List.of(baseline));
        CliRun run = CliRun.of(args.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> opened = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("state").asText().equals("OPENED")) {
                opened.add(event);
            }
        }
        return opened;
    }

    @Test
    void shouldStayWithinItsBudgetOverFiveMonthsOfWeather() throws Exception {
        List<JsonNode> opened = opened(FlightCsv.AFTER_JANUARY);

        assertThat(opened).hasSizeLessThanOrEqualTo(BUDGET);
        assertThat(opened).noneMatch(event -> event.path("severity").asText().equals("MAJOR"));
    }

    @Test
    void shouldStayWithinItsBudgetWithABaselineThatItLearnedItself() throws Exception {
        List<JsonNode> opened = openedWithALearnedBaseline(FlightCsv.AFTER_JANUARY);

        assertThat(opened).hasSizeLessThanOrEqualTo(BUDGET);
        assertThat(opened).noneMatch(event -> event.path("severity").asText().equals("MAJOR"));
        assertThat(opened).allMatch(event -> event.path("learnedBaseline").asBoolean());
    }

    /** Tropical storm Allison closed Houston on 9 June 2001. */
    @Test
    void shouldSeeThatHoustonWasClosed() throws Exception {
        assertThat(opened(FlightCsv.AFTER_JANUARY)).anySatisfy(event -> {
            assertThat(event.path("windowStart").asText()).isEqualTo("2001-06-09T00:00:00Z");
            assertThat(event.path("feature").asText()).isEqualTo("destination");
            assertThat(event.path("reason").asText()).contains("'IAH' 2.2 % → 0.1 %");
        });
    }

    @Test
    void shouldNameTheIncidentItsDayAndItsKind() throws Exception {
        requireIncident(opened(FlightCsv.WITH_INCIDENT));
    }

    @Test
    void shouldNameTheIncidentWithABaselineThatItLearnedItself() throws Exception {
        requireIncident(openedWithALearnedBaseline(FlightCsv.WITH_INCIDENT));
    }

    private static void requireIncident(List<JsonNode> opened) {
        List<JsonNode> major = opened.stream()
                .filter(event -> event.path("severity").asText().equals("MAJOR"))
                .toList();

        assertThat(major)
                .extracting(event -> event.path("feature").asText())
                .containsExactlyInAnyOrder("origin", "origin_delay");
        assertThat(major).allSatisfy(event -> {
            assertThat(event.path("windowStart").asText()).isEqualTo("2001-04-15T00:00:00Z");
            assertThat(event.path("diagnosis").path("type").asText()).isEqualTo("DATA_QUALITY");
        });
    }
}
