package io.tidemark.standalone.cli;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.advice.Advice;
import io.tidemark.standalone.advice.AdviceJson;
import io.tidemark.standalone.advice.AdvicePage;
import io.tidemark.standalone.advice.AdviceQuestion;
import io.tidemark.standalone.advice.Advisor;
import io.tidemark.standalone.advice.CsvEventSource;
import io.tidemark.standalone.advice.LogEventSource;
import io.tidemark.standalone.advice.Period;
import io.tidemark.standalone.advice.Setting;
import io.tidemark.standalone.backtest.BacktestBaseline;
import io.tidemark.standalone.backtest.BacktestColumns;
import io.tidemark.standalone.backtest.BacktestSettings;
import io.tidemark.standalone.backtest.CsvEvents;
import io.tidemark.standalone.baseline.LogReader;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.replay.EventTimes;
import io.tidemark.standalone.replay.LabelDelay;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.FalseAlarms;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecText;
import io.tidemark.stream.topology.ControlTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries many settings of the monitor on a file or a model's inference logs, and says which to take. */
@Command(
        name = "advise",
        description = {
            "Try windows, thresholds and openAfter on a CSV file or the inference logs of a model: what alarms each would have given,"
                    + " what each would miss, and which to take.",
            "",
            "It takes the setting that notices drift soonest among those that give no more alarms than the spec's falseAlarms, beside those"
                    + " in times that --known names. How soon is measured: drift of three sizes is put into one feature at a time.",
            "Windows, decisions and episodes are the monitor's own. Without --baseline each window length learns one from the first rows.",
            "With --model it reads the topic of inference logs, with the spec and the baselines that stand in the cluster's topics."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark advise --baseline january.csv --stream february.csv --time time",
            "  tidemark advise --stream year.csv --time at --windows 1h,1d --html advice.html",
            "  tidemark advise --stream year.csv --time at --known 2024-03-02T06:00:00Z..2024-03-04T00:00:00Z",
            "  tidemark advise --stream year.csv --time at --accept '1 per 30d' --save monitor.yaml",
            "  tidemark advise --model churn -b kafka:9092 -r http://registry:8081 --html advice.html"
        })
