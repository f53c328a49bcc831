package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.standalone.flights.FlightCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How well a model of three weeks of January predicts the days from February to June, as docs/flights.md has it. */
class FlightPerformanceTest {
    /** One false episode in seven days, over 150 days. */
    private static final int BUDGET = 21;

    private static final int DAYS = 150;

    @TempDir
    private static Path directory = Path.of("");

    private static List<JsonNode> atOnce = List.of();

    @BeforeAll
    static void runWithLabelsAtOnce() throws IOException {
        CliRun run = CliRun.of("demo", "--csv", directory.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        atOnce = backtest(directory.resolve(FlightCsv.AFTER_JANUARY_SCORED));
    }

    private static List<JsonNode> backtest(Path stream, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "backtest",
                "--json",
                "--baseline",
                directory.resolve(FlightCsv.HOLD_OUT_SCORED).toString(),
                "--stream",
                stream.toString(),
                "--time",
                "time",
                "--window",
                "1d",
                "--categorical",
                "hour",
                "--ignore",
                "delay,day_of_week",
                "--label",
                "late",
                "--prediction",
                "prediction",
                "--score",
                "score",
                "--label-wait",
                "7d"));
        args.addAll(List.of(more));
        CliRun run = CliRun.of(args.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    /** The metrics of each day's final revision: value, interval and rows, to the last bit. */
    private static Map<String, Map<String, List<Double>>> metrics(List<JsonNode> lines) {
        Map<String, Map<String, List<Double>>> byDay = new TreeMap<>();
        for (JsonNode line : lines) {
            if (line.path("type").asText().equals("performance")) {
                assertThat(line.path("final").asBoolean()).isTrue();
                Map<String, List<Double>> metrics = new TreeMap<>();
                for (JsonNode metric : line.path("realised")) {
                    metrics.put(
                            metric.path("metric").asText(),
                            List.of(
                                    metric.path("value").asDouble(),
                                    metric.path("low").asDouble(),
                                    metric.path("high").asDouble(),
                                    metric.path("rows").asDouble()));
                }
                assertThat(byDay.put(line.path("windowStart").asText().substring(0, 10), metrics))
                        .isNull();
            }
        }
        return byDay;
    }

    @Test
    void shouldEndWithTheSameMetricsHoweverLabelsCome() throws Exception {
        Path hostile = directory.resolve("hostile.csv");
        int duplicates = writeHostile(hostile);

        List<JsonNode> lines = backtest(hostile, "--id", "id", "--label-time", "known", "--features", "distance");

        assertThat(metrics(lines)).hasSize(DAYS).isEqualTo(metrics(atOnce));
        JsonNode labels = lines.getLast().path("performance").path("labels");
        int rows = atOnce.getLast().path("rows").asInt();
        assertThat(labels.path("matched").asInt()).isEqualTo(rows);
        assertThat(labels.path("duplicate").asInt()).isEqualTo(duplicates);
        assertThat(labels.path("read").asInt()).isEqualTo(rows + duplicates);
    }

    /**
     * The flights of each day in random order. Of a random quarter the label is known one to six days later; every tenth flight stands there twice,
     * on the same day, with a label that is known at another time.
     *
     * @return how many stand there twice
     */
    private static int writeHostile(Path to) throws IOException {
        Random random = new Random(2001);
        List<String> flights = Files.readAllLines(directory.resolve(FlightCsv.AFTER_JANUARY_SCORED));
        Map<String, List<String>> byDay = new TreeMap<>();
        int duplicates = 0;
        for (int i = 1; i < flights.size(); i++) {
            String flight = flights.get(i);
            List<String> day = byDay.computeIfAbsent(flight.substring(0, 10), _ -> new ArrayList<>());
            day.add(flight + ",f" + i + "," + known(flight, random));
            if (random.nextInt(10) == 0) {
                duplicates++;
                day.add(flight + ",f" + i + "," + known(flight, random));
            }
        }
        List<String> lines = new ArrayList<>(List.of(flights.getFirst() + ",id,known"));
        byDay.values().forEach(day -> {
            Collections.shuffle(day, random);
            lines.addAll(day);
        });
        Files.write(to, lines);
        return duplicates;
    }

    private static Instant known(String flight, Random random) {
        Instant left = Instant.parse(flight.substring(0, flight.indexOf(',')));
        long seconds = Duration.ofDays(1).toSeconds();
        return random.nextInt(4) == 0 ? left.plusSeconds(random.nextLong(seconds, 6 * seconds)) : left;
    }

    /** By the definitions, from the rows. */
    @Test
    void shouldSayWhatTheRowsSay() throws Exception {
        Map<String, List<double[]>> byDay = new TreeMap<>();
        List<String> flights = Files.readAllLines(directory.resolve(FlightCsv.AFTER_JANUARY_SCORED));
        List<String> columns = List.of(flights.getFirst().split(",", -1));
        for (String flight : flights.subList(1, flights.size())) {
            String[] cells = flight.split(",", -1);
            byDay.computeIfAbsent(flight.substring(0, 10), _ -> new ArrayList<>())
                    .add(new double[] {
                        Double.parseDouble(cells[columns.indexOf("late")]),
                        Double.parseDouble(cells[columns.indexOf("prediction")]),
                        Double.parseDouble(cells[columns.indexOf("score")])
                    });
        }

        Map<String, Map<String, List<Double>>> measured = metrics(atOnce);

        assertThat(measured.keySet()).isEqualTo(byDay.keySet());
        byDay.forEach((day, rows) -> {
            Map<String, List<Double>> metrics = measured.getOrDefault(day, Map.of());
            assertThat(value("accuracy", metrics)).isEqualTo(mean(rows, row -> row[0] == row[1] ? 1 : 0));
            assertThat(value("brier", metrics))
                    .isCloseTo(mean(rows, row -> Math.pow(row[2] - row[0], 2)), within(1e-12));
            assertThat(value("logLoss", metrics))
                    .isCloseTo(mean(rows, row -> -Math.log(row[0] == 1 ? row[2] : 1 - row[2])), within(1e-12));
            assertThat(value("rocAuc", metrics)).isCloseTo(areaUnderCurve(rows), within(0.002));
        });
    }

    private static double value(String metric, Map<String, List<Double>> metrics) {
        return metrics.getOrDefault(metric, List.of(Double.NaN)).getFirst();
    }

    private static double mean(List<double[]> rows, ToDoubleFunction<double[]> of) {
        return rows.stream().mapToDouble(of).average().orElseThrow();
    }

    /** The share of pairs of a late and a punctual flight in which the late one has the higher score, ties half. */
    private static double areaUnderCurve(List<double[]> rows) {
        double won = 0;
        long pairs = 0;
        for (double[] late : rows) {
            for (double[] punctual : rows) {
                if (late[0] == 1 && punctual[0] == 0) {
                    won += late[2] > punctual[2] ? 1 : late[2] == punctual[2] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return won / pairs;
    }

    @Test
    void shouldStayWithinItsBudgetOverFiveMonthsOfWeather() {
        assertThat(openedOfPerformance(atOnce)).hasSizeLessThanOrEqualTo(BUDGET);
    }

    /** Of the 11,055 flights of the hold-out 16.2 % are late: enough to know how often the model is right about them. */
    @ParameterizedTest
    @ValueSource(strings = {"2001-02-16", "2001-02-25"})
    void shouldFindThatDaysOfManyLateFlightsAreLabelShift(String day) {
        assertThat(atOnce)
                .filteredOn(line -> line.path("type").asText().equals("performance")
                        && line.path("windowStart").asText().startsWith(day))
                .singleElement()
                .satisfies(window -> assertThat(
                                window.path("diagnosis").path("type").asText())
                        .isEqualTo("LABEL_SHIFT"));
    }

    @Test
    void shouldTellThatTheIncidentMadeTheModelWorse() throws Exception {
        List<JsonNode> opened = openedOfPerformance(backtest(directory.resolve(FlightCsv.WITH_INCIDENT_SCORED)));

        assertThat(opened).anySatisfy(event -> {
            assertThat(Instant.parse(event.path("windowStart").asText()))
                    .isBetween(Instant.parse("2001-04-15T00:00:00Z"), Instant.parse("2001-04-18T00:00:00Z"));
            assertThat(event.path("kind").asText()).isEqualTo("PERFORMANCE");
            assertThat(event.path("severity").asText()).isEqualTo("MAJOR");
        });
    }

    private static List<JsonNode> openedOfPerformance(List<JsonNode> lines) {
        return lines.stream()
                .filter(line -> line.path("state").asText().equals("OPENED"))
                .filter(line -> line.path("kind").asText().matches("PERFORMANCE|LABEL"))
                .toList();
    }
}
