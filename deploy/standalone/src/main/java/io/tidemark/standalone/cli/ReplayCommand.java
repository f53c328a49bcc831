package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.replay.CsvReplay;
import io.tidemark.standalone.replay.Pacer;
import io.tidemark.standalone.replay.ReplayColumns;
import io.tidemark.standalone.replay.ReplayProducer;
import io.tidemark.standalone.replay.ReplaySpeed;
import io.tidemark.standalone.replay.RowMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a CSV of past inferences into the inference log and the ground truth. */
@Command(
        name = "replay",
        description = {
            "Play a CSV of past inferences into the inference log, and what turned out to be true into the ground truth.",
            "",
            "Columns that no option names are features, numbers or texts by what the first rows hold. A cell that is"
                    + " empty is missing. Rows should be in order of time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark replay --csv may.csv --model churn --version 3 --time scored_at --id request_id \\",
            "                  --prediction answer --score probability --label churned --tag country",
            "  tidemark replay --csv may.csv.gz --model churn --version 3 --time scored_at --speed 60x",
            "  tidemark replay --csv may.csv --model churn --version 3 --time scored_at \\",
            "                  --label churned --label-delay 1h..3d --seed 7",
            "  tidemark replay --csv may.csv --model churn --version 3 --time scored_at \\",
            "                  --label churned --label-time closed_at",
            "  tidemark replay --csv prices.csv --model price --version 1 --regression --prediction est --label paid"
        })