final class AdviseCommand implements Callable<Integer> {
    private static final String BETWEEN = "..";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Console console;
    private final Map<String, String> environment;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "Try the settings on what the inference logs have of this model.")
    private Optional<String> model = Optional.empty();

    @Mixin
    private final ClusterOptions clusterOptions = new ClusterOptions();

    @Mixin
    private final ColumnOptions columns = new ColumnOptions();

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "What windows are compared with. Default: learned from the stream's first rows.")
    private Optional<Path> baseline = Optional.empty();

    @Option(names = "--stream", paramLabel = "FILE", description = "The file to try the settings on.")
    private Optional<Path> stream = Optional.empty();

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "The column with each row's time: ISO 8601, or seconds or milliseconds since 1970.")
    private Optional<String> time = Optional.empty();

    @Mixin
    private final OutcomeOptions outcome = new OutcomeOptions();

    @Option(
            names = "--spec",
            paramLabel = "FILE",
            description = "Monitor spec that holds for the rest, as `apply` takes it. Its own setting is tried, too.")
    private Optional<Path> spec = Optional.empty();

    @Option(
            names = "--windows",
            split = ",",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "Lengths of windows to try. Default: 1h,6h,1d.")
    private List<Duration> windows = List.of(Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1));

    @Option(
            names = "--thresholds",
            split = ",",
            paramLabel = "FACTOR",
            description = "How many times as high as in the spec thresholds are to be. Default: 0.5,1,2.")
    private List<Double> thresholds = List.of(0.5, 1.0, 2.0);

    @Option(
            names = "--open-after",
            split = ",",
            paramLabel = "WINDOWS",
            description = "Drifted windows in a row before an episode opens. Default: 1,2,3.")
    private List<Integer> openAfter = List.of(1, 2, 3);

    @Option(
            names = "--known",
            paramLabel = "FROM..TO",
            description = "A time in which something was wrong, and alarms are right; may be given several times.")
    private List<String> known = List.of();

    @Option(
            names = "--accept",
            paramLabel = "COUNT per DURATION",
            description = "How many other alarms are accepted. Default: the spec's falseAlarms, or '1 per 7d'.")
    private Optional<String> accept = Optional.empty();

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report with charts.")
    private Optional<Path> html = Optional.empty();

    @Option(names = "--save", paramLabel = "FILE", description = "Write the recommended spec, for `apply`.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    AdviseCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        thresholds.stream()
                .filter(factor -> !(factor > 0 && factor <= 100))
                .findFirst()
                .ifPresent(factor -> {
                    throw CliException.usage("--thresholds are factors above 0 and up to 100, not " + factor + ".");
                });
        if (model.isPresent() == stream.isPresent()) {
            throw CliException.usage(
                    "Name what to try the settings on: a file with --stream, or a model with --model.");
        }
        Advice advice = model.isPresent() ? adviseOnLogs(model.get()) : adviseOnFile(stream.orElseThrow());
        if (json) {
            console.out().println(AdviceJson.of(advice).toPrettyString());
        } else {
            new AdvicePrinter(console).print(advice);
        }
        write(advice);
        return ExitCode.OK.code();
    }

    private Advice adviseOnFile(Path file) {
        String timeColumn = time.orElseThrow(
                () -> CliException.usage("--stream needs --time: name the column with each row's time."));
        if (clusterOptions.isGiven()) {
            throw CliException.usage(
                    "A file is read without a cluster: leave out the cluster's options, or give --model"
                            + " in place of --stream.");
        }
        AdviceQuestion question = question(MonitorSpec.defaults("advice"));
        Optional<CsvSource> before = baseline.map(CsvSource::new);
        CsvSource rows = new CsvSource(file);
        BacktestColumns of = new BacktestColumns(
                timeColumn, Optional.empty(), columns.selection(), outcome.columns(Optional.empty()));
        // Both sizes at once, so that a file that is not there shows before the other one is read.
        long beforeBytes = before.map(CsvSource::sizeBytes).orElse(0L);
        long rowsBytes = rows.sizeBytes();
        try (FileProgress first = FileProgress.start(console, baseline.orElse(file), beforeBytes);
                FileProgress second = FileProgress.start(console, file, rowsBytes)) {
            return advise(question, before, rows, of, first, second);
        }
    }

    private Advice adviseOnLogs(String name) {
        if (baseline.isPresent() || time.isPresent()) {
            throw CliException.usage(
                    "--baseline and --time are of files: with --model the baselines and times are those of"
                            + " the cluster's topics.");
        }
        Cluster cluster = clusterOptions.cluster(environment);
        cluster.check();
        try (SchemaRegistry registry = cluster.registry();
                LogProgress progress = new LogProgress(console)) {
            registry.check();
            ControlPlane published = ControlTopics.read(
                    cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    cluster.topics(),
                    registry,
                    PATIENCE);
            AdviceQuestion question = question(published.spec(name));
            LogEventSource events = new LogEventSource(new LogReader(cluster), registry, name, progress);
            if (events.events() == 0) {
                throw CliException.usage("There is no event of model '%s' in %s. Check the name."
                        .formatted(name, cluster.topics().inferenceLogs().name()));
            }
            Map<String, Baseline> baselines = new HashMap<>();
            events.versions()
                    .forEach(version -> published
                            .baseline(name, version, RecordKeys.ALL_ROWS)
                            .ifPresent(known -> baselines.put(version, known)));
            return Advisor.advise(question, events, _ -> baselines);
        }
    }

    private static Advice advise(
            AdviceQuestion question,
            Optional<CsvSource> before,
            CsvSource rows,
            BacktestColumns columns,
            CsvProgress first,
            CsvProgress second) {
        Optional<Baseline> features = before.map(file -> baseline(file, question.spec(), rows, columns, first));
        CsvEvents events =
                new CsvEvents(rows, columns, features, question.spec().model(), second);
        return Advisor.advise(
                question,
                new CsvEventSource(events, second),
                spec -> before.map(file -> Map.of(CsvEvents.VERSION, baseline(file, spec, rows, columns, first)))
                        .orElse(Map.of()));
    }

    private static Baseline baseline(
            CsvSource file, MonitorSpec spec, CsvSource rows, BacktestColumns columns, CsvProgress progress) {
        return BacktestBaseline.of(
                file, new BacktestSettings(Optional.of(file), rows, columns, spec, LabelDelay.NONE), progress);
    }

    /** @param otherwise the spec where no file of one is given */
    private AdviceQuestion question(MonitorSpec otherwise) {
        MonitorSpec base = spec.map(file -> SpecFile.read(console, file).spec()).orElse(otherwise);
        try {
            MonitorSpec accepted =
                    accept.map(text -> base.with(falseAlarms(text))).orElse(base);
            AdviceQuestion question = new AdviceQuestion(
                    accepted,
                    windows,
                    thresholds,
                    openAfter,
                    known.stream().map(AdviseCommand::period).toList());
            for (Duration window : windows) {
                openAfter.forEach(inARow -> new Setting(window, 1, inARow).in(accepted));
            }
            return question;
        } catch (IllegalArgumentException e) {
            throw CliException.usage(
                    "--windows, --open-after and --accept make no monitor with the rest of the spec: " + e.getMessage()
                            + ".",
                    e);
        }
    }

    private static FalseAlarms falseAlarms(String text) {
        return FalseAlarms.of(text)
                .orElseThrow(() -> CliException.usage(
                        "--accept is '" + text + "', which is no count per time. Write it like '1 per 7d'."));
    }

    private static Period period(String text) {
        int at = text.indexOf(BETWEEN);
        if (at < 0) {
            throw CliException.usage("--known is '" + text + "'. Write it as FROM..TO.");
        }
        try {
            return new Period(instant(text.substring(0, at)), instant(text.substring(at + BETWEEN.length())));
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--known is '" + text + "': " + e.getMessage() + ".", e);
        }
    }

    private static Instant instant(String text) {
        return EventTimes.parse(text.strip())
                .orElseThrow(() -> CliException.usage(
                        "--known has '" + text + "', which is no time. Write it as " + EventTimes.FORMS + "."));
    }

    private void write(Advice advice) throws IOException {
        if (html.isPresent()) {
            Files.writeString(html.get(), AdvicePage.of(advice));
            console.err().println("Wrote " + html.get());
        }
        if (save.isPresent()) {
            Setting setting = advice.setting()
                    .orElseThrow(() -> new CliException(
                            ExitCode.FAILURE,
                            "There is no setting to recommend, so " + save.get() + " was not written."));
            Files.writeString(
                    save.get(), SpecText.of(setting.in(advice.question().spec())));
            console.err().println("Wrote " + save.get());
        }
    }
}
