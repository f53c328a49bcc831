package io.tidemark.serving.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtSession;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.CategoryCodeEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.OneHotEncoding;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import io.tidemark.serving.onnx.OnnxFixtures.Expected;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected answers are scikit-learn's and numpy's: see {@code fixtures.py} beside the models. */
class OnnxScorerTest {
    /** Of single precision, which these models compute in. */
    private static final double ROUNDING = 1e-6;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("pipeline", OnnxFixtures.pipeline()),
                Arguments.of("zipmap", OnnxFixtures.zipmap()),
                Arguments.of("matrix", OnnxFixtures.matrix()),
                Arguments.of("binary", OnnxFixtures.binary()),
                Arguments.of("tree", OnnxFixtures.tree()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldAnswerAsTheModelDidWhereItWasMade(String name, ModelArtifact artifact) {
        Scorer scorer = OnnxScorer.load(artifact);

        assertThat(OnnxFixtures.expected(name))
                .hasSizeGreaterThan(2)
                .allSatisfy(expected -> assertAnswer(scorer, expected));
    }

    private static void assertAnswer(Scorer scorer, Expected expected) {
        switch (scorer.score(expected.features())) {
            case Scored.OfNumber(double value) -> assertThat(value).isEqualTo(expected.answer());
            case Scored.OfClass scored -> {
                Map<?, ?> scores = (Map<?, ?>) expected.answer();
                assertThat(scored.scores().keySet()).hasSameElementsAs(castKeys(scores));
                scored.scores()
                        .forEach((label, score) ->
                                assertThat(score).isCloseTo((Double) scores.get(label), within(ROUNDING)));
                assertThat(scored.scores().get(scored.label()))
                        .isEqualTo(scored.scores().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElseThrow());
            }
        }
    }

    private static List<String> castKeys(Map<?, ?> scores) {
        return scores.keySet().stream().map(String::valueOf).toList();
    }

    /** scikit-learn's encoder knows neither: both are a carrier of none of the three. */
    @Test
    void shouldGiveAnUnseenTextAndAMissingOneAsTheModelTakesThem() {
        Scorer scorer = OnnxScorer.load(OnnxFixtures.pipeline());
        Expected unseen = OnnxFixtures.expected("pipeline").getLast();
        assertThat(unseen.features()).containsEntry("carrier", "ZZ");
        Map<String, @Nullable Object> absent = new HashMap<>(unseen.features());
        absent.remove("carrier");
        Map<String, @Nullable Object> number = new HashMap<>(unseen.features());
        number.put("carrier", 7L);

        assertThat(scorer.score(absent)).isEqualTo(scorer.score(unseen.features()));
        assertThat(scorer.score(number)).isEqualTo(scorer.score(unseen.features()));
    }

    @Test
    void shouldGiveWholeNumbersToInputsOfThemWhateverTypeWasLogged() {
        Scorer scorer = OnnxScorer.load(OnnxFixtures.pipeline());
        Map<String, @Nullable Object> question =
                new HashMap<>(OnnxFixtures.expected("pipeline").getFirst().features());
        Scored at9 = scorer.score(question);
        question.put("hour", 9.0);
        assertThat(scorer.score(question)).isEqualTo(at9);

        question.put("hour", 12);
        Scored at12 = scorer.score(question);
        assertThat(at12).isNotEqualTo(at9);
        question.put("hour", 12.5);
        assertThat(scorer.score(question))
                .as("12.5 is no hour, so it is missing, which is 12 here")
                .isEqualTo(at12);
        question.remove("hour");
        assertThat(scorer.score(question)).isEqualTo(at12);
    }

    /** The columns of these encodings are a weight of 0.5 and one of -1.25 in the model: sigmoid(0.5 a - 1.25 b). */
    @Test
    void shouldGiveCategoriesAsTheColumnsThatAPersonNames() {
        Scorer codes = OnnxScorer.load(OnnxFixtures.artifact(
                OnnxFixtures.bytes("binary"),
                new FeatureEncodings(List.of(
                        new CategoryCodeEncoding("carrier", new LinkedHashMap<>(Map.of("AA", 4.0)), -2, 6),
                        new RawNumberEncoding("b", 0))),
                "no",
                "yes"));
        Scorer flags = OnnxScorer.load(OnnxFixtures.artifact(
                OnnxFixtures.bytes("binary"),
                new FeatureEncodings(List.of(new OneHotEncoding("carrier", List.of("AA", "UA")))),
                "no",
                "yes"));

        assertThat(yes(codes, Map.of("carrier", "AA"))).isCloseTo(sigmoid(2), within(ROUNDING));
        assertThat(yes(codes, Map.of("carrier", "DL"))).isCloseTo(sigmoid(-1), within(ROUNDING));
        assertThat(yes(codes, Map.of())).isCloseTo(sigmoid(3), within(ROUNDING));
        assertThat(yes(flags, Map.of("carrier", "AA"))).isCloseTo(sigmoid(0.5), within(ROUNDING));
        assertThat(yes(flags, Map.of("carrier", "UA"))).isCloseTo(sigmoid(-1.25), within(ROUNDING));
        assertThat(yes(flags, Map.of("carrier", "DL"))).isEqualTo(0.5);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double yes(Scorer scorer, Map<String, Object> question) {
        return ((Scored.OfClass) scorer.score(question)).scores().getOrDefault("yes", Double.NaN);
    }

    @ParameterizedTest
    @MethodSource("models")
    void shouldAnswerManyThreadsAsItAnswersOne(String name, ModelArtifact artifact) throws Exception {
        Scorer scorer = OnnxScorer.load(artifact);
        List<Expected> questions = OnnxFixtures.expected(name);
        List<Scored> alone =
                questions.stream().map(one -> scorer.score(one.features())).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> asking = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                asking.add(threads.submit(() -> {
                    for (int i = first; i < 2_000; i++) {
                        int which = i % alone.size();
                        assertThat(scorer.score(questions.get(which).features()))
                                .isEqualTo(alone.get(which));
                    }
                }));
            }
            for (Future<?> one : asking) {
                one.get();
            }
        }
    }

