package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldPrintTheFieldsThatAreDocumented() throws Exception {
        JsonNode report = compare(table("a.csv", 1_000, 0, 0.5), table("b.csv", 800, 0, 0.5));
        assertThat(fields(report)).containsExactly("baselineRows", "currentRows", "drifted", "features");
        assertThat(report.path("baselineRows").asLong()).isEqualTo(1_000);
        assertThat(report.path("currentRows").asLong()).isEqualTo(800);
        assertThat(report.path("drifted").isBoolean()).isTrue();
        JsonNode amount = report.path("features").path(0);
        assertThat(fields(amount))
                .containsExactly(
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
        assertThat(fields(amount.path("quantiles").path("baseline")))
                .containsExactly("p1", "p5", "p25", "p50", "p75", "p95", "p99");
        assertThat(amount.path("kind").asText()).isEqualTo("numeric");
        assertThat(amount.path("totalVariation").isNull()).isTrue();
        JsonNode colour = report.path("features").path(1);
        assertThat(colour.path("kind").asText()).isEqualTo("categorical");
        assertThat(colour.path("ks").isNull()).isTrue();
        assertThat(colour.path("quantiles").path("current").isNull()).isTrue();
    }

    @Test
    void shouldMeasureWhatAPersonCanCheckByHand() throws Exception {
        // Red falls from 1/2 to 1/4 of the rows; every amount grows by 100; every tenth amount is missing.
        JsonNode report = compare(table("a.csv", 1_000, 0, 0.5), table("b.csv", 1_000, 100, 0.25));
        JsonNode amount = report.path("features").path(0);
        JsonNode colour = report.path("features").path(1);

        double psi = (0.25 - 0.5) * Math.log(0.25 / 0.5) + (0.75 - 0.5) * Math.log(0.75 / 0.5);
        assertThat(colour.path("psi").asDouble()).isCloseTo(psi, within(1e-9));
        assertThat(colour.path("totalVariation").asDouble()).isCloseTo(0.25, within(1e-9));
        assertThat(colour.path("chiSquarePValue").asDouble()).isLessThan(1e-20);

        assertThat(amount.path("baselineMissing").asLong()).isEqualTo(100);
        // 900 values, 1 to 999 without the tens, against the same plus 100: 90 lie below the smallest of the others.
        assertThat(amount.path("ks").asDouble()).isCloseTo(0.1, within(1e-9));
        double moved = amount.path("quantiles").path("current").path("p50").asDouble()
                - amount.path("quantiles").path("baseline").path("p50").asDouble();
        assertThat(moved).isEqualTo(100);
        assertThat(report.path("drifted").asBoolean()).isTrue();
        assertThat(colour.path("severity").asText()).isEqualTo("major");
    }

    @Test
    void shouldExitWithDriftOnlyWhereAskedTo() throws Exception {
        String before = table("a.csv", 1_000, 0, 0.5).toString();
        String same = table("c.csv", 1_000, 0, 0.5).toString();
        String now = table("b.csv", 1_000, 0, 0.25).toString();
        assertThat(run("--baseline", before, "--current", now).exitCode()).isZero();
        assertThat(run("--baseline", before, "--current", now, "--fail-on", "major")
                        .exitCode())
                .isEqualTo(4);
        assertThat(run("--baseline", before, "--current", same, "--fail-on", "minor")
                        .exitCode())
                .isZero();
    }

    @Test
    void shouldPrintATableForPeople() throws Exception {
        CliRun run = run(
                "--baseline",
                table("a.csv", 1_000, 0, 0.5).toString(),
                "--current",
                table("b.csv", 1_000, 0, 0.25).toString());
        assertThat(run.out())
                .contains("FEATURE", "amount", "colour", "▁▂▃▄▅▆▇█".substring(7))
                .contains(" 10.0 →  10.0 ")
                .contains("PSI: population stability index.")
                .contains("1 of 2 features drifted; 1,000 rows compared with 1,000 of the baseline.")
                .doesNotContain("\u001b");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldCountWhatIsNoNumberInANumericColumnAsInvalid() throws Exception {
        StringBuilder now = new StringBuilder("amount,colour\n");
        for (int i = 1; i <= 1_000; i++) {
            now.append(i % 10 == 0 ? "oops" : i % 10 == 5 ? "NA" : String.valueOf(i))
                    .append(",red\n");
        }
        JsonNode amount = compare(table("a.csv", 1_000, 0, 1), Path.of(write("b.csv", now.toString())))
                .path("features")
                .path(0);

        assertThat(amount.path("kind").asText()).isEqualTo("numeric");
        assertThat(amount.path("currentMissing").asLong()).isEqualTo(100);
        // 100 of the 900 values that are not missing.
        assertThat(amount.path("reason").asText()).contains("11.1 % of the values of amount are of a wrong type");
        assertThat(amount.path("severity").asText()).isEqualTo("major");
    }

    @Test
    void shouldFindNoDriftBetweenAFileAndItself() throws Exception {
        StringBuilder csv = new StringBuilder("id,amount\n");
        for (int i = 0; i < 1_000; i++) {
            csv.append("request-").append(i).append(',').append(i % 90).append('\n');
        }
        Path file = Path.of(write("a.csv", csv.toString()));

        assertThat(compare(file, file).path("features").findValuesAsText("severity"))
                .containsExactly("none", "none");
    }

    @Test
    void shouldKeepToWidthAndNameColumnsThatItLeavesOut() throws Exception {
        Path before = table("a.csv", 1_000, 0, 0.5);
        String more = Files.readString(table("b.csv", 1_000, 900, 0.25))
                .replace("\n", ",1\n")
                .replace("colour,1", "colour,new");
        CliRun run = run("--baseline", before.toString(), "--current", write("c.csv", more));
        CliRun few = run(
                "--baseline",
                before.toString(),
                "--current",
                table("d.csv", 20, 0, 0.5).toString());

        assertThat(run.out().lines()).allMatch(line -> line.length() <= 120);
        assertThat(run.err())
                .contains("Left out, because")
                .contains("a.csv has no such column: new.")
                .hasLineCount(1);
        assertThat(run.out()).containsPattern("(?m)^MAJOR  .*amount.*;$").containsPattern("(?m)^       .*amount");
        assertThat(few.out()).containsPattern("amount +numeric +too few ");
    }

    @Test
    void shouldSayWhatIsWrongWithAFileInOneLine() throws Exception {
        String good = table("a.csv", 10, 0, 0.5).toString();
        assertWrong("no such file", "--baseline", "/no/such.csv", "--current", good);
        assertWrong("no such file", "--baseline", good, "--current", "/no/such.csv");
        assertWrong("is empty", "--baseline", write("empty.csv", ""), "--current", good);
        assertWrong("no rows", "--baseline", write("header.csv", "amount,colour\n"), "--current", good);
        assertWrong("line 3", "--baseline", write("ragged.csv", "a,b\n1,2\n3\n"), "--current", good);
        assertWrong("no column 'colour'", "--baseline", good, "--current", write("less.csv", "amount\n1\n"));
        assertWrong("no column 'x'", "--baseline", good, "--current", good, "--ignore", "x");
        assertWrong("--min-rows", "--baseline", good, "--current", good, "--min-rows", "0");
    }

    private static void assertWrong(String words, String... args) {
        CliRun run = run(args);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    /** Amounts from 1 up, every tenth missing, and a share of red among blue. */
    private Path table(String name, int rows, int shift, double red) throws IOException {
        StringBuilder csv = new StringBuilder("amount,colour\n");
        for (int i = 1; i <= rows; i++) {
            csv.append(i % 10 == 0 ? "" : i + shift).append(i <= rows * red ? ",red\n" : ",blue\n");
        }
        return Path.of(write(name, csv.toString()));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static JsonNode compare(Path baseline, Path current) throws IOException {
        CliRun run = run("--baseline", baseline.toString(), "--current", current.toString(), "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).hasLineCount(1);
        return new ObjectMapper().readTree(run.out());
    }

    private static CliRun run(String... args) {
        List<String> all = new ArrayList<>(List.of("compare"));
        all.addAll(List.of(args));
        return CliRun.of(all.toArray(String[]::new));
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
