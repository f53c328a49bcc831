package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TidemarkCliTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldShowExamplesAndExitCodesInTheHelpOfEveryCommand() {
        TidemarkCli cli = new TidemarkCli(new CliRun().console(), Map.of());
        for (CommandLine command : commandsBelow(cli.commandLine())) {
            String help = command.getUsageMessage();
            String name = command.getCommandSpec().qualifiedName();
            assertThat(help).as(name).contains("Examples:", "  " + name, "Exit codes:", "--help");
        }
    }

    @Test
    void shouldExitWithUsageWhereTheCommandIsWrong() {
        assertThat(CliRun.of().exitCode()).isEqualTo(2);
        assertThat(CliRun.of("topcis").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("topcis").err())
                .contains("Did you mean: tidemark topics")
                .contains("--help");
        assertThat(CliRun.of("replay").err()).contains("--csv").contains("--model");
        assertThat(CliRun.of("--version").out()).startsWith("tidemark ");
        assertThat(CliRun.of("replay", "--help").exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "demo -b kafka:9092, 'The demo brings a cluster of its own. To play on yours, add --app-only.'",
        "demo --prefix mine., 'The demo brings a cluster of its own. To play on yours, add --app-only.'",
        "demo --app-only --monitor-only, '--app-only starts neither a cluster nor a monitor'",
        "demo --app-only --until promoted, '--app-only starts neither a cluster nor a monitor'",
        "demo --app-only --port 9092, '--app-only starts neither a cluster nor a monitor'"
    })
    void shouldSayOfTheDemoWhichOptionsDoNotGoTogether(String arguments, String problem) {
        CliRun run = CliRun.of(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "topics create --partitions 0, '--partitions is 1 or more, not 0.'",
        "topics create --replication-factor -1, '--replication-factor is 1 or more, not -1.'",
        "events --limit -2000, '--limit is 1 or more, not -2,000.'",
        "baseline from-logs --model m --version 1 --limit 0, '--limit is 1 or more, not 0.'",
        "replay --csv rows.csv --model m --version 1 --limit 0, '--limit is 1 or more, not 0.'",
        "compare --baseline a.json --current b.csv --min-rows 0, '--min-rows is 1 or more, not 0.'"
    })
    void shouldNameTheOptionWhoseNumberIsTooSmall(String arguments, String problem) {
        CliRun run = CliRun.of(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "topics create --partitions two, option '--partitions': 'two' is not a whole number",
        "topics create --replication-factor 40000, option '--replication-factor': '40000' is too large a number",
        "events --limit 1.5, option '--limit': '1.5' is not a whole number",
        "replay --csv rows.csv --model m --version 1 --limit -99999999999999999999,"
                + " option '--limit': '-99999999999999999999' is too large a number"
    })
    void shouldSayWhatIsWrongWithANumber(String arguments, String problem) {
        CliRun run = CliRun.of(arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(problem);
    }

    @Test
    void shouldSayInSecondsThatNoBrokerAnswers() {
        CliRun run = CliRun.of("topics", "list", "--bootstrap-server", "127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("No Kafka broker answers at 127.0.0.1:1").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldSayThatAnAddressIsWrong() {
        CliRun run = CliRun.of("topics", "list", "-b", "nonsense");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("nonsense")
                .contains("--bootstrap-server")
                .hasLineCount(1);
    }

    @Test
    void shouldTakeSettingsFromFileThenEnvironmentThenOptions() throws Exception {
        Path config = Files.writeString(directory.resolve("a.properties"), "bootstrap.servers=from-file\n");
        assertThat(CliRun.of("topics", "list", "-c", config.toString()).err()).contains("from-file");
        Map<String, String> environment = Map.of("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "from-environment");
        assertThat(CliRun.with(environment, "topics", "list", "-c", config.toString())
                        .err())
                .contains("from-environment");
        assertThat(CliRun.with(environment, "topics", "list", "-c", config.toString(), "-b", "from-option")
                        .err())
                .contains("from-option");
    }

    @Test
    void shouldNameTheFileThatIsMissing() {
        CliRun config = CliRun.of("topics", "list", "--config", "/no/such.properties");
        assertThat(config.exitCode()).isEqualTo(2);
        assertThat(config.err()).contains("/no/such.properties");
        CliRun csv = CliRun.of("replay", "--csv", "/no/such.csv", "--model", "m", "--version", "1");
        assertThat(csv.exitCode()).isEqualTo(2);
        assertThat(csv.err()).contains("/no/such.csv: there is no such file").hasLineCount(1);
    }

    @Test
    void shouldRefuseATableThatCannotBeReplayed() throws Exception {
        Path csv = Files.writeString(directory.resolve("a.csv"), "t,x\n2001-01-01,1\n");
        assertThat(replay(csv, "--time", "when").err())
                .contains("no column 'when'")
                .contains("t, x");
        assertThat(replay(csv, "--speed", "2x").err()).contains("--speed needs --time");
        assertThat(replay(csv, "--speed", "fast").err()).contains("'fast' is no speed");
        assertThat(replay(csv, "--ignore", "t,x").err()).contains("no column left");
        assertThat(replay(csv, "--label-delay", "soon").err()).contains("'soon' is no duration");
        assertThat(replay(csv, "--label-delay", "1h..").err()).contains("'' is no duration");
        assertThat(replay(csv, "--label-delay", "3d..1h").err())
                .contains("--label-delay")
                .contains("'3d..1h' ends before it begins. Write the shorter delay first, such as 1h..3d.");
        assertThat(replay(csv, "--time", "t", "--label-delay", "1h").err())
                .contains("--label-delay needs --label: name the column");
        assertThat(replay(csv, "--time", "t", "--label-time", "x").err())
                .contains("--label-time needs --label: name the column");
        assertThat(replay(csv, "--label", "x", "--label-delay", "1h").err())
                .contains("--label-delay needs --time: without it every row happens now");
        assertThat(replay(csv, "--time", "t", "--label", "x", "--label-time", "t", "--label-delay", "1h")
                        .err())
                .contains("both say when the truth is known: use one of them");
        assertThat(replay(csv, "--time", "t", "--label", "x", "--seed", "1").err())
                .contains("--seed is of random delays: give a range such as --label-delay 1h..3d.");
        assertThat(replay(csv, "--time", "t", "--label", "x", "--label-time", "at")
                        .err())
                .contains("no column 'at'");
        Path empty = Files.writeString(directory.resolve("empty.csv"), "t,x\n");
        assertThat(replay(empty).err()).contains("no row below its first line");
    }

    private static CliRun replay(Path csv, String... more) {
        List<String> args = new ArrayList<>(List.of("replay", "--csv", csv.toString(), "--model", "m"));
        args.addAll(List.of("--version", "1"));
        args.addAll(List.of(more));
        CliRun run = CliRun.of(args.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        return run;
    }

    private static List<CommandLine> commandsBelow(CommandLine command) {
        List<CommandLine> all = new ArrayList<>();
        for (CommandLine sub : command.getSubcommands().values()) {
            all.add(sub);
            all.addAll(commandsBelow(sub));
        }
        return all;
    }
}
