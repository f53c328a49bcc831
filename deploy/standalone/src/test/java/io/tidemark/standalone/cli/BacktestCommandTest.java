package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldPrintWindowsEventsAndASummaryAsJsonLines() throws Exception {
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 4, 2), "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines.stream().map(line -> line.path("type").asText()).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("window", "event", "summary");
        List<JsonNode> windows = ofType(lines, "window");
        assertThat(windows).hasSize(8);
        assertThat(fields(windows.getFirst()))
                .containsExactly(
                        "type",
                        "windowStart",
                        "windowEnd",
                        "name",
                        "kind",
                        "baselineRows",
                        "currentRows",
                        "baselineMissing",
                        "currentMissing",
                        "psi",
                        "ks",
                        "ksPValue",
                        "wasserstein",
                        "jensenShannon",
                        "hellinger",
                        "totalVariation",
                        "chiSquarePValue",
                        "quantiles",
                        "severity",
                        "reason");
        assertThat(windows.getFirst().path("windowStart").asText()).isEqualTo("2024-05-01T00:00:00Z");
        assertThat(windows.getFirst().path("windowEnd").asText()).isEqualTo("2024-05-01T01:00:00Z");
        assertThat(windows.getFirst().path("currentRows").asLong()).isEqualTo(600);

        List<JsonNode> events = ofType(lines, "event");
        assertThat(events).hasSize(2);
        JsonNode event = events.getFirst();
        assertThat(event.path("state").asText()).isEqualTo("OPENED");
        assertThat(event.path("feature").asText()).isEqualTo("amount");
        assertThat(event.path("severity").asText()).isEqualTo("MAJOR");
        assertThat(event.path("windowStart").asText()).isEqualTo("2024-05-01T02:00:00Z");
        assertThat(event.path("windowEnd").asText()).isEqualTo("2024-05-01T03:00:00Z");
        assertThat(event.path("baselineRows").asLong()).isEqualTo(1_200);
        assertThat(event.path("statistics").path("psi").asDouble()).isGreaterThan(0.2);
        assertThat(event.path("reason").asText()).startsWith("amount moved up");
        assertThat(event.path("diagnosis").path("type").asText())
                .as("half of the amounts are larger than any of the baseline")
                .isEqualTo("DATA_QUALITY");
        assertThat(event.path("diagnosis").path("causes")).hasSize(1);
        assertThat(events.getLast().path("kind").asText()).isEqualTo("DATASET");
        assertThat(events.getLast().path("feature").isNull()).isTrue();
        assertThat(fields(event)).contains("eventId", "episodeId", "modelId", "findings", "baselineId", "detectedAt");

        JsonNode summary = lines.getLast();
        assertThat(fields(summary))
                .containsExactly(
                        "type",
                        "baselineRows",
                        "rows",
                        "profiled",
                        "late",
                        "withoutTime",
                        "windows",
                        "windowsTooSmall",
                        "episodesOpened",
                        "episodesResolved",
                        "episodesStillOpen",
                        "features");
        assertThat(summary.path("rows").asLong()).isEqualTo(2_400);
        assertThat(summary.path("episodesOpened").asInt()).isEqualTo(2);
        assertThat(summary.path("features").path("amount").asText()).isEqualTo("numeric");
        assertThat(summary.path("features").path("colour").asText()).isEqualTo("categorical");
    }

    @Test
    void shouldPrintWindowsAndEventsForPeople() throws Exception {
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 4, 2));

        assertThat(run.out())
                .contains("2024-05-01 01:00 – 02:00 UTC         600 rows  no drift\n")
                .contains("2024-05-01 02:00 – 03:00 UTC         600 rows  drift in amount\n")
                .contains("2024-05-01 02:00 – 03:00 UTC  OPENED    MAJOR  amount moved up")
                .contains("OPENED    MAJOR  1 of 2 features drifted (50 % by importance, limit 50 %): amount\n")
                .contains(
                        "2,400 rows in 4 windows against 1,200 rows of the baseline: 2 drift episodes opened, 2 of them")
                .contains("Features: amount (numeric), colour (categorical)")
                .doesNotContain("backtest/1");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldTakeABaselineWhoseRowsHaveNoTime() throws Exception {
        String timeless = write(
                "timeless.csv", Files.readString(Path.of(hours("a.csv", 2, 99))).replaceAll("(?m)^[^,]*,", ""));
        CliRun run = run(timeless, hours("b.csv", 4, 2));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("against 1,200 rows of the baseline: 2 drift episodes opened");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldLearnABaselineFromTheFirstRowsWhereItIsGivenNone() throws Exception {
        String rows = hours("b.csv", 8, 6);
        String spec = write("spec.yaml", "model: m\nlearnRows: 1200\n");
        CliRun run = CliRun.of("backtest", "--stream", rows, "--time", "time", "--spec", spec, "--learn-for", "4h");
        CliRun json = CliRun.of(
                "backtest", "--stream", rows, "--time", "time", "--spec", spec, "--learn-for", "4h", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("""
                        2024-05-01 03:00 – 04:00 UTC         600 rows  learning the baseline
                        The baseline is learned from the first 2400 rows, 2024-05-01T00:00:00Z to 2024-05-01T04:00:00Z.
                        2024-05-01 04:00 – 05:00 UTC         600 rows  no drift
                        """)
                .contains("2024-05-01 06:00 – 07:00 UTC  OPENED    MAJOR  amount moved up")
                .contains("4,800 rows in 8 windows against 2,400 rows of the baseline: 2 drift episodes opened")
                .contains("Features: amount (numeric), colour (categorical)")
                .doesNotContain("too few rows");
        assertThat(json.out())
                .contains("{\"type\":\"baseline\",\"baselineId\":\"")
                .contains("\"rows\":2400,");
    }

    @Test
    void shouldSayThatThereWasTooLittleToLearnFrom() throws Exception {
        CliRun run = CliRun.of("backtest", "--stream", hours("b.csv", 8, 6), "--time", "time");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .isEqualTo(
                        "Nothing was judged: 4,800 rows are too few to learn a baseline, which takes 10,000 rows over 1d. Give"
                                + " --baseline, or a shorter --learn-for and fewer learnRows in a --spec.\n");
        assertThat(run.out()).contains("learning the baseline").doesNotContain("no drift");
    }

    @Test
    void shouldNeedNoBaselineWhereWindowsAreComparedWithEachOther() throws Exception {
        String spec = write("spec.yaml", "model: m\nlearnRows: 0\nreferences: [previous-window]\n");
        CliRun run = CliRun.of("backtest", "--stream", hours("b.csv", 8, 6), "--time", "time", "--spec", spec);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("2024-05-01 00:00 – 01:00 UTC         600 rows  not compared with a baseline")
                .contains("OPENED    MAJOR  [previous-window] beside the window before")
                .doesNotContain("learning", "too few rows");
    }

    @Test
    void shouldSayThatOnlyOneOfTwoReferencesWasThere() throws Exception {
        String spec = write("spec.yaml", "model: m\nreferences: [baseline, previous-window]\n");
        CliRun run = CliRun.of("backtest", "--stream", hours("b.csv", 8, 6), "--time", "time", "--spec", spec);

        assertThat(run.err())
                .startsWith("Nothing was compared with a baseline: 4,800 rows are too few to learn a baseline");
        assertThat(run.out()).contains("[previous-window]");
    }

    @Test
    void shouldRefuseToRunWithoutAnythingToCompareWith() throws Exception {
        String spec = write("spec.yaml", "model: m\nlearnRows: 0\n");
        String rows = hours("b.csv", 2, 99);

        assertWrong(
                "There is no baseline to compare with: learnRows is 0 in the --spec. Give --baseline, or learnRows.",
                1,
                CliRun.of("backtest", "--stream", rows, "--time", "time", "--spec", spec));
        assertWrong(
                "learnFor: 400d is out of range; use 0s to 366d",
                1,
                CliRun.of("backtest", "--stream", rows, "--time", "time", "--learn-for", "400d"));
    }

    @Test
    void shouldRefuseToLearnBesideABaseline() throws Exception {
        String good = hours("a.csv", 2, 99);

        assertWrong("--learn-for is for a baseline that is learned", 1, run(good, good, "--learn-for", "1d"));
        assertWrong(
                "no column is left after the selection",
                1,
                CliRun.of("backtest", "--stream", good, "--time", "time", "--ignore", "amount,colour"));
    }

    @Test
    void shouldSayClearlyThatAFileIsNotInOrderOfTime() throws Exception {
        String later = Files.readString(Path.of(hours("b.csv", 3, 99)));
        String unsorted = write("unsorted.csv", later + "2024-05-01 00:00:00,1,red\nsoon,1,red\n");
        CliRun run = run(hours("a.csv", 2, 99), unsorted, "--json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .contains("unsorted.csv is not in order of time: 1 of its 1,802 rows")
                .contains("the first on line 1,802. Sort the file by time, or give a longer --grace.")
                .contains("1 of its 1,802 rows have no time that can be read in column 'time'")
                .hasLineCount(2);
    }

    @Test
    void shouldSayThatWindowsAreTooSmallToJudge() throws Exception {
        String spec = write("spec.yaml", "model: m\nminRows: 10000\n");
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 1, 0), "--window", "10m", "--spec", spec);

        assertThat(run.out())
                .contains("too few rows to judge")
                .contains("6 windows had too few rows to judge: give a longer --window")
                .doesNotContain("no drift");
    }

    @Test
    void shouldJudgeSmallWindowsTogether() throws Exception {
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 1, 0), "--window", "10m");

        assertThat(run.out())
                .contains("2024-05-01 00:00 – 00:10 UTC         100 rows  too few rows to judge")
                .contains("2024-05-01 00:00 – 00:20 UTC         200 rows  drift in amount")
                .contains("2024-05-01 00:20 – 00:40 UTC         200 rows  drift in amount");
    }

    @Test
    void shouldJudgeHoppingWindowsAndRollups() throws Exception {
        String before = hours("a.csv", 2, 99);
        CliRun run = run(before, hours("b.csv", 4, 2), "--hop", "30m", "--rollup", "2h,4h");
        CliRun wrong = run(before, before, "--hop", "7m");

        assertThat(run.out())
                .contains("2024-05-01 00:30 – 01:30 UTC         600 rows  no drift")
                .contains("2024-05-01 01:30 – 02:30 UTC         600 rows  drift in amount")
                .contains("2,400 rows in 8 windows");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("--hop").contains("7m does not divide the window of 1h");
    }

    @Test
    void shouldSayWhatAnEventIsBeside() throws Exception {
        String spec = write("spec.yaml", "model: m\nreferences: [previous-window]\n");
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 4, 2), "--spec", spec);
        CliRun json = run(hours("a.csv", 2, 99), hours("b.csv", 4, 2), "--spec", spec, "--json");

        assertThat(run.out())
                .contains("OPENED    MAJOR  [previous-window] beside the window before"
                        + " (2024-05-01T01:00:00Z/2024-05-01T02:00:00Z): amount moved up");
        assertThat(json.out()).contains("\"resolution\":\"\",\"reference\":\"previous-window\"");
    }

    @Test
    void shouldSayThatAFileHasNoSegments() throws Exception {
        String spec = write("spec.yaml", "model: m\nsegments:\n  by: [country, device]\n");
        CliRun run = run(hours("a.csv", 2, 99), hours("b.csv", 2, 99), "--spec", spec);

        assertThat(run.err())
                .isEqualTo("A file's rows have no tags: the segments by country, device that the spec asks for are not"
                        + " judged here.\n");
        assertThat(run.out()).contains("no drift");
    }

    @Test
    void shouldSayWhatIsWrongInOneLine() throws Exception {
        String good = hours("a.csv", 2, 99);
        assertWrong("no such file", run("/no/such.csv", good));
        assertWrong("no such file", run(good, "/no/such.csv"));
        assertWrong("has no column 'colour'", run(good, write("less.csv", "time,amount\n2024-05-01,1\n")));
        assertWrong("'--window': 'soon' is no duration", 2, run(good, good, "--window", "soon"));
        assertWrong("There is no file /no/such.yaml", run(good, good, "--spec", "/no/such.yaml"));
        String dollar = write("dollar.csv", "time,$volume\n2024-05-01,1\n");
        assertWrong(
                "dollar.csv, line 1: the column '$volume' begins with $, but is none of $prediction, $value, $score and"
                        + " $score.CLASS, so it can't be a feature: rename it, or leave it out with --ignore",
                run(dollar, dollar));
        String long10k = write("long.csv", "time," + "x".repeat(10_000) + "\n2024-05-01,1\n");
        assertWrong("x…' has 10000 characters, 512 are allowed", run(long10k, long10k));
        String spec = write("spec.yaml", "model: m\nwindws: 1h\n");
        assertWrong("spec.yaml, line 2, windws: ", 2, run(good, good, "--spec", spec));
        CliRun wrongColumn = CliRun.of("backtest", "--baseline", good, "--stream", good, "--time", "colour");
        assertWrong("a.csv, line 2: 'red' in column 'colour' is no time", wrongColumn);
    }

    private static void assertWrong(String words, CliRun run) {
        assertWrong(words, 1, run);
    }

    private static void assertWrong(String words, int lines, CliRun run) {
        assertThat(run.err()).contains(words).hasLineCount(lines);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    /** 600 rows an hour, every hour like the other, up to the hour from which on amounts are larger by 300. */
    private String hours(String name, int hours, int driftFromHour) throws IOException {
        StringBuilder csv = new StringBuilder("time,amount,colour\n");
        for (int hour = 0; hour < hours; hour++) {
            for (int row = 0; row < 600; row++) {
                csv.append("2024-05-01 %02d:%02d:%02d,".formatted(hour, row / 10, row % 10 * 6))
                        .append(row * 7 % 600 + (hour < driftFromHour ? 0 : 300))
                        .append(row % 3 == 0 ? ",red\n" : ",blue\n");
            }
        }
        return write(name, csv.toString());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static CliRun run(String baseline, String stream, String... more) {
        List<String> args =
                new ArrayList<>(List.of("backtest", "--baseline", baseline, "--stream", stream, "--time", "time"));
        args.addAll(List.of(more));
        return CliRun.of(args.toArray(String[]::new));
    }

    private static List<JsonNode> ofType(List<JsonNode> lines, String type) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals(type))
                .toList();
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
