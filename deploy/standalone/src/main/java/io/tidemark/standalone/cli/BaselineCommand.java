package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.csv.DuplicateFeatureException;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.replay.FeatureColumns;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.event.Predictions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates baselines. */
@Command(
        name = "baseline",
        description = "Create what a model version is compared with.",
        footerHeading = "%nExamples:%n",
        footer = "  tidemark baseline create --model churn --version 3 --csv training.csv --ignore customer_id,churned")
final class BaselineCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    BaselineCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Create?");
    }

    @Command(
            name = "create",
            description = {
                "Make a baseline of a CSV of training rows and publish it for one model version.",
                "",
                "It takes effect at the next window boundary, all of it or nothing. Leave out what is not a feature"
                        + " with --ignore: ids, times, and the label."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark baseline create --model churn --version 3 --csv training.csv --ignore customer_id,churned \\",
                "                           --time scored_at --window 1h",
                "  tidemark baseline create --model churn --version 3 --csv scored.csv.gz --features age,plan,zip \\",
                "                           --categorical zip --prediction answer --score probability"
            })
    int create(
            @Mixin ClusterOptions options,
            @Mixin ColumnOptions columns,
            @Option(names = "--model", required = true, description = "The model's name.") String model,
            @Option(names = "--version", required = true, description = "The model's version.") String version,
            @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The rows, gzipped or not.")
                    Path csv,
            @Option(names = "--prediction", paramLabel = "COLUMN", description = "What the model answered.")
                    Optional<String> prediction,
            @Option(
                            names = "--score",
                            paramLabel = "COLUMN",
                            description = "The score of the answer or the positive class.")
                    Optional<String> score,
            @Option(
                            names = "--time",
                            paramLabel = "COLUMN",
                            description =
                                    "Each row's time. With it the baseline learns how much its own windows differ,"
                                            + " and windows like those are no drift.")
                    Optional<String> time,
            @Option(
                            names = "--window",
                            paramLabel = "DURATION",
                            converter = DurationOption.class,
                            description =
                                    "With --time: length of the windows that the monitor will compare. Default: 1h.")
                    Optional<Duration> window,
            @Option(names = "--regression", description = "The prediction is a number, not a class.")
                    boolean regression,
            @Option(names = "--json", description = "Print what was published as JSON.") boolean json)
            throws Exception {
        if (prediction.isPresent() && prediction.equals(score)) {
            throw CliException.usage("--prediction and --score both name column '" + prediction.get()
                    + "': the one is the answer, the other its probability. Give each its own, or one of them only.");
        }
        if (time.isEmpty() && window.isPresent()) {
            throw CliException.usage("--window needs --time: the column that says when each row was.");
        }
        Map<String, String> monitoredNames = new LinkedHashMap<>();
        prediction.ifPresent(column -> monitoredNames.put(column, regression ? Predictions.VALUE : Predictions.LABEL));
        score.ifPresent(column -> monitoredNames.put(column, Predictions.SCORE));
        ColumnSelection selection = columns.selectionWith(monitoredNames.keySet());
        CsvBaselineSettings settings = CsvBaselineSettings.of(
                        time.map(selection::without).orElse(selection), Detail.STREAM)
                .withNames(monitoredNames);
        CsvSource source = new CsvSource(csv);
        Baseline baseline = read(
                source,
                time.map(column -> settings.withWindows(
                                TimeWindows.of(source, column, OwnWindows.length(window.orElse(Duration.ofHours(1))))))
                        .orElse(settings));
        Cluster cluster = options.cluster(environment);
        String topic = cluster.topics().baselines().name();
        if (!cluster.check().contains(topic)) {
            throw CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic " + topic
                    + ". Create it with: tidemark topics create");
        }
        try (SchemaRegistry registry = cluster.registry()) {
            registry.check();
            BaselinePublisher.publish(
                    cluster, registry, new BaselineTarget(model, version, RecordKeys.ALL_ROWS), baseline);
        }
        if (json) {
            console.out().println(json(model, version, baseline));
        } else {
            print(model, version, baseline);
        }
        return ExitCode.OK.code();
    }

    /** A prediction's column gets the name that the monitor knows predictions by. */
    private Baseline read(CsvSource source, CsvBaselineSettings settings) {
        try (CsvRows rows = source.open()) {
            settings.names().keySet().forEach(rows::column);
            FeatureColumns.requireMonitored(
                    source.path(),
                    settings.selection().select(rows).stream()
                            .filter(column -> !settings.names().containsKey(column))
                            .toList());
        }
        try (FileProgress progress = FileProgress.start(console, source.path(), source.sizeBytes())) {
            return CsvBaselines.create(source, settings, Instant.now(), progress);
        } catch (DuplicateFeatureException e) {
            throw CliException.usage(
                    "The column of --prediction or --score gets the monitor's own name, but " + e.getMessage()
                            + ". Leave the other one out with --ignore.",
                    e);
        }
    }

    private void print(String model, String version, Baseline baseline) {
        int width = baseline.features().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        for (FeatureBaseline feature : baseline.features().values()) {
            console.out()
                    .println(("%-" + width + "s  %-11s  %,d missing")
                            .formatted(
                                    feature.name(),
                                    kind(feature),
                                    feature.rows() - feature.sketch().present()));
        }
        console.out()
                .println("Published baseline %s of %s/%s: %,d features of %,d rows."
                        .formatted(
                                baseline.id(),
                                model,
                                version,
                                baseline.features().size(),
                                baseline.rows()));
        console.out().println(OwnWindows.sentence(baseline));
    }

    private static ObjectNode json(String model, String version, Baseline baseline) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("baselineId", baseline.id())
                .put("model", model)
                .put("version", version)
                .put("rows", baseline.rows())
                .put("windows", OwnWindows.of(baseline));
        ArrayNode features = node.putArray("features");
        for (FeatureBaseline feature : baseline.features().values()) {
            features.addObject()
                    .put("name", feature.name())
                    .put("kind", kind(feature))
                    .put("missing", feature.rows() - feature.sketch().present());
        }
        return node;
    }

    private static String kind(FeatureBaseline feature) {
        return feature.kind().name().toLowerCase(Locale.ROOT);
    }
}
