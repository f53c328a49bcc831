package io.tidemark.standalone.cli;

import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopTexts;
import io.tidemark.standalone.models.ImportChoices;
import io.tidemark.standalone.models.ImportException;
import io.tidemark.standalone.models.ImportNotes;
import io.tidemark.standalone.models.ImportedModel;
import io.tidemark.standalone.models.ImportedVersion;
import io.tidemark.standalone.models.InputColumn;
import io.tidemark.standalone.models.InputColumns;
import io.tidemark.standalone.models.LoggedQuestions;
import io.tidemark.standalone.models.ModelFile;
import io.tidemark.standalone.models.VersionPublisher;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes a model that was trained elsewhere as a version like any other. */
@Command(
        name = "import",
        description = {
            "Make a model that was trained elsewhere a version, which serving applications fetch and swap to.",
            "",
            "FILE is an ONNX model with all its data in it, or an artifact of Tidemark. Features and classes are taken from it as"
                    + " far as it names them; only the rest has to be said. A few of the latest logged events of the model are asked,"
                    + " and whoever serves the version checks that it gets the same answers."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark models import churn.onnx --model churn",
            "  tidemark models import churn.onnx --model churn --inputs age,plan_code,calls --classes stays,leaves \\",
            "                         --positive leaves --stage candidate --reason \"boosted trees of March\"",
            "  tidemark models import price.onnx --model price --regression --inputs columns.yaml --examples rows.csv"
        })
final class ModelsImportCommand implements Callable<Integer> {
    /** So many events tell of the features and versions of a model. */
    private static final int LOGGED = 200;

    /** Where a version can begin. */
    enum Stage {
        SHADOW,
        CANDIDATE,
        PRODUCTION;

        ModelStage of() {
            return ModelStage.valueOf(name());
        }
    }

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Parameters(paramLabel = "FILE", description = "The model.")
    private Path file = Path.of("");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "The model that it is a version of.")
    private String model = "";

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "CLASS",
            description =
                    "Its classes as they are logged, in the order of its probabilities. Default: those that the file names.")
    private @Nullable List<String> classes;

    @Option(
            names = "--positive",
            paramLabel = "CLASS",
            description =
                    "The class, of two, whose probability is logged as the score. Default: labels.positive of the monitor.")
    private Optional<String> positive = Optional.empty();

    @Option(names = "--regression", description = "It answers with a number.")
    private boolean regression;

    @Option(
            names = "--inputs",
            paramLabel = "LIST|FILE",
            description =
                    "Its features in the order of its columns: names with commas, or a YAML file. Needed where the model takes one"
                            + " tensor; where it has an input for each feature, a file may say what stands for missing values.")
    private Optional<String> inputs = Optional.empty();

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            defaultValue = "shadow",
            description =
                    "shadow: is asked beside the version that answers (default). candidate: the worker decides. production: answers"
                            + " from now on.")
    private Stage stage = Stage.SHADOW;

    @Option(
            names = "--examples",
            paramLabel = "FILE",
            description = "A CSV with a few rows of features to ask it, for a model of which no events are logged.")
    private Optional<Path> examples = Optional.empty();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Option(names = "--json", description = "Print the version's record as JSON.")
    private boolean json;

    ModelsImportCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        try {
            return importFile(ModelFile.read(file));
        } catch (ImportException e) {
            throw CliException.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private int importFile(ModelFile read) throws InterruptedException {
        ImportChoices choices = new ImportChoices(
                Optional.ofNullable(classes),
                positive,
                regression,
                inputs.map(ModelsImportCommand::columns),
                Optional.empty());
        // Before the cluster is asked: what is wrong with the file alone is said without one.
        read.check();
        Cluster cluster = options.cluster(environment);
        LoopClusters.requireTopics(cluster);
        try (SchemaRegistry registry = cluster.registry()) {
            registry.check();
            LoopState state = LoopState.read(cluster, registry);
            ImportedModel imported = read.model(choices.withMonitored(monitoredPositive(state)));
            LoggedQuestions logged = LoggedQuestions.read(cluster, registry, model, LOGGED);
            NewVersion version = new ImportedVersion(model, read, imported).toPublish(logged, examples, user());
            imported.notes().forEach(console.err()::println);
            ImportNotes.of(model, imported, logged).forEach(console.err()::println);
            String why = reason.text().isEmpty() ? "imported from " + read.name() : reason.text();
            ModelVersion published =
                    new VersionPublisher(cluster, registry).publish(model, version, stage.of(), why, user());
            if (json) {
                console.out().println(AvroJson.of(published).toPrettyString());
            } else {
                console.out().println(said(imported, published));
            }
        }
        return ExitCode.OK.code();
    }

    private static List<InputColumn> columns(String given) {
        boolean isFile = given.endsWith(".yaml") || given.endsWith(".yml") || Files.isRegularFile(Path.of(given));
        return isFile ? InputColumns.ofYaml(given, SpecFile.text(Path.of(given))) : InputColumns.ofNames(given);
    }

    private Optional<String> monitoredPositive(LoopState state) {
        return state.tables()
                .spec(model)
                .flatMap(record -> AppliedSpec.of(record).spec().labels())
                .flatMap(Labels::positive);
    }

    private static String user() {
        return System.getProperty("user.name", "unknown");
    }

    private static String said(ImportedModel imported, ModelVersion published) {
        String what = imported.classes().isEmpty()
                ? "a number"
                : "the classes " + String.join(", ", imported.classes())
                        + imported.positive()
                                .map(one -> " (positive: " + one + ")")
                                .orElse("");
        return "%s version %s: %s; %d features, answers with %s, %d golden predictions."
                .formatted(
                        published.getModelId(),
                        published.getVersion(),
                        LoopTexts.words(published.getStage()),
                        imported.features().size(),
                        what,
                        published.getGolden().size());
    }
}
