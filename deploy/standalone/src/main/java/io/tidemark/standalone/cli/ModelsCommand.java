package io.tidemark.standalone.cli;

import io.tidemark.retrain.version.VersionChanges;
import io.tidemark.retrain.version.VersionChanges.NotPossibleException;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.version.ServingPlan;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the versions of models, and moves them. */
@Command(
        name = "models",
        description = "List the versions of models, show one, bring one, or say which is to answer.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark models list",
            "  tidemark models show churn 8",
            "  tidemark models promote churn 8 --reason \"the campaign starts\"",
            "  tidemark models rollback churn",
            "  tidemark models lineage churn 8",
            "  tidemark models lineage churn --inference 7d3f0a-1182",
            "  tidemark models import churn.onnx --model churn"
        })
final class ModelsCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ModelsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "List, show, lineage, promote, rollback, archive or import?");
    }

    @Command(
            name = "list",
            description = "List the versions of all models, or of one, the latest first.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark models list", "  tidemark models list churn --json | jq -r .version"})
    int list(
            @Mixin ClusterOptions options,
            @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Only versions of this model.")
                    Optional<String> model,
            @Option(names = "--json", description = "Print the record of each version as one line of JSON.")
                    boolean json) {
        LoopState state = LoopClusters.read(options.cluster(environment));
        model.filter(given -> state.tables().versions(given).isEmpty()).ifPresent(given -> {
            throw CliException.usage("There are no versions of a model " + given + ". Versions exist of: "
                    + LoopClusters.names(
                            state, known -> !state.tables().versions(known).isEmpty()) + ".");
        });
        ModelVersionText text = new ModelVersionText(console);
        List<String> models = model.map(List::of).orElseGet(state::models);
        if (!json) {
            console.out().println(text.header());
        }
        for (String each : models) {
            Collection<ModelVersion> versions = state.tables().versions(each);
            ServingPlan plan = ServingPlan.of(versions);
            versions.stream()
                    .sorted(Comparator.comparing(ModelVersion::getCreatedAt).reversed())
                    .forEach(version ->
                            console.out().println(json ? AvroJson.of(version).toString() : text.line(version, plan)));
        }
        return ExitCode.OK.code();
    }

    @Command(
            name = "show",
            description = "Show one version: how good it is, what it was compared with, and who serves it.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark models show churn 8", "  tidemark models show churn 8 --json | jq .metrics"})
    int show(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Option(names = "--json", description = "Print the record as it is in the topic.") boolean json) {
        LoopState state = LoopClusters.read(options.cluster(environment));
        ModelVersion found = LoopClusters.version(state, model, version);
        if (json) {
            console.out().println(AvroJson.of(found).toPrettyString());
        } else {
            new ModelVersionText(console)
                    .details(found, ServingPlan.of(state.tables().versions(model)), state.serving(model))
                    .forEach(console.out()::println);
        }
        return ExitCode.OK.code();
    }

    @Command(
            name = "promote",
            description = "Let a version answer from now on, whatever the rollout says. The one before it stays ready.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark models promote churn 8 --reason \"the campaign starts\""})
    int promote(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Mixin ReasonOption reason)
            throws Exception {
        return change(options, model, changes -> changes.promote(version, reason.text()));
    }

    @Command(
            name = "rollback",
            description =
                    "Take back the version that answers. The one before it answers again, in every application, at once.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark models rollback churn --reason \"complaints from Norway\""})
    int rollback(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Mixin ReasonOption reason)
            throws Exception {
        return change(options, model, changes -> changes.rollback(reason.text()));
    }

    @Command(
            name = "archive",
            description = "Put a version out of use. Applications let go of it.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark models archive churn 6"})
    int archive(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "MODEL", description = "The model.") String model,
            @Parameters(paramLabel = "VERSION", description = "The version.") String version,
            @Mixin ReasonOption reason)
            throws Exception {
        return change(options, model, changes -> changes.archive(version, reason.text()));
    }

    private int change(ClusterOptions options, String model, Function<VersionChanges, ModelVersion> change)
            throws InterruptedException, ExecutionException {
        Cluster cluster = options.cluster(environment);
        LoopClusters.requireTopics(cluster);
        try (SchemaRegistry registry = cluster.registry();
                LoopWriter writer = new LoopWriter(cluster, registry)) {
            Collection<ModelVersion> versions =
                    LoopState.read(cluster, registry).tables().versions(model);
            ModelVersion changed = change.apply(new VersionChanges(
                    model,
                    versions,
                    System.getProperty("user.name", "unknown"),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS)));
            writer.write(changed);
            Collection<ModelVersion> now =
                    LoopState.read(cluster, registry).tables().versions(model);
            console.out().println(said(model, changed, ServingPlan.of(now)));
        } catch (NotPossibleException e) {
            throw CliException.usage(sentence(String.valueOf(e.getMessage())), e);
        }
        return ExitCode.OK.code();
    }

    private static String said(String model, ModelVersion changed, ServingPlan plan) {
        String answering = plan.champion()
                .map(champion -> "version " + champion.getVersion() + " answers")
                .orElse("no version is in production");
        return "%s version %s: %s; %s.".formatted(model, changed.getVersion(), stageOf(changed.getStage()), answering);
    }

    static String stageOf(ModelStage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
