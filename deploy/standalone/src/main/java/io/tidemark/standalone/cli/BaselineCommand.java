package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.csv.DuplicateFeatureException;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.baseline.CsvPerformance;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.replay.FeatureColumns;
import io.tidemark.standalone.replay.MonitoredColumns;
import io.tidemark.standalone.replay.OutcomeColumns;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
                        + " with --ignore: ids, times, and the label where --label does not name it.",
                "",
                "With --label and --prediction it publishes as well how well the model predicted these rows, and windows"
                        + " that are predicted worse are performance drift. Use rows that the model was not trained on: it"
                        + " is always better on those that it was."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark baseline create --model churn --version 3 --csv training.csv --ignore customer_id,churned \\",
                "                           --time scored_at --window 1h",
                "  tidemark baseline create --model churn --version 3 --csv scored.csv.gz --features age,plan,zip \\",
                "                           --categorical zip --prediction answer --score probability",
                "  tidemark baseline create --model churn --version 3 --csv holdout.csv --time scored_at --window 1d \\",
                "                           --ignore customer_id --prediction answer --score probability --label churned"
            })
    int create(
            @Mixin ClusterOptions options,
            @Mixin ColumnOptions columns,
            @Option(names = "--model", required = true, description = "The model's name.") String model,
            @Option(names = "--version", required = true, description = "The model's version.") String version,
            @Option(names = "--csv", required = true, paramLabel = "FILE", description = "The rows, gzipped or not.")
                    Path csv,
            @Mixin OutcomeOptions outcome,
            @Option(
                            names = "--positive",
                            paramLabel = "CLASS",
                            description = "The class, of two, that --score is the score of. Default: 1, true or yes.")
                    Optional<String> positive,
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
            @Option(names = "--json", description = "Print what was published as JSON.") boolean json)
            throws Exception {
        outcome.requireMeasurable(positive);
        columns.requireNoFeatures(outcome.label(), "--label");
        if (time.isEmpty() && window.isPresent()) {
            throw CliException.usage("--window needs --time: the column that says when each row was.");
        }
        OutcomeColumns outcomeColumns = outcome.columns(Optional.empty());
        CsvSource source = new CsvSource(csv);
        CsvBaselineSettings settings = settings(source, columns.selection(), outcomeColumns, time, window);
        Baseline baseline = read(source, settings, outcomeColumns, positive);
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
    private static CsvBaselineSettings settings(
            CsvSource source,
            ColumnSelection features,
            OutcomeColumns outcome,
            Optional<String> time,
            Optional<Duration> window) {
        Map<String, String> names = MonitoredColumns.names(outcome);
        ColumnSelection selection = MonitoredColumns.select(features, names.keySet(), outcome);
        for (String other :
                Stream.concat(time.stream(), outcome.label().stream()).toList()) {
            selection = selection.without(other);
        }
        CsvBaselineSettings settings =
                CsvBaselineSettings.of(selection, Detail.STREAM).withNames(names);
        return time.map(column -> settings.withWindows(
                        TimeWindows.of(source, column, OwnWindows.length(window.orElse(Duration.ofHours(1))))))
                .orElse(settings);
    }

    private Baseline read(
            CsvSource source, CsvBaselineSettings settings, OutcomeColumns outcome, Optional<String> positive) {
        try (CsvRows rows = source.open()) {
            settings.names().keySet().forEach(rows::column);
            FeatureColumns.requireMonitored(
                    source.path(),
                    settings.selection().select(rows).stream()
                            .filter(column -> !settings.names().containsKey(column))
                            .toList());
        }
        try (FileProgress progress = FileProgress.start(console, source.path(), source.sizeBytes())) {
            Baseline baseline = CsvBaselines.create(source, settings, Instant.now(), progress);
            return outcome.label().isEmpty()
                    ? baseline
                    : baseline.withPerformance(performance(source, settings, outcome, positive, progress));
        } catch (DuplicateFeatureException e) {
            throw CliException.usage(
                    "The column of --prediction or --score gets the monitor's own name, but " + e.getMessage()
                            + ". Leave the other one out with --ignore.",
                    e);
        }
    }

    private static PerformanceBaseline performance(
            CsvSource source,
            CsvBaselineSettings settings,
            OutcomeColumns outcome,
            Optional<String> positive,
            CsvProgress progress) {
        Labels labels = new Labels(Labels.DEFAULT.waitFor(), positive, Labels.DEFAULT.coverage());
        return CsvPerformance.measure(source, outcome, settings.windows(), labels, progress)
                .orElseThrow(
                        () -> CliException.usage(
                                source.path() + ": no row that counts has both an answer in column '"
                                        + outcome.prediction().orElse("") + "' and a label in column '"
                                        + outcome.label().orElse("")
                                        + "', so there is no performance to measure: correct the columns, or leave out --label."));
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
        baseline.performance()
                .map(PerformanceBaseline::profile)
                .ifPresent(measured -> console.out()
                        .println("Performance is compared with %s of %,d labelled rows."
                                .formatted(PerformanceText.of(measured.metrics()), measured.labelled())));
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
        baseline.performance().map(PerformanceBaseline::profile).ifPresent(measured -> {
            ObjectNode performance = node.putObject("performance").put("labelled", measured.labelled());
            measured.metrics().forEach((metric, value) -> performance.put(metric.key(), value.value()));
        });
        return node;
    }

    private static String kind(FeatureBaseline feature) {
        return feature.kind().name().toLowerCase(Locale.ROOT);
    }
}
