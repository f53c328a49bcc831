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
import java.util.function.IntPredicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Performance in a backtest: labels in a column. Figures are counted from how the rows are made. */
class LabelledBacktestTest {
    private static final int ROWS = 400;
    private static final String[] CHURN = {
        "--label", "churned", "--prediction", "answer", "--score", "p", "--positive", "yes"
    };

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldTellPerformancePerWindowAndOpenAnEpisode() throws Exception {
        // Every tenth answer is wrong; from the sixth hour on every fourth.
        List<JsonNode> lines = json(backtest(hours("a.csv", 6, 99), hours("b.csv", 8, 5), "--json"));

        List<JsonNode> windows = ofType(lines, "performance");
        assertThat(windows).hasSize(8).allSatisfy(window -> {
            assertThat(window.path("final").asBoolean()).isTrue();
            assertThat(window.path("predictions").asInt()).isEqualTo(ROWS);
            assertThat(window.path("coverage").asDouble()).isEqualTo(1);
        });
        JsonNode good = windows.get(4);
        JsonNode bad = windows.get(5);
        assertThat(good.path("windowStart").asText()).isEqualTo("2024-05-01T04:00:00Z");
        assertThat(metric(good, "accuracy").path("value").asDouble()).isEqualTo(0.9);
        assertThat(metric(good, "accuracy").path("baseline").asDouble()).isEqualTo(0.9);
        assertThat(good.path("severity").asText()).isEqualTo("NONE");
        assertThat(metric(bad, "accuracy").path("value").asDouble()).isEqualTo(0.75);
        assertThat(metric(bad, "accuracy").path("severity").asText()).isEqualTo("MAJOR");
        assertThat(bad.path("severity").asText()).isEqualTo("MAJOR");
        assertThat(bad.path("baselineId").asText()).isNotEmpty();
        assertThat(StreamSupport.stream(bad.path("estimated").spliterator(), false)
                        .map(estimate -> estimate.path("metric").asText()))
                .contains("accuracy", "rocAuc", "logLoss");

        List<JsonNode> events = ofType(lines, "event").stream()
                .filter(event -> event.path("kind").asText().matches("PERFORMANCE|LABEL"))
                .toList();
        assertThat(events).anySatisfy(event -> {
            assertThat(event.path("state").asText()).isEqualTo("OPENED");
            assertThat(event.path("feature").asText()).isEqualTo("$accuracy");
            assertThat(event.path("windowStart").asText()).isEqualTo("2024-05-01T05:00:00Z");
            assertThat(event.path("reason").asText()).startsWith("accuracy fell to 75 %");
        });
        JsonNode performance = lines.getLast().path("performance");
        assertThat(performance.path("windows").asInt()).isEqualTo(8);
        assertThat(performance.path("windowsJudged").asInt()).isEqualTo(8);
        assertThat(performance.path("episodesOpened").asInt()).isEqualTo((int) events.stream()
                .filter(event -> event.path("state").asText().equals("OPENED"))
                .count());
        assertThat(performance.path("labels").path("read").asInt()).isEqualTo(8 * ROWS);
        assertThat(performance.path("labels").path("matched").asInt()).isEqualTo(8 * ROWS);
        assertThat(performance.path("predictions").path("kept").asInt()).isEqualTo(8 * ROWS);
    }

    @Test
    void shouldMonitorAnswersAndTakeLabelsForNoFeatures() throws Exception {
        JsonNode features = json(backtest(hours("a.csv", 6, 99), hours("b.csv", 2, 99), "--json"))
                .getLast()
                .path("features");

        assertThat(features.properties().stream()
                        .map(feature ->
                                feature.getKey() + " " + feature.getValue().asText()))
                .containsExactly("amount numeric", "$prediction categorical", "$score numeric");
    }

    @Test
    void shouldSayItForPeople() throws Exception {
        CliRun run = backtest(hours("a.csv", 6, 99), hours("b.csv", 8, 5));

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains(
                        "2024-05-01 04:00 – 05:00 UTC       400 labels  accuracy 90.0 % (86.7 % to 92.6 %, estimated ")
                .contains(", AUC ")
                .contains(", log loss ")
                .contains("), 100 % labelled:  no drift\n")
                .contains("100 % labelled:  MAJOR $accuracy, ")
                .contains("2024-05-01 05:00 – 06:00 UTC  OPENED    MAJOR  accuracy fell to 75 %")
                .contains("Performance in 8 windows, of which 8 could be judged: ")
                .contains("3,200 labels read = 3,200 matched + 0 duplicate + 0 corrected + 0 unmatched + 0 late;"
                        + " 3,200 predictions kept, 0 of them never labelled.\n");
    }

