package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoggedAnswers;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopTexts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leads from a version, or from one answer, back to what it was made of. */
@Command(
        name = "lineage",
        description = {
            "Show what a version was made of: what led to it, the data, the settings, the code.",
            "",
            "With --inference, of the version that gave that answer, and of those that were asked beside it. The inference logs are read for it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark models lineage churn 8",
            "  tidemark models lineage churn --inference 7d3f0a-1182",
            "  tidemark models lineage churn --inference 7d3f0a-1182 --since 2026-03-01T12:00:00Z --json | jq .lineage.dataHash"
        })
final class ModelsLineageCommand implements Callable<Integer> {
    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Parameters(index = "0", paramLabel = "MODEL", description = "The model.")
    private String model = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "The version, as it is logged with every answer that it gives.")
    private Optional<String> version = Optional.empty();

    @Option(
            names = "--inference",
            paramLabel = "ID",
            description = "The inference id of an answer, in place of VERSION.")
    private Optional<String> inference = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Read the logs from this time on, as 2026-03-01T12:00:00Z. Default: from their beginning.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--json", description = "Print it as JSON; with --inference one line for each answer.")
    private boolean json;

    ModelsLineageCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (version.isPresent() == inference.isPresent()) {
            throw CliException.usage("Give a VERSION, or the id of an answer with --inference.");
        }
        Optional<Instant> from = since.map(ModelsLineageCommand::time);
        Cluster cluster = options.cluster(environment);
        LoopState state = LoopClusters.read(cluster);
        if (version.isPresent()) {
            show(LoopClusters.version(state, model, version.get()));
        } else {
            answers(cluster, inference.orElseThrow(), from).forEach(answer -> show(answer, state));
        }
        return ExitCode.OK.code();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw CliException.usage("--since: \"" + text + "\" is no time; write it as 2026-03-01T12:00:00Z.", e);
        }
    }

    private List<InferenceEvent> answers(Cluster cluster, String id, Optional<Instant> from) {
        try (SchemaRegistry registry = cluster.registry()) {
            List<InferenceEvent> answers = LoggedAnswers.of(id, from, cluster, registry).stream()
                    .filter(answer -> answer.getModelId().equals(model))
                    .toList();
            if (answers.isEmpty()) {
                throw CliException.usage("No answer of " + model + " to an inference " + id + " is in "
                        + cluster.topics().inferenceLogs().name()
                        + from.map(time -> " since " + time).orElse("")
                        + ". Check the names; logs are kept for as long as retention.ms of the topic says.");
            }
            return answers;
        }
    }

    private void show(ModelVersion found) {
        if (json) {
            console.out()
                    .println(
                            found.getLineage() == null
                                    ? "null"
                                    : AvroJson.of(found.getLineage()).toPrettyString());
            if (found.getLineage() == null) {
                console.err().println(unknown(found));
            }
        } else if (found.getLineage() == null) {
            console.out().println(unknown(found));
        } else {
            new ModelVersionText(console).lineage(found, found.getLineage()).forEach(console.out()::println);
        }
    }

    private static String unknown(ModelVersion found) {
        return "It is not known what version " + found.getVersion() + " of " + found.getModelId() + " was made of: "
                + (found.getChangedBy().isEmpty() ? "somebody" : found.getChangedBy()) + " brought it.";
    }

    private void show(InferenceEvent answer, LoopState state) {
        Optional<ModelVersion> found = state.tables().versions(model).stream()
                .filter(known -> known.getVersion().equals(answer.getModelVersion()))
                .findFirst();
        if (json) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.set("answer", AvroJson.of(answer));
            line.set(
                    "lineage",
                    found.map(ModelVersion::getLineage)
                            .map(lineage -> (JsonNode) AvroJson.of(lineage))
                            .orElse(JsonNodeFactory.instance.nullNode()));
            console.out().println(line);
            return;
        }
        console.out()
                .println("%s: %s, answered %s by version %s"
                        .formatted(
                                answer.getInferenceId(),
                                answered(answer.getPrediction()),
                                answer.getEventTime(),
                                answer.getModelVersion()));
        found.ifPresentOrElse(
                this::show,
                () -> console.out()
                        .println("Version " + answer.getModelVersion() + " of " + model
                                + " is none that was published here: the application served a model of its own."));
    }

    private static String answered(Prediction prediction) {
        String score = prediction.getScore() == null ? "" : " (" + LoopTexts.figure(prediction.getScore()) + ")";
        return prediction.getLabel() == null
                ? LoopTexts.figure(prediction.getValue()) + score
                : prediction.getLabel() + score;
    }
}
