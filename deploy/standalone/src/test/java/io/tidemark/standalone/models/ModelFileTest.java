package io.tidemark.standalone.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.serving.Scored;
import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is taken from a file, and what has to be said. */
class ModelFileTest {
    private static final ImportChoices NOTHING = choices(Optional.empty(), Optional.empty(), false, Optional.empty());

    @TempDir
    private Path folder;

    @Test
    void shouldTakeAllFromAGraphThatNamesItsFeaturesAndClasses() {
        ImportedModel model = file(OnnxModels.named()).model(NOTHING);

        assertThat(model.classes()).containsExactly("off", "on");
        assertThat(model.artifact().encodings().asList())
                .containsExactly(
                        new RawNumberEncoding("a", Double.NaN),
                        new RawNumberEncoding("n", 0),
                        new RawTextEncoding("t", ""));
        assertThat(model.notes())
                .containsExactly("The input n takes int64, which can't be missing: it is given 0 instead,"
                        + " or what --inputs says is to stand for missing values.");
        assertThat(model.origin())
                .isEqualTo(Map.of("format", "onnx", "producer", "by hand 7", "opsets", "ai.onnx 15, ai.onnx.ml 2"));
        assertThat(ModelRuntimes.load(model.artifact()).score(Map.of("a", -3.0, "n", 3L, "t", "x")))
                .isEqualTo(new Scored.OfClass("off", Map.of("off", 0.5, "on", 0.5)));
    }

    @Test
    void shouldTakeWhatStandsForMissingValuesFromAPerson() {
        ImportedModel model = file(OnnxModels.named())
                .model(inputs(InputColumns.ofYaml(
                        "i.yaml",
                        "- {feature: n, missing: 7}\n- {feature: t, missing: none}\n- {feature: a, missing: 1}")));

        assertThat(model.artifact().encodings().asList())
                .containsExactly(
                        new RawNumberEncoding("a", 1), new RawNumberEncoding("n", 7), new RawTextEncoding("t", "none"));
        assertThat(model.notes()).isEmpty();
        assertRefused(
                OnnxModels.named(), inputs(InputColumns.ofNames("a,b")), "has no input b, its inputs are a, n, t.");
        assertRefused(
                OnnxModels.named(),
                inputs(InputColumns.ofYaml("i.yaml", "- {feature: t, categories: [x]}")),
                "takes the value as it is: remove its categories and codes.");
        assertRefused(
                OnnxModels.named(),
                inputs(InputColumns.ofYaml("i.yaml", "- {feature: n, missing: none}")),
                "The input n is a number, so what stands for a missing value can't be 'none'");
    }

    @Test
    void shouldAskForTheFeaturesOfATensor() {
        assertRefused(
                OnnxModels.number(1, 2),
                choices(Optional.empty(), Optional.empty(), true, Optional.empty()),
                "takes its features in one tensor, float[?, 2]: say which they are with --inputs");

        ImportedModel model = file(OnnxModels.number(1, 2, 4, 8))
                .model(choices(
                        Optional.empty(), Optional.empty(), true, Optional.of(InputColumns.ofYaml("i.yaml", """
                                columns:
                                  - x
                                  - {feature: c, categories: [red, blue]}
                                  - {feature: d, codes: {lo: 1, hi: 2}, other: 0, missing: -1}
                                """))));

        var scorer = ModelRuntimes.load(model.artifact());
        assertThat(scorer.score(Map.of("x", 100, "c", "blue", "d", "hi"))).isEqualTo(new Scored.OfNumber(100 + 4 + 16));
        assertThat(scorer.score(Map.of("x", 100, "c", "red", "d", "?"))).isEqualTo(new Scored.OfNumber(100 + 2));
        assertThat(scorer.score(Map.of("x", 100))).isEqualTo(new Scored.OfNumber(100 - 8));
    }

