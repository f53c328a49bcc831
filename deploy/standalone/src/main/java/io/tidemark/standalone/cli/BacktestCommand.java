package io.tidemark.standalone.cli;

import io.tidemark.profile.csv.CsvSource;
import io.tidemark.standalone.backtest.Backtest;
import io.tidemark.standalone.backtest.BacktestColumns;
import io.tidemark.standalone.backtest.BacktestSettings;
import io.tidemark.standalone.backtest.BacktestSummary;
import io.tidemark.stream.spec.Labels;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.spec.Windows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the monitor's windows and decisions over a CSV file. Needs no cluster. */
@Command(
        name = "backtest",
        description = {
            "Run the monitor over a CSV file: the same windows and decisions as on Kafka, without a broker.",
            "",
            "Without --baseline it learns one from the first rows, as the monitor does for a model version that has none.",
            "Rows should be in time order, up to the grace; rows whose window has been closed are counted as late.",
            "",
            "With --label and --prediction it judges performance, too: labels come when they become known, and a window"
                    + " is final when they are no longer waited for. Where --baseline has these columns, it is compared with"
                    + " that, so take rows that the model was not trained on; else with the stream's first labels."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark backtest --baseline january.csv --stream february.csv --time time --window 1d",
            "  tidemark backtest --stream year.csv --time time --window 1d --learn-for 31d",
            "  tidemark backtest --baseline a.csv --stream b.csv --time at --window 1h --hop 15m --rollup 1d",
            "  tidemark backtest --baseline a.csv --stream b.csv --time at --window 1h --ignore id --categorical zip",
            "  tidemark backtest --baseline holdout.csv --stream may.csv --time at --window 1d \\",
            "                    --label churned --prediction answer --score probability --label-delay 1h..3d",
            "  tidemark backtest --stream prices.csv --time at --regression \\",
            "                    --label paid --prediction est --label-time paid_at",
            "  tidemark backtest --baseline a.csv --stream b.csv --time at --spec monitor.yaml --json | jq 'select(.type == \"event\")'"
        })
