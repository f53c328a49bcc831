package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns as nobody wishes for them, through all that a user meets: file, baseline, windows, events and their sentences. */
class HostileColumnsTest {
    private static final int ROWS = 300;
    /** The same cell in every row, or one that a random number chooses. */
    private static final Map<String, Function<Random, String>> QUIET = new TreeMap<>(Map.ofEntries(
            Map.entry("constant", _ -> "5"),
            Map.entry("category", _ -> "only"),
            Map.entry("flag", _ -> "true"),
            Map.entry("nothing", _ -> ""),
            Map.entry("infinite", random -> random.nextInt(10) == 0 ? "-inf" : normal(random)),
            Map.entry(
                    "ends",
                    random -> List.of("1e308", "-1.7e308", "-0.0", "4.9e-324", "1e-310", "0", "1")
                            .get(random.nextInt(7))),
            Map.entry("huge", random -> 1e300 * (1 + random.nextDouble()) + ""),
            Map.entry("zeros", random -> random.nextBoolean() ? "-0.0" : "0"),
            Map.entry("ids", random -> "id-" + random.nextLong()),
            Map.entry("colour", random -> "abc".charAt(random.nextInt(3)) + ""),
            Map.entry("number", HostileColumnsTest::normal)));

    private static final Map<String, Function<Random, String>> CHANGED = new TreeMap<>(Map.ofEntries(
            Map.entry("constant", _ -> "7"),
            Map.entry("category", _ -> "other"),
            Map.entry("flag", _ -> "false"),
            Map.entry("nothing", HostileColumnsTest::normal),
            Map.entry("infinite", random -> random.nextBoolean() ? "inf" : "NaN"),
            Map.entry("ends", random -> random.nextBoolean() ? "1.79e308" : "1e999"),
            Map.entry("huge", random -> -1e300 * (1 + random.nextDouble()) + ""),
            Map.entry("zeros", _ -> "-4.9e-324"),
            Map.entry("ids", _ -> ""),
            Map.entry("colour", random -> "xyz".charAt(random.nextInt(3)) + ""),
            Map.entry("number", random -> "broken " + random.nextInt(99))));
    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry(
                    "constant",
                    "constant moved up: median 5 → 7, population stability index 18.4 (threshold 0.2);"
                            + " 100 % of the values of constant differ from the one that all of the baseline's are: 5"),
            Map.entry(
                    "category",
                    "category has another mix: 'only' 100 % → 0 %, population stability index 18.4 (threshold 0.2);"
                            + " 'other' was never seen in the baseline and makes up 100 % of category"),
            Map.entry("flag", "flag has another mix: 'true' 100 % → 0 %,"),
            Map.entry("nothing", "nothing is missing in 0 % of 300 rows (baseline 100 %)"),
            Map.entry("infinite", "100 % of the values of infinite are of a wrong type or infinite (baseline "),
            Map.entry("ends", "54.7 % of the values of ends are of a wrong type or infinite (baseline 0 %);"),
            Map.entry("huge", "huge moved down: median 1."),
            Map.entry("zeros", "zeros moved down: median 0 → -4.9E-324,"),
            Map.entry("ids", "ids is missing in 100 % of 300 rows (baseline 0 %)"),
            Map.entry("colour", "colour has another mix: categories never seen before 0 % → 100 %,"),
            Map.entry("number", "100 % of the values of number are of a wrong type or infinite (baseline 0 %)"));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldTellEveryChangeInASentenceOfFiniteNumbersAndItsEnd() throws Exception {
        String before = csv("before.csv", 12, hour -> QUIET);
        String after = csv("after.csv", 8, hour -> hour < 2 || hour >= 4 ? QUIET : CHANGED);

        List<JsonNode> lines = backtest(before, after);

        Map<String, String> opened = reasons(lines, "OPENED");
        assertThat(opened.keySet()).containsExactlyInAnyOrderElementsOf(SENTENCES.keySet());
        SENTENCES.forEach((column, sentence) -> assertThat(opened.get(column)).startsWith(sentence));
        assertThat(reasons(lines, "RESOLVED").keySet()).isEqualTo(opened.keySet());
        assertThat(lines.getLast().path("episodesStillOpen").asInt()).isZero();
        assertFinite(lines);
    }

    @Test
    void shouldTellNothingBesideABaselineOfOneRow() throws Exception {
        List<JsonNode> lines = backtest(csv("one.csv", 1, hour -> QUIET, 1), csv("after.csv", 4, hour -> QUIET));

        Map<String, String> opened = reasons(lines, "OPENED");
        assertThat(opened).isEmpty();
        assertFinite(lines);
    }

    private static void assertFinite(List<JsonNode> lines) {
        assertThat(lines)
                .filteredOn(line -> line.path("type").asText().matches("window|event"))
                .isNotEmpty()
                .allSatisfy(line ->
                        assertThat(line.toString().replace("lInfinity", "")).doesNotContain("NaN", "Infinity"));
    }

    private static Map<String, String> reasons(List<JsonNode> lines, String state) {
        return lines.stream()
                .filter(line -> line.path("state").asText().equals(state)
                        && !line.path("feature").isNull())
                .collect(Collectors.toMap(
                        line -> line.path("feature").asText(),
                        line -> line.path("reason").asText()));
    }

    private List<JsonNode> backtest(String before, String after) throws IOException {
        String spec = Files.writeString(directory.resolve("spec.yaml"), "model: m\nwindow: 1h\n")
                .toString();
        CliRun run = CliRun.of(
                "backtest", "--baseline", before, "--stream", after, "--time", "time", "--spec", spec, "--json");
        assertThat(run.err()).isEmpty();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private String csv(String name, int hours, Function<Integer, Map<String, Function<Random, String>>> columns)
            throws IOException {
        return csv(name, hours, columns, ROWS);
    }

    private String csv(
            String name, int hours, Function<Integer, Map<String, Function<Random, String>>> columns, int rows)
            throws IOException {
        Random random = new Random(name.hashCode());
        StringBuilder csv = new StringBuilder("time," + String.join(",", QUIET.keySet()) + "\n");
        for (int row = 0; row < hours * rows; row++) {
            int hour = row / rows;
            csv.append("2024-05-01T%02d:%02d:%02dZ"
                    .formatted(hour, row % rows * 60 / rows, row % rows * 3600 / rows % 60));
            columns.apply(hour).values().forEach(cell -> csv.append(',').append(cell.apply(random)));
            csv.append('\n');
        }
        return Files.writeString(directory.resolve(name), csv).toString();
    }

    private static String normal(Random random) {
        return Double.toString(random.nextGaussian());
    }
}