    @Test
    void shouldAskWhatANumberIs() {
        Optional<List<InputColumn>> ab = Optional.of(InputColumns.ofNames("a, b"));
        byte[] probability = OnnxModels.probability(1, 1);

        assertRefused(
                probability,
                choices(Optional.empty(), Optional.empty(), false, ab),
                "add --regression, or --classes NO,YES --positive YES");
        assertRefused(
                probability,
                choices(Optional.of(List.of("no", "yes")), Optional.empty(), false, ab),
                "the probability of one class of two, no, yes: say of which with --positive.");
        assertRefused(
                probability,
                choices(Optional.of(List.of("no", "yes")), Optional.of("maybe"), false, ab),
                "--positive maybe is none of the model's classes: no, yes.");
        assertRefused(
                probability,
                choices(Optional.of(List.of("no", "yes", "maybe")), Optional.of("yes"), false, ab),
                "--classes names 3 classes, no, yes, maybe, but the model has 2.");

        ImportedModel model =
                file(probability).model(choices(Optional.of(List.of("no", "yes")), Optional.of("no"), false, ab));
        assertThat(model.positive()).contains("no");
        Scored.OfClass scored =
                (Scored.OfClass) ModelRuntimes.load(model.artifact()).score(Map.of("a", 20, "b", 20));
        assertThat(scored.label())
                .as("the sigmoid of 40 is the probability of no")
                .isEqualTo("no");
    }

    @Test
    void shouldTakeThePositiveClassOfTheMonitor() {
        ImportChoices classes = choices(
                Optional.of(List.of("yes", "no")), Optional.empty(), false, Optional.of(InputColumns.ofNames("a,b")));
        byte[] probability = OnnxModels.probability(1, 1);

        assertThat(file(probability)
                        .model(classes.withMonitored(Optional.of("yes")))
                        .classes())
                .containsExactly("no", "yes");
        ImportedModel other = file(OnnxModels.named()).model(NOTHING.withMonitored(Optional.of("yes")));
        assertThat(other.positive()).isEmpty();
        assertThat(other.notes())
                .contains("The monitor's labels.positive is yes, which is none of the model's classes, off, on:"
                        + " name them with --classes as they are logged.");
    }

    @Test
    void shouldNameClassesAsAPersonDoes() {
        ImportedModel renamed = file(OnnxModels.named()).model(classes("no", "yes"));
        assertThat(renamed.classes()).containsExactly("no", "yes");
        assertThat(renamed.notes()).contains("Of the model's own classes off is no, on is yes.");

        assertThat(file(OnnxModels.named()).model(classes("on", "off")).classes())
                .as("the order is the model's")
                .containsExactly("off", "on");
        assertRefused(OnnxModels.named(), classes("on", "no"), "the model's own names are off, on: use all of them");
        assertRefused(
                OnnxModels.named(),
                classes("a", "b", "c"),
                "--classes names 3 classes, a, b, c, but the model has 2: off, on.");
        assertRefused(
                OnnxModels.named(),
                choices(Optional.empty(), Optional.of("maybe"), false, Optional.empty()),
                "--positive maybe is none of the model's classes: off, on.");
    }

    @Test
    void shouldTakeAnArtifactAsItIs() {
        ModelArtifact artifact = new ModelArtifact(
                new ModelOutput.Classes(List.of("no", "yes")),
                new FeatureEncodings(List.of(new BooleanEncoding("x"))),
                "tribuo",
                new byte[] {1},
                Map.of("seed", "7"));

        ImportedModel model =
                file(artifact.toBytes()).model(choices(Optional.empty(), Optional.of("yes"), false, Optional.empty()));

        assertThat(model.artifact()).isEqualTo(artifact);
        assertThat(model.positive()).contains("yes");
        assertThat(model.origin()).isEqualTo(Map.of("format", "artifact of runtime tribuo", "provenance.seed", "7"));
        assertRefused(artifact.toBytes(), classes("no", "yes"), "leave out --classes, --regression and --inputs.");
        byte[] damaged = artifact.toBytes();
        damaged[20] ^= 1;
        assertRefused(damaged, NOTHING, "they are damaged or cut short");
    }

