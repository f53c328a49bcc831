package io.tidemark.load.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.scorecard.estimate.Proportion;
import io.tidemark.load.scorecard.report.ScorecardJson;
import io.tidemark.load.scorecard.report.ScorecardText;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Family;
import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.TidemarkCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole way, on so few rows that it takes seconds. */
class ScorecardTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, false);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldSeeWhatIsPlainAndNotWhatIsNotThere() throws InterruptedException {
        Results results = Scorecard.run(tiny(1), 2, share -> {});

        Detection plain = results.detectionOf(Scenario.SHIFT_100, 400).orElseThrow();
        assertThat(plain.tidemark()).isEqualTo(new Proportion(4, 4));
        assertThat(plain.fixed(Rule.PSI_02)).isEqualTo(new Proportion(4, 4));
        assertThat(plain.medianDelay()).contains(1);
        assertThat(results.detectionOf(Scenario.SHIFT_100, 200)).isEmpty();
        NoDrift quiet = results.quietRows().getFirst();
        assertThat(quiet.outcome().windows()).isEqualTo(168);
        assertThat(quiet.falseEpisodes().events()).isLessThan(10);
        assertThat(quiet.falseWindows(Rule.ALWAYS).value()).isEqualTo(168);
        assertThat(quiet.outcome().scores(Rule.PSI_01)).hasSize(168).doesNotContain(0.0);
    }

    @Test
    void shouldGiveTheSameDocumentOnAnyNumberOfThreads() throws InterruptedException {
        String one =
                ScorecardJson.of(Scorecard.run(sketched(1), 1, share -> {})).toString();

        assertThat(ScorecardJson.of(Scorecard.run(sketched(1), 2, share -> {})).toString())
                .isEqualTo(one);
        assertThat(ScorecardJson.of(Scorecard.run(sketched(2), 2, share -> {})).toString())
                .isNotEqualTo(one.replace("\"seed\":1", "\"seed\":2"));
    }

    /** So many rows that the sketches toss coins. */
    private static Plan sketched(long seed) {
        return new Plan(
                true,
                seed,
                10_000,
                4,
                List.of(new QuietCell(new StreamKind(Family.MIXED, false), 200, 2, 1)),
                List.of(new DriftCell(Scenario.SHIFT_010, 3_000, 2), new DriftCell(Scenario.SWAP, 1_000, 2)));
    }

    @Test
    void shouldTellSegmentsApart() throws InterruptedException {
        Plan plan = new Plan(true, 1, 4_000, 2, List.of(), List.of(new DriftCell(Scenario.SEGMENT_ALL, 4_000, 1)));

        Results results = Scorecard.run(plan, 2, share -> {});

        assertThat(results.detectionRows().getFirst().tidemark()).isEqualTo(new Proportion(2, 2));
    }

    @Test
    void shouldWriteTheTables() throws InterruptedException {
        String text = ScorecardText.of(Scorecard.run(tiny(1), 2, share -> {}));

        assertThat(text)
                .contains("| mean shift 1 σ | 100.0 (51.0–100.0) |")
                .contains("## Targets", "## Without drift", "## Method")
                .contains("false episodes per model-week, mixed, 200 rows")
                .doesNotContain("NaN", "null", "%d", "%s");
        assertThat(text.lines().filter(line -> line.startsWith("|-")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("|"));
    }

    @Test
    void shouldPrintOneDocumentAndWriteAFile() throws Exception {
        Path file = directory.resolve("scorecard.md");

        assertThat(run("--json", "--seed", "1", "--markdown", file.toString())).isZero();

        assertThat(out.toString()).startsWith("{").contains("\"seed\" : 1", "\"perModelWeek\"");
        assertThat(Files.readString(file)).startsWith("# Scorecard");
        assertThat(err.toString()).contains("scorecard: 100 % after");
    }

    @Test
    void shouldFailForAMissedTargetOnlyWhereAsked() {
        Plan seen = new Plan(true, 1, 4_000, 2, List.of(), List.of(new DriftCell(Scenario.SHIFT_025, 1_000, 1)));
        // A baseline of so few rows that nothing can be told from it.
        Plan blind = new Plan(true, 1, 100, 2, List.of(), List.of(new DriftCell(Scenario.SHIFT_025, 1_000, 1)));

        assertThat(execute(new ScorecardCommand(console, seed -> seen, seed -> seen), "--check"))
                .isZero();
        assertThat(execute(new ScorecardCommand(console, seed -> blind, seed -> blind), "--check"))
                .isEqualTo(1);
        assertThat(execute(new ScorecardCommand(console, seed -> blind, seed -> blind)))
                .isZero();
    }

    @Test
    void shouldRefuseBeforeItRunsWhatCannotBeWritten() {
        Path nowhere = directory.resolve("no/folder/scorecard.md");
        TidemarkCli cli = new TidemarkCli(console, Map.of());

        assertThat(cli.run("scorecard", "--markdown", nowhere.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--markdown: " + nowhere + " can't be written");
        assertThat(cli.run("scorecard", "--threads", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--threads is 1 or more, not 0.");
    }

    @Test
    void shouldStandInTheHelpOfTheCommandLine() {
        new TidemarkCli(console, Map.of()).run("--help");

        assertThat(out.toString()).contains("scorecard  Measure the drift decisions");
    }

    private int run(String... args) {
        return execute(new ScorecardCommand(console, ScorecardTest::tiny, ScorecardTest::tiny), args);
    }

    private static int execute(ScorecardCommand command, String... args) {
        return new CommandLine(command).execute(args);
    }

    private static Plan tiny(long seed) {
        return new Plan(
                true,
                seed,
                4_000,
                4,
                List.of(
                        new QuietCell(new StreamKind(Family.MIXED, false), 200, 1, 1),
                        new QuietCell(new StreamKind(Family.NORMAL, false), 400, 1, 1)),
                List.of(new DriftCell(Scenario.SHIFT_100, 400, 2)));
    }
}