final class BacktestCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ColumnOptions columns = new ColumnOptions();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "What windows are compared with. Default: learned from the stream's first rows.")
    private Optional<Path> baseline = Optional.empty();

    @Option(
            names = "--learn-for",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "Without --baseline: how much time to learn from. Default: 1d, or five windows where they are longer,"
                            + " or the spec's.")
    private @Nullable Duration learnFor;

    @Option(names = "--stream", required = true, paramLabel = "FILE", description = "What to run over.")
    private Path stream = Path.of("");

    @Option(
            names = "--time",
            required = true,
            paramLabel = "COLUMN",
            description = "The column with each row's time: ISO 8601, or seconds or milliseconds since 1970.")
    private String time = "";

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Length of a window. Default: 1h, or the spec's.")
    private @Nullable Duration window;

    @Option(
            names = "--hop",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "How often a window is judged. Default: once, at its end, or the spec's.")
    private @Nullable Duration hop;

    @Option(
            names = {"--rollup", "--rollups"},
            split = ",",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description =
                    "Length of a longer window to judge besides; may be given several times. Default: the spec's.")
    private List<Duration> rollups = List.of();

    @Option(
            names = "--grace",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "How long after its end a window still takes rows. Default: 1m, or the spec's.")
    private @Nullable Duration grace;

    @Option(
            names = "--id",
            paramLabel = "COLUMN",
            description =
                    "Unique id. A row with the id of another one adds a label at most. Default: the row's number.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private final OutcomeOptions outcome = new OutcomeOptions();

    @Mixin
    private final LabelTimeOptions labelTimes = new LabelTimeOptions();

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description = "The class, of two, that --score is the score of. Default: the spec's, or 1, true or yes.")
    private Optional<String> positive = Optional.empty();

    @Option(
            names = "--label-wait",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "How long after its end a window still takes labels. Default: 7d, or the spec's.")
    private @Nullable Duration labelWait;

    @Option(names = "--spec", paramLabel = "FILE", description = "Monitor spec to run with, as `apply` takes it.")
    private Optional<Path> spec = Optional.empty();

    @Option(names = "--json", description = "Print JSON lines: window, performance, event, and last a summary.")
    private boolean json;

    BacktestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (baseline.isPresent() && learnFor != null) {
            throw CliException.usage(
                    "--learn-for is for a baseline that is learned: leave it out, or leave out --baseline.");
        }
        requireOptionsThatGoTogether();
        MonitorSpec monitor = labelled(monitorSpec());
        boolean comparesWithBaseline = monitor.references().contains(Reference.BASELINE);
        if (baseline.isEmpty() && monitor.learnRows() == 0 && comparesWithBaseline) {
            throw CliException.usage(
                    "There is no baseline to compare with: learnRows is 0 in the --spec. Give --baseline, or learnRows.");
        }
        Optional<CsvSource> before = baseline.map(CsvSource::new);
        CsvSource rows = new CsvSource(stream);
        // Both sizes at once, so that a file that is not there shows before the other one is read.
        long beforeBytes = before.map(CsvSource::sizeBytes).orElse(0L);
        long rowsBytes = rows.sizeBytes();
        BacktestSettings settings = new BacktestSettings(before, rows, columnsOf(), monitor, labelTimes.delay());
        BacktestPrinter printer = new BacktestPrinter(console, json, comparesWithBaseline);
        BacktestSummary summary;
        try (FileProgress first = FileProgress.start(console, baseline.orElse(stream), beforeBytes);
                FileProgress second = FileProgress.start(console, stream, rowsBytes)) {
            summary = Backtest.run(settings, first, second, printer::print, printer::print);
        }
        before.ifPresent(file -> columns.noteColumnsOnlyIn(rows, file, usedOtherwise(), console));
        new BacktestNotes(console, stream, time).tell(monitor, summary);
        new PerformanceNotes(console, settings).tell(summary);
        printer.print(summary);
        return ExitCode.OK.code();
    }

    private void requireOptionsThatGoTogether() {
        outcome.requireMeasurable(positive);
        columns.requireNoFeatures(outcome.label(), "--label");
        labelTimes.requireThatGoTogether(outcome.label());
        labelTimes.requireSeedOfSomething();
        if (labelWait != null && outcome.label().isEmpty()) {
            throw CliException.usage(
                    "--label-wait needs --label: name the column that says what turned out to be true.");
        }
    }

    private BacktestColumns columnsOf() {
        return new BacktestColumns(time, id, columns.selection(), outcome.columns(labelTimes.labelTime()));
    }

    private Set<String> usedOtherwise() {
        Set<String> used = new HashSet<>(outcome.columns(labelTimes.labelTime()).named());
        used.add(time);
        id.ifPresent(used::add);
        return used;
    }

    /** The spec with labels, where a column has them. */
    private MonitorSpec labelled(MonitorSpec monitor) {
        if (outcome.label().isEmpty()) {
            return monitor;
        }
        Labels asked = monitor.labels().orElse(Labels.DEFAULT);
        try {
            return monitor.with(new Labels(
                    labelWait == null ? asked.waitFor() : labelWait, positive.or(asked::positive), asked.coverage()));
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--label-wait or --positive can't be: " + e.getMessage() + ".", e);
        }
    }

    private MonitorSpec monitorSpec() {
        MonitorSpec base =
                spec.map(file -> SpecFile.read(console, file).spec()).orElseGet(() -> MonitorSpec.defaults("backtest"));
        try {
            MonitorSpec timed =
                    base.withTimes(window == null ? base.window() : window, grace == null ? base.grace() : grace);
            Windows windows = timed.windows();
            MonitorSpec cut = timed.with(new Windows(
                    windows.window(),
                    hop == null ? windows.hop() : hop,
                    windows.grace(),
                    rollups.isEmpty() ? windows.rollups() : rollups));
            return learnFor == null ? cut : cut.withLearning(cut.learnRows(), learnFor);
        } catch (IllegalArgumentException e) {
            throw CliException.usage(
                    "--window, --hop, --rollup, --grace and --learn-for make no monitor with the rest of the spec: "
                            + e.getMessage() + ".",
                    e);
        }
    }
}