    @Test
    void shouldJudgeAWindowOnlyWhenItsLabelsAreKnown() throws Exception {
        String before = hours("a.csv", 6, 99);
        String stream = hours("b.csv", 10, 5);
        String atOnce = backtest(before, stream).out();
        String delayed = backtest(before, stream, "--label-delay", "2h").out();

        String opened = "2024-05-01 05:00 – 06:00 UTC  OPENED    MAJOR  accuracy fell to 75 %";
        String nextWindow = "2024-05-01 06:00 – 07:00 UTC         400 rows";
        assertThat(atOnce).containsSubsequence(opened, nextWindow);
        assertThat(delayed).containsSubsequence(nextWindow, opened);
    }

    @Test
    void shouldCountLateDuplicateAndCorrectedLabels() throws Exception {
        // At 0:30 the answer of 0:00:30 gets its label again, that of 0:01:00 another one; 2 h later is too late.
        String csv = """
                time,request,amount,answer,p,churned,known
                2024-05-01T00:00:30Z,a,1,yes,0.9,yes,2024-05-01T00:00:40Z
                2024-05-01T00:01:00Z,b,1,yes,0.8,yes,2024-05-01T00:01:10Z
                2024-05-01T00:02:00Z,c,1,no,0.2,yes,2024-05-01T03:02:00Z
                2024-05-01T00:03:00Z,d,1,no,0.1,,
                2024-05-01T00:30:00Z,a,1,,,yes,2024-05-01T00:30:00Z
                2024-05-01T00:30:00Z,b,1,,,no,2024-05-01T00:30:00Z
                2024-05-01T00:31:00Z,x,1,,,no,2024-05-01T00:30:00Z
                2024-05-01T05:00:00Z,e,1,no,0.1,no,2024-05-01T05:00:00Z
                """;
        CliRun run = CliRun.of(
                "backtest",
                "--json",
                "--stream",
                write("b.csv", csv),
                "--time",
                "time",
                "--id",
                "request",
                "--label",
                "churned",
                "--prediction",
                "answer",
                "--score",
                "p",
                "--label-time",
                "known",
                "--label-wait",
                "1h",
                "--ignore",
                "amount");

        List<JsonNode> lines = json(run);
        JsonNode labels = lines.getLast().path("performance").path("labels");
        assertThat(labels.path("read").asInt()).isEqualTo(7);
        assertThat(labels.path("matched").asInt()).isEqualTo(3);
        assertThat(labels.path("duplicate").asInt()).isEqualTo(1);
        assertThat(labels.path("corrected").asInt()).isEqualTo(1);
        assertThat(labels.path("late").asInt()).isEqualTo(1);
        assertThat(labels.path("unmatched").asInt()).isEqualTo(1);
        JsonNode first = ofType(lines, "performance").getFirst();
        assertThat(first.path("predictions").asInt()).isEqualTo(4);
        assertThat(first.path("labelled").asInt()).isEqualTo(2);
        assertThat(first.path("corrected").asInt()).isEqualTo(1);
        assertThat(metric(first, "accuracy").path("value").asDouble()).isEqualTo(0.5);
    }

    @Test
    void shouldJudgeNumbers() throws Exception {
        StringBuilder csv = new StringBuilder("time,amount,est,paid\n");
        for (int row = 0; row < 2 * ROWS; row++) {
            csv.append(time(row)).append(",1,").append(100 + row % 2).append(",100\n");
        }
        CliRun run = CliRun.of(
                "backtest",
                "--json",
                "--stream",
                write("b.csv", csv.toString()),
                "--time",
                "time",
                "--ignore",
                "amount",
                "--label",
                "paid",
                "--prediction",
                "est",
                "--regression",
                "--label-delay",
                "10m..2h",
                "--seed",
                "7");

        List<JsonNode> lines = json(run);
        List<JsonNode> windows = ofType(lines, "performance");
        assertThat(windows).hasSize(2);
        assertThat(metric(windows.getFirst(), "mae").path("value").asDouble()).isEqualTo(0.5);
        assertThat(metric(windows.getFirst(), "rmse").path("value").asDouble())
                .isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(lines.getLast().path("features").path("$value").asText()).isEqualTo("numeric");
        assertThat(run.err()).contains("Performance was not judged: 800 labels are too few to learn from");
    }

