package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.ServedState;
import io.tidemark.schemas.avro.ServedVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.Scored;
import io.tidemark.serving.artifact.Sha256;
import io.tidemark.serving.log.Inference;
import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.swap.Answer;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import io.tidemark.standalone.models.OnnxModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code models import} on a real broker: what is imported is served, and what can't be is not published. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsImportIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @AutoClose
    private final CommandCluster tidemark = new CommandCluster("models-import");

    @TempDir
    private Path directory = Path.of("");

    /** The first answers with the sigmoid of a + 2 b, the second with that of -a. */
    @Test
    void shouldServeWhatIsImportedAndSwapToTheNext() throws Exception {
        tidemark.createTopics("swap.");
        log("swap.", "churn", "7", 40);
        String first = write("churn.onnx", OnnxModels.probability(1, 2));
        CliRun run = importFile(
                "swap.",
                first,
                "--model churn --inputs a,b --classes stays,leaves --positive leaves --stage production --json",
                "--reason",
                "the first");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        JsonNode record = new ObjectMapper().readTree(run.out());
        assertThat(record.path("version").asText()).as("7 is taken by the log").isEqualTo("8");
        assertThat(record.path("stage").asText()).isEqualTo("PRODUCTION");
        assertThat(record.path("positive").asText()).isEqualTo("leaves");
        assertThat(record.path("reason").asText()).isEqualTo("the first");
        assertThat(record.path("changedBy").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(record.path("golden")).hasSize(5).allSatisfy(golden -> {
            assertThat(golden.path("features").properties().stream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder("a", "b");
            double sum = golden.path("features").path("a").asDouble()
                    + 2 * golden.path("features").path("b").asDouble();
            assertThat(golden.path("scores").path("leaves").asDouble()).isCloseTo(sigmoid(sum), within(1e-6));
        });
        JsonNode origin = record.path("lineage").path("training");
        assertThat(origin.path("sha256").asText()).isEqualTo(Sha256.hex(OnnxModels.probability(1, 2)));
        assertThat(origin.path("file").asText()).isEqualTo("churn.onnx");
        assertThat(origin.path("producer").asText()).isEqualTo("by hand 7");
        assertThat(origin.path("opsets").asText()).isEqualTo("ai.onnx 15, ai.onnx.ml 2");

        try (HotSwapModel model = HotSwapModel.of("churn").follow(tidemark.settings("swap."))) {
            model.awaitReady(PATIENCE);
            Answer answer = model.score("id", Map.of("a", 0.5, "b", -1.0));
            assertThat(answer.version()).isEqualTo("8");
            assertThat(leaves(answer)).isCloseTo(sigmoid(-1.5), within(1e-6));

            CliRun second = importFile(
                    "swap.",
                    write("next.onnx", OnnxModels.probability(-1)),
                    "--model churn --inputs a --classes stays,leaves --positive leaves --stage production");
            assertThat(second.out())
                    .isEqualTo("churn version 9: production; 1 features, answers with the classes stays, leaves"
                            + " (positive: leaves), 5 golden predictions.\n");
            await().atMost(PATIENCE)
                    .until(() -> model.score("id", Map.of("a", 0.5)).version().equals("9"));
            assertThat(leaves(model.score("id", Map.of("a", 0.5)))).isCloseTo(sigmoid(-0.5), within(1e-6));
            assertThat(state(model, "8")).isEqualTo(ServedState.READY);
        }
        assertThat(tidemark.run("swap.", "models", "lineage", "churn", "8").out())
                .contains("import of churn.onnx by " + System.getProperty("user.name"))
                .contains("producer=by hand 7");
    }

    private static double leaves(Answer answer) {
        return ((Scored.OfClass) answer.scored()).scores().getOrDefault("leaves", Double.NaN);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static ServedState state(HotSwapModel model, String version) {
        return model.status().getVersions().stream()
                .filter(served -> served.getVersion().equals(version))
                .map(ServedVersion::getState)
                .findFirst()
                .orElseThrow();
    }

    /** What is in the topic is not what was published: its hash, or its answers, or the graph itself. */
    @Test
    void shouldNotServeAVersionWhoseBytesAreNotWhatTheyShouldBe() throws Exception {
        tidemark.createTopics("bad.");
        log("bad.", "churn", "1", 10);
        String good = write("good.onnx", OnnxModels.number(2));
        CliRun run = importFile("bad.", good, "--model churn --inputs a --regression --stage production");
        assertThat(run.exitCode()).isZero();
        Map<String, String> expected = Map.of(
                "3", "the answer is",
                "4", "ONNX model: the bytes are no ONNX model",
                "5", "the operators of 'com.example' are not served");
        try (HotSwapModel model = HotSwapModel.of("churn").follow(tidemark.settings("bad."))) {
            model.awaitReady(PATIENCE);
            ModelVersion two = versions("bad.", "churn").iterator().next();
            publishAs(two, artifact(OnnxModels.number(3)));
            publishAs(two, artifact("no model".getBytes(StandardCharsets.UTF_8)));
            publishAs(two, artifact(OnnxModels.custom()));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(model.status().getVersions().stream()
                                    .filter(served -> served.getState() == ServedState.REFUSED)
                                    .map(ServedVersion::getVersion))
                            .containsExactlyInAnyOrderElementsOf(expected.keySet()));
            assertThat(model.status().getVersions())
                    .filteredOn(served -> served.getState() == ServedState.REFUSED)
                    .allSatisfy(served -> assertThat(served.getReason())
                            .contains(Objects.requireNonNull(expected.get(served.getVersion()))));
            assertThat(model.score("id", Map.of("a", 4)).scored()).isEqualTo(new Scored.OfNumber(8));
        }
    }

    /** With the golden predictions of another version. */
    private void publishAs(ModelVersion other, byte[] artifact) throws Exception {
        Cluster cluster = tidemark.cluster("bad.");
        NewVersion version = new NewVersion(
                artifact,
                other.getGolden(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of());
        int before = versions("bad.", "churn").size();
        try (SchemaRegistry schemas = cluster.registry();
                LoopWriter writer = new LoopWriter(cluster, schemas)) {
            writer.publish("churn", version, versions("bad.", "churn"), ModelStage.PRODUCTION, "", "test");
        }
        await().atMost(PATIENCE).until(() -> versions("bad.", "churn").size() > before);
    }

    private static byte[] artifact(byte[] model) {
        return new ModelArtifact(
                        new ModelOutput.Value(),
                        new FeatureEncodings(List.of(new RawNumberEncoding("a", Double.NaN))),
                        "onnx",
                        model,
                        Map.of())
                .toBytes();
    }

    @Test
    void shouldImportTheFirstVersionOfANewModelByExamples() throws Exception {
        tidemark.createTopics("new.");
        String rows = write("rows.csv", "a,n,t,id\n1.5,2,x,1\n-3,,,2\n".getBytes(StandardCharsets.UTF_8));

        CliRun run = importFile("new.", write("m.onnx", OnnxModels.named()), "--model fresh", "--examples", rows);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        "fresh version 1: shadow; 3 features, answers with the classes off, on, 2 golden predictions.\n");
        assertThat(run.err())
                .contains("The input n takes int64, which can't be missing")
                .contains("No event of a model fresh is in the inference logs yet.")
                .hasLineCount(2);
        ModelVersion version = versions("new.", "fresh").iterator().next();
        assertThat(version.getGolden().getFirst().getScores().get("on")).isCloseTo(sigmoid(3.5), within(1e-6));
        assertThat(version.getGolden().getLast().getScores().get("on")).isCloseTo(sigmoid(-3), within(1e-6));
    }

    @Test
    void shouldImportAnArtifactAndWarnOfWhatTheLogNeverHad() throws Exception {
        tidemark.createTopics("tdma.");
        log("tdma.", "churn", "5", 10);
        byte[] artifact = new ModelArtifact(
                        new ModelOutput.Classes(List.of("off", "on")),
                        new FeatureEncodings(
                                List.of(new RawNumberEncoding("a", 0), new RawNumberEncoding("income", 0))),
                        "onnx",
                        OnnxModels.probability(1, 1),
                        Map.of("seed", "7"))
                .toBytes();

        CliRun run = importFile("tdma.", write("model.tdma", artifact), "--model churn --stage candidate");

        assertThat(run.out()).startsWith("churn version 6: candidate; 2 features");
        assertThat(run.err())
                .contains("The latest 10 events of churn have no feature income")
                .contains("The latest answers of churn are of leaves, stays, which is none of the classes off, on");
        assertThat(versions("tdma.", "churn").iterator().next().getArtifact().getSha256())
                .as("the artifact is published as it is")
                .isEqualTo(Sha256.hex(artifact));
    }

    @Test
    void shouldSayInOneSentenceWhatIsWrongAndPublishNothing() throws Exception {
        tidemark.createTopics("wrong.");
        log("wrong.", "churn", "1", 10);
        String named = write("named.onnx", OnnxModels.named());
        String sum = write("sum.onnx", OnnxModels.number(1));

        assertWrong("There is no file /no/such.onnx.", "/no/such.onnx", "--model churn");
        assertWrong("is a directory", directory.toString(), "--model churn");
        assertWrong("the bytes are no ONNX model", write("a.csv", new byte[] {'a', ',', 'b'}), "--model churn");
        assertWrong("of 'com.example' are not served", write("c.onnx", OnnxModels.custom()), "--model churn");
        assertWrong("No event of a model chrn is in the inference logs", named, "--model chrn");
        assertWrong("--classes names 3 classes, a, b, c, but the model has 2", named, "--model churn --classes a,b,c");
        assertWrong("--positive up is none of the model's classes: off, on.", named, "--model churn --positive up");
        assertWrong(
                "say which they are with --inputs",
                write("two.onnx", OnnxModels.number(1, 1)),
                "--model churn --regression");
        assertWrong(
                "have none of the features that the model takes, input: name its features with --inputs",
                sum,
                "--model churn --regression");
        assertWrong("add --regression, or --classes", sum, "--model churn --inputs a");
        assertWrong("it takes 1 columns, the features give 2", sum, "--model churn --regression --inputs a,b");
        assertWrong("There is no file no.yaml.", sum, "--model churn --regression --inputs no.yaml");
        assertWrong(
                "has no column 'n'",
                named,
                "--model churn",
                "--examples",
                write("rows.csv", "a,t\n1,x\n".getBytes(StandardCharsets.UTF_8)));
        assertWrong(
                "which are no probabilities of 2 classes",
                sum,
                "--model churn --inputs a --classes stays,leaves --positive leaves");
        CliRun stage = importFile("wrong.", named, "--model churn --stage archived");
        assertThat(stage.exitCode()).isEqualTo(2);
        assertThat(stage.err()).contains("--stage").contains("SHADOW, CANDIDATE, PRODUCTION");

        assertThat(versions("wrong.", "churn")).isEmpty();
    }

    /**
     * @param options separated by spaces
     * @param more arguments in which there may be spaces
     */
    private CliRun importFile(String prefix, String file, String options, String... more) {
        List<String> command = new ArrayList<>(List.of("models", "import", file));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(more));
        return tidemark.run(prefix, command.toArray(String[]::new));
    }

    private void assertWrong(String words, String file, String options, String... more) {
        CliRun run = importFile("wrong.", file, options, more);
        assertThat(run.err()).contains(words).hasLineCount(1).doesNotContain("Exception");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    /** Events with a, b and c; answers of stays and leaves. */
    private void log(String prefix, String model, String version, int events) {
        try (InferenceLogger logger = InferenceLogger.connect(tidemark.settings(prefix))) {
            for (int i = 0; i < events; i++) {
                logger.log(Inference.of(model, version, "id-" + i)
                        .feature("a", i * 0.25 - 2)
                        .feature("b", i % 3)
                        .feature("c", "text")
                        .scores(Map.of("stays", 0.25, "leaves", 0.75))
                        .build());
            }
            await().atMost(PATIENCE).until(() -> logger.counts().written() == events);
        }
    }

    private Collection<ModelVersion> versions(String prefix, String model) {
        Cluster cluster = tidemark.cluster(prefix);
        try (SchemaRegistry schemas = cluster.registry()) {
            return LoopState.read(cluster, schemas).tables().versions(model);
        }
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }
}
