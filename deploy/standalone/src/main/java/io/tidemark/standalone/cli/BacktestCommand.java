package io.tidemark.standalone.cli;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.standalone.backtest.Backtest;
import io.tidemark.standalone.backtest.BacktestJson;
import io.tidemark.standalone.backtest.BacktestSettings;
import io.tidemark.standalone.backtest.BacktestSummary;
import io.tidemark.stream.assess.Assessment;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.spec.Windows;
import io.tidemark.stream.topology.DriftEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Rows should be in time order, up to the grace; rows whose window has been closed are counted as late."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark backtest --baseline january.csv --stream february.csv --time time --window 1d",
            "  tidemark backtest --stream year.csv --time time --window 1d --learn-for 31d",
            "  tidemark backtest --baseline a.csv --stream b.csv --time at --window 1h --hop 15m --rollup 1d",
            "  tidemark backtest --baseline a.csv --stream b.csv --time at --window 1h --ignore id --categorical zip",
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

    @Option(names = "--spec", paramLabel = "FILE", description = "Monitor spec to run with, as `apply` takes it.")
    private Optional<Path> spec = Optional.empty();

    @Option(names = "--json", description = "Print JSON lines: window, event, and last a summary.")
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
        MonitorSpec monitor = monitorSpec();
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
        BacktestSettings settings = new BacktestSettings(before, rows, time, columns.selection(), monitor);
        BacktestSummary summary;
        try (FileProgress first = FileProgress.start(console, baseline.orElse(stream), beforeBytes);
                FileProgress second = FileProgress.start(console, stream, rowsBytes)) {
            summary = Backtest.run(settings, first, second, each -> print(each, comparesWithBaseline));
        }
        before.ifPresent(file -> columns.noteColumnsOnlyIn(rows, file, Set.of(time), console));
        new BacktestNotes(console, stream, time).tell(monitor, summary);
        if (json) {
            console.out().println(BacktestJson.summary(summary));
        } else {
            print(summary);
        }
        return ExitCode.OK.code();
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

    private void print(Assessment assessment, boolean comparesWithBaseline) {
        switch (assessment) {
            case WindowAssessed judged when json -> BacktestJson.windows(judged).forEach(console.out()::println);
            case WindowAssessed judged -> printWindow(judged, comparesWithBaseline);
            case EpisodeChanged changed when json -> console.out().println(BacktestJson.event(changed));
            case EpisodeChanged changed ->
                console.out()
                        .println(new DriftEventText(console, false)
                                .of(DriftEvents.of(
                                        changed,
                                        Instant.ofEpochMilli(changed.window().endMs()))));
            case BaselineLearned learned when json -> console.out().println(BacktestJson.baseline(learned));
            case BaselineLearned learned ->
                console.out().println("The baseline is " + learned.baseline().source() + ".");
        }
    }

    /** Windows without drift are many; one faint line each shows that they were looked at. */
    private void printWindow(WindowAssessed judged, boolean comparesWithBaseline) {
        String window = DriftEventText.window(
                Instant.ofEpochMilli(judged.judged().startMs()),
                Instant.ofEpochMilli(judged.judged().endMs()));
        String line = "%s  %15s  %s"
                .formatted(
                        window,
                        BacktestNotes.counted(judged.judged().rows(), "row"),
                        comparesWithBaseline ? outcome(judged) : "not compared with a baseline");
        console.out().println(console.styled(line, Console.Style.FAINT));
    }

    private static String outcome(WindowAssessed judged) {
        if (judged.baseline().isEmpty()) {
            return "learning the baseline";
        }
        String drifted = judged.features().values().stream()
                .flatMap(feature -> feature.judgement().stream())
                .filter(judgement -> judgement.verdict().severity().isDrift())
                .map(judgement -> judgement.comparison().feature())
                .collect(Collectors.joining(", "));
        if (drifted.isEmpty()) {
            return Backtest.isTooSmall(judged) ? "too few rows to judge" : "no drift";
        }
        return "drift in " + drifted;
    }

    private void print(BacktestSummary summary) {
        console.out().println();
        console.out()
                .println("%s in %s against %s of the baseline: %s opened, %,d of them still open at the end."
                        .formatted(
                                BacktestNotes.counted(summary.profiled(), "row"),
                                BacktestNotes.counted(summary.windows(), "window"),
                                BacktestNotes.counted(summary.baselineRows(), "row"),
                                BacktestNotes.counted(summary.opened(), "drift episode"),
                                summary.stillOpen()));
        if (summary.windowsTooSmall() > 0) {
            console.out()
                    .println("%s had too few rows to judge: give a longer --window, or fewer minRows in a --spec."
                            .formatted(BacktestNotes.counted(summary.windowsTooSmall(), "window")));
        }
        String kinds = summary.kinds().entrySet().stream()
                .map(kind -> kind.getKey() + (kind.getValue() == FeatureKind.NUMERIC ? " (numeric)" : " (categorical)"))
                .collect(Collectors.joining(", "));
        console.out().println("Features: " + kinds);
    }
}