    @Test
    void shouldCompareWithTheStreamsFirstLabelsWhereTheBaselineHasNone() throws Exception {
        String spec = write("spec.yaml", "model: m\nlearnRows: 800\nlearnFor: 2h\nlabels: {wait: 1h, positive: yes}\n");
        String before = write("before.csv", "time,amount\n" + "2024-05-01T00:00:00Z,1\n".repeat(500));
        CliRun run = CliRun.of(
                "backtest",
                "--baseline",
                before,
                "--stream",
                hours("b.csv", 12, 10),
                "--time",
                "time",
                "--spec",
                spec,
                "--label",
                "churned",
                "--prediction",
                "answer",
                "--score",
                "p");

        assertThat(run.err())
                .isEqualTo(before + " does not have the columns of --label, --prediction and --score: performance is"
                        + " compared with the stream's first labels.\n");
        assertThat(run.out())
                .contains("nothing to compare with yet")
                .contains("2024-05-01 10:00 – 11:00 UTC  OPENED    MAJOR  accuracy fell to 75 %");
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        String a = hours("a.csv", 6, 99);
        String b = hours("b.csv", 2, 99);

        assertWrong("--label needs --prediction: name the column", run(a, b, "--label", "churned"));
        assertWrong(
                "--prediction and --label both name column 'answer'",
                run(a, b, "--label", "answer", "--prediction", "answer"));
        assertWrong("--positive names one of the classes in --label", run(a, b, "--positive", "yes"));
        assertWrong(
                "b.csv has no column 'chruned', its columns are time, amount, answer, p, churned",
                run(a, b, "--label", "chruned", "--prediction", "answer"));
        assertWrong("labels.wait: 1s is out of range; use 1m to 90d", backtest(a, b, "--label-wait", "1s"));
        assertWrong("--label-wait needs --label", run(a, b, "--label-wait", "1d"));
        assertWrong("--label-delay needs --label", run(a, b, "--label-delay", "1d"));
        assertWrong("--seed is of random delays", backtest(a, b, "--seed", "1"));
        assertWrong("--features and --label both name column 'churned'", backtest(a, b, "--features", "churned"));
        assertWrong(
                "b.csv, line 2: column 'answer': 'yes' is no finite number",
                CliRun.of(
                        "backtest",
                        "--stream",
                        b,
                        "--time",
                        "time",
                        "--label",
                        "churned",
                        "--prediction",
                        "answer",
                        "--regression"));
        assertWrong("b.csv, line 2: column 'churned': 'yes' is no time", backtest(a, b, "--label-time", "churned"));
    }

    @Test
    void shouldSayWhatScoresAreTakenFor() throws Exception {
        String a = hours("a.csv", 6, 99);
        String b = hours("b.csv", 2, 99);
        String[] named = {"--label", "churned", "--prediction", "answer", "--score", "p"};

        CliRun wrong = run(a, b, concat(named, "--positive", "Yes"));
        CliRun unknown = run(
                write(
                        "c.csv",
                        Files.readString(Path.of(a)).replace("yes", "goes").replace("no,", "stays,")),
                write(
                        "d.csv",
                        Files.readString(Path.of(b)).replace("yes", "goes").replace("no,", "stays,")),
                named);

        assertThat(wrong.err())
                .contains("The positive class 'Yes' is neither in column 'answer' nor in 'churned', which have no, yes:"
                        + " correct --positive.");
        assertThat(unknown.err())
                .contains("name it with --positive: the classes are ")
                .contains("goes");
    }

    @Test
    void shouldSayThatNoRowHasALabel() throws Exception {
        String unlabelled = write(
                "b.csv", Files.readString(Path.of(hours("all.csv", 2, 99))).replaceAll("(?m),(yes|no)$", ","));
        CliRun run = backtest(hours("a.csv", 6, 99), unlabelled);

        assertThat(run.err())
                .isEqualTo(unlabelled + ": no row has a label in column 'churned', so performance is not known.\n");
        assertThat(run.out())
                .contains("0 labels read = 0 matched")
                .contains("800 predictions kept, 800 of them never labelled.");
    }

    private static void assertWrong(String words, CliRun run) {
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private static CliRun backtest(String baseline, String stream, String... more) {
        return run(baseline, stream, concat(CHURN, more));
    }

    private static CliRun run(String baseline, String stream, String... more) {
        return CliRun.of(
                concat(new String[] {"backtest", "--baseline", baseline, "--stream", stream, "--time", "time"}, more));
    }

    private static String[] concat(String[] first, String... second) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray(String[]::new);
    }

    private static List<JsonNode> json(CliRun run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private static List<JsonNode> ofType(List<JsonNode> lines, String type) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals(type))
                .toList();
    }

    private static JsonNode metric(JsonNode window, String name) {
        return StreamSupport.stream(window.path("realised").spliterator(), false)
                .filter(metric -> metric.path("metric").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String time(int row) {
        int second = row % ROWS * 9;
        return "2024-05-01T%02d:%02d:%02dZ".formatted(row / ROWS, second / 60, second % 60);
    }

    /** 400 rows an hour of which every tenth is answered wrongly, and every fourth from an hour on. Right answers are surer. */
    private String hours(String name, int hours, int worseFromHour) throws IOException {
        StringBuilder csv = new StringBuilder("time,amount,answer,p,churned\n");
        for (int row = 0; row < hours * ROWS; row++) {
            IntPredicate wrong = row / ROWS < worseFromHour ? i -> i % 10 == 9 : i -> i % 4 == 3;
            int place = row % ROWS;
            boolean yes = place % 2 == 0;
            double sure = 0.6 + place % 7 * 0.05;
            csv.append(time(row))
                    .append(',')
                    .append(place * 7 % ROWS)
                    .append(yes ? ",yes," : ",no,")
                    .append("%.2f".formatted(yes ? sure : 1 - sure))
                    .append(yes != wrong.test(place) ? ",yes\n" : ",no\n");
        }
        return write(name, csv.toString());
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