    @Test
    void shouldRefuseWhatIsNoModel() {
        assertRefused("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), NOTHING, "the bytes are no ONNX model");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> ModelFile.read(folder))
                .withMessageContaining("is a directory");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> ModelFile.read(folder.resolve("none")))
                .withMessageContaining("There is no file");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> choices(Optional.of(List.of("a")), Optional.empty(), true, Optional.empty()))
                .withMessageContaining("leave out --classes, or --regression");
    }

    @Test
    void shouldSayWhatIsWrongWithAListOfInputs() {
        assertThat(List.of(
                        yaml("- a: b: c"),
                        yaml("text"),
                        yaml("- a\n- [b]"),
                        yaml("- {feature: a, mising: 1}"),
                        yaml("- {missing: 1}"),
                        yaml("- a\n- a"),
                        yaml("- {feature: a, codes: {x: y}}"),
                        yaml("- {feature: a, codes: {x: 1}, categories: [x]}"),
                        yaml("- {feature: a, categories: x}"),
                        yaml("- {feature: a, other: 1}"),
                        yaml("- {feature: a, categories: [x], missing: 0}")))
                .containsExactly(
                        "i.yaml, line 1: this is no YAML: mapping values are not allowed here.",
                        "i.yaml is no list of features: write one on each line, in the order of the model's columns, as \"- distance\".",
                        "i.yaml, entry 2 is neither the name of a feature nor a map with one.",
                        "i.yaml, entry 1: there is no key mising, only categories, codes, feature, missing, other.",
                        "i.yaml, entry 1 names no feature: write \"feature: NAME\".",
                        "The feature a stands twice among the inputs: name it once.",
                        "i.yaml, entry 1: the code of x is 'y', which is no number.",
                        "The input a has both categories, a column for each, and codes, one column for all: write one of them.",
                        "i.yaml, entry 1: categories is no list of names.",
                        "The input a says what other categories are, but has no codes.",
                        "The input a has categories, of whose columns all are 0 where the value is missing: remove missing.");
    }

    @Test
    void shouldReadQuestionsAsTheModelTakesThem() throws IOException {
        FeatureEncodings encodings = new FeatureEncodings(
                List.of(new RawNumberEncoding("a", 0), new RawTextEncoding("zip", ""), new BooleanEncoding("x")));
        Path csv = folder.resolve("rows.csv");
        Files.writeString(csv, "id,zip,a,x\n1,00123,1e3,true\n2,,,\n");

        assertThat(CsvQuestions.read(csv, encodings, 10).getFirst())
                .isEqualTo(Map.of("zip", "00123", "a", 1000.0, "x", true));
        assertThat(CsvQuestions.read(csv, encodings, 10)).hasSize(2);
        assertThat(CsvQuestions.read(csv, encodings, 10).getLast()).containsEntry("a", null);
        Files.writeString(csv, "id,zip,a,x\n1,00123,many,true\n");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> CsvQuestions.read(csv, encodings, 10))
                .withMessageContaining("line 2: column 'a': 'many' is no finite number");
        Files.writeString(csv, "id,zip,a,x\n");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> CsvQuestions.read(csv, encodings, 10))
                .withMessageContaining("has no rows below its header");
    }

    private static String yaml(String text) {
        try {
            InputColumns.ofYaml("i.yaml", text).forEach(InputColumn::encoding);
            return "";
        } catch (ImportException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ImportChoices classes(String... classes) {
        return choices(Optional.of(List.of(classes)), Optional.empty(), false, Optional.empty());
    }

    private static ImportChoices inputs(List<InputColumn> inputs) {
        return choices(Optional.empty(), Optional.empty(), false, Optional.of(inputs));
    }

    private static ImportChoices choices(
            Optional<List<String>> classes,
            Optional<String> positive,
            boolean regression,
            Optional<List<InputColumn>> inputs) {
        return new ImportChoices(classes, positive, regression, inputs, Optional.empty());
    }

    private ModelFile file(byte[] bytes) {
        try {
            return ModelFile.read(Files.write(folder.resolve("model.onnx"), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(byte[] bytes, ImportChoices choices, String why) {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> file(bytes).model(choices))
                .withMessageContaining(why);
    }
}