final class ReplayCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The table, gzipped or not.")
    private Path csv = Path.of("");

    @Option(names = "--model", required = true, description = "The model's name.")
    private String model = "";

    @Option(names = "--version", required = true, description = "The model's version.")
    private String version = "";

    @Option(
            names = "--time",
            paramLabel = "COLUMN",
            description = "When the model answered. Default: every row happens now.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--id", paramLabel = "COLUMN", description = "Unique id. Default: file name and row number.")
    private Optional<String> id = Optional.empty();

    @Mixin
    private final OutcomeOptions outcome = new OutcomeOptions();

    @Mixin
    private final LabelTimeOptions labelTimes = new LabelTimeOptions();

    @Option(names = "--tag", paramLabel = "COLUMN", split = ",", description = "Columns that are tags, to segment by.")
    private List<String> tags = List.of();

    @Option(names = "--features", paramLabel = "COLUMN", split = ",", description = "Only these columns are features.")
    private List<String> features = List.of();

    @Option(names = "--ignore", paramLabel = "COLUMN", split = ",", description = "Columns to leave out.")
    private List<String> ignored = List.of();

    @Option(
            names = "--categorical",
            paramLabel = "COLUMN",
            split = ",",
            description = "Features that are texts even where they look like numbers.")
    private List<String> categorical = List.of();

    @Option(
            names = "--embedding",
            paramLabel = "COLUMN",
            split = ",",
            description = "Features that are arrays of numbers, with cells such as \"[0.12, -1.5, 3]\".")
    private List<String> embeddings = List.of();

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            converter = SpeedOption.class,
            description =
                    "60x plays an hour in a minute, 1x in an hour. Default: max, as fast as the cluster takes it.")
    private ReplaySpeed speed = ReplaySpeed.MAX;

    @Option(names = "--limit", paramLabel = "ROWS", description = "Stop after so many rows.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--skip-bad-rows",
            description = "Leave out and count rows that can't be used, instead of stopping at the first.")
    private boolean skipBadRows;

    @Option(names = "--json", description = "Print the final counts as JSON.")
    private boolean json;

    ReplayCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (time.isEmpty() && !speed.equals(ReplaySpeed.MAX)) {
            throw CliException.usage("--speed needs --time: name the column that says when each row happened.");
        }
        OptionChecks.atLeast("--limit", 1, limit);
        requireLabelOptionsThatGoTogether();
        long started = System.nanoTime();
        try (CsvRows file = new CsvSource(csv).open()) {
            CsvReplay replay = new CsvReplay(file, skipBadRows, limit, InstantSource.system());
            List<CsvRow> head = replay.head();
            RowMapper mapper = new RowMapper(
                    csv, file, columns(), head, model, version, labelTimes.delay(), InstantSource.system());
            if (head.isEmpty()) {
                throw CliException.usage(csv + " has no row below its first line; there is nothing to replay.");
            }
            describe(mapper);
            Cluster cluster = options.cluster(environment);
            requireTopics(cluster);
            try (SchemaRegistry registry = cluster.registry()) {
                registry.check();
                try (ReplayProducer producer = new ReplayProducer(cluster, registry)) {
                    play(file, replay, head, mapper, producer);
                    summarise(replay, producer, Duration.ofNanos(System.nanoTime() - started));
                }
            }
        }
        return ExitCode.OK.code();
    }

    private void requireLabelOptionsThatGoTogether() {
        labelTimes.requireThatGoTogether(outcome.label());
        labelTimes.option().filter(_ -> time.isEmpty()).ifPresent(option -> {
            throw CliException.usage(
                    option + " needs --time: without it every row happens now, whatever time its truth has.");
        });
        labelTimes.requireSeedOfSomething();
    }

    private ReplayColumns columns() {
        return new ReplayColumns(
                time,
                id,
                outcome.prediction(),
                outcome.score(),
                outcome.label(),
                labelTimes.labelTime(),
                tags,
                features,
                ignored,
                categorical,
                embeddings,
                outcome.regression());
    }

    private void describe(RowMapper mapper) {
        String types = mapper.featureTypes().entrySet().stream()
                .map(feature ->
                        feature.getKey() + " (" + feature.getValue().name().toLowerCase(Locale.ROOT) + ")")
                .collect(Collectors.joining(", "));
        console.err().println(console.styled("Features: ", Console.Style.BOLD) + types);
    }

    private void requireTopics(Cluster cluster) {
        Set<String> existing = cluster.check();
        List<String> needed =
                new ArrayList<>(List.of(cluster.topics().inferenceLogs().name()));
        outcome.label()
                .ifPresent(column -> needed.add(cluster.topics().groundTruth().name()));
        needed.removeAll(existing);
        if (!needed.isEmpty()) {
            throw CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic "
                    + String.join(" and ", needed) + ". Create it with: tidemark topics create");
        }
    }

    private void play(CsvRows file, CsvReplay replay, List<CsvRow> head, RowMapper mapper, ReplayProducer producer)
            throws Exception {
        try (Progress progress = Progress.start(console, "Replaying " + csv.getFileName(), Files.size(csv))) {
            replay.play(head, mapper, new Pacer(speed), producer, () -> {
                if (replay.rows() % 100 == 0) {
                    progress.at(file.bytesRead());
                    progress.say("%,d rows".formatted(replay.rows()));
                }
            });
        } catch (Exception e) {
            console.err()
                    .println("Written before the failure: %,d inference events, %,d ground truths."
                            .formatted(producer.eventsWritten(), producer.truthsWritten()));
            throw e;
        }
    }

    private void noteTruthsAhead(long truths) {
        if (truths > 0) {
            console.err()
                    .println(("%,d ground truths become known in the future. A monitor refuses what is more than its"
                                    + " tidemark.max.ahead.ms ahead: use a shorter delay, or older rows.")
                            .formatted(truths));
        }
    }

    private void summarise(CsvReplay replay, ReplayProducer producer, Duration took) {
        noteTruthsAhead(replay.truthsAhead());
        double seconds = Math.max(0.001, took.toMillis() / 1000.0);
        if (json) {
            console.out()
                    .println(JsonNodeFactory.instance
                            .objectNode()
                            .put("inferenceEvents", producer.eventsWritten())
                            .put("groundTruths", producer.truthsWritten())
                            .put("rowsWithoutLabel", replay.rowsWithoutTruth())
                            .put("rowsSkipped", replay.skipped())
                            .put("seconds", seconds));
            return;
        }
        List<String> counts = new ArrayList<>();
        counts.add("%,d inference events".formatted(producer.eventsWritten()));
        counts.add("%,d ground truths".formatted(producer.truthsWritten()));
        if (outcome.label().isPresent()) {
            counts.add("%,d rows without a label".formatted(replay.rowsWithoutTruth()));
        }
        counts.add("%,d rows skipped".formatted(replay.skipped()));
        console.out()
                .println("Written and acknowledged: %s, in %.1f s (%,.0f rows/s)."
                        .formatted(String.join(", ", counts), seconds, replay.rows() / seconds));
    }
}