    @Test
    void shouldRefuseFeaturesThatDoNotFitTheGraph() {
        assertRefused(
                OnnxFixtures.artifact(OnnxFixtures.bytes("matrix"), OnnxFixtures.numbers("a", "b"), "x", "y", "z"),
                "at input 'input', float[?, 4]: it takes 4 columns, the features give 2");
        assertRefused(
                OnnxFixtures.artifact(
                        OnnxFixtures.bytes("binary"),
                        new FeatureEncodings(List.of(
                                new RawNumberEncoding("a", 0),
                                new RawTextEncoding("b", ""),
                                new RawNumberEncoding("c", 0))),
                        "no",
                        "yes"),
                "the feature 'b' is a text, it needs codes or a column for each category");
        assertRefused(
                OnnxFixtures.artifact(
                        OnnxFixtures.bytes("pipeline"),
                        OnnxFixtures.numbers("distance", "delay", "hour", "weekend", "carrier"),
                        "early",
                        "late",
                        "on time"),
                "at input 'hour', int64[?, 1]: what stands for a missing value is NaN, which it can't take");
        assertRefused(
                OnnxFixtures.artifact(
                        OnnxFixtures.bytes("pipeline"), OnnxFixtures.numbers("distance"), "early", "late", "on time"),
                "at input 'delay', double[?, 1]: the artifact has no feature of this name");
    }

    @Test
    void shouldRefuseClassesThatDoNotFitTheGraph() {
        assertRefused(
                OnnxFixtures.artifact(OnnxFixtures.bytes("matrix"), OnnxFixtures.numbers("a", "b", "c", "d"), "x", "y"),
                "at output 'probabilities', float[?, 3]: it has 3 probabilities, for 2 classes: x, y");
        assertRefused(
                OnnxFixtures.artifact(OnnxFixtures.bytes("binary"), OnnxFixtures.numbers("a", "b"), "x", "y", "z"),
                "it has 1 probability, for 3 classes");
        assertRefused(
                OnnxFixtures.artifact(OnnxFixtures.bytes("zipmap"), OnnxFixtures.numbers("a", "b", "c"), "x", "y", "z"),
                "zipmap=False");
        assertRefused(
                OnnxFixtures.artifact(OnnxFixtures.bytes("matrix"), OnnxFixtures.numbers("a", "b", "c", "d")),
                "an answer that is a number is [?, 1]");
    }

    /** A tree that answers 40, asked for the probability of yes. */
    @Test
    void shouldRefuseAnswersThatAreNoProbabilities() {
        Scorer scorer = OnnxScorer.load(
                OnnxFixtures.artifact(OnnxFixtures.bytes("tree"), OnnxFixtures.numbers("a", "b"), "no", "yes"));

        assertThatIllegalStateException()
                .isThrownBy(() -> scorer.score(Map.of("a", 11.0, "b", 0.5)))
                .withMessageContaining("[-39.0, 40.0], which are no probabilities of 2 classes");
    }

    /** From 1.29.0 on ONNX Runtime's libraries send reports of models, machines and command lines there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "linux-x64/libonnxruntime.so",
                "linux-aarch64/libonnxruntime.so",
                "osx-aarch64/libonnxruntime.dylib"
            })
    void shouldComeWithoutTelemetry(String library) throws IOException {
        try (InputStream in = OrtSession.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(text.contains("ONNX Runtime")).isTrue();
            assertThat(text.contains("events.data.microsoft.com")).isFalse();
        }
    }

    @Test
    void shouldSayThatItIsForOtherRuntimes() {
        assertRefused(
                new ModelArtifact(new ModelOutput.Value(), OnnxFixtures.numbers("a"), "tribuo", new byte[0], Map.of()),
                "needs the runtime 'tribuo'");
    }

    private static void assertRefused(ModelArtifact artifact, String why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> OnnxScorer.load(artifact))
                .withMessageContaining(why);
    }
}
