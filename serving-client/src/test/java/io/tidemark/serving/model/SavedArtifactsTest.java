package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.serving.Scored;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Artifacts that were written by earlier versions of the format: later ones have to read them, and to answer the same. */
class SavedArtifactsTest {
    private static final Map<String, Object> QUESTION = Map.of("x", 90.0, "y", -1.5, "colour", "red", "flag", true);

    @Test
    void shouldReadArtifactsOfVersion1() {
        assertThat(answer("logistic_regression"))
                .isEqualTo(new Scored.OfClass(
                        "up",
                        Map.of("down", 0.01369627295137679, "flat", 0.1966744869235855, "up", 0.7896292401250378)));
        assertThat(answer("random_forest"))
                .isEqualTo(new Scored.OfClass("up", Map.of("down", 0.0, "flat", 0.4, "up", 0.6)));
        assertThat(answer("xgboost"))
                .isEqualTo(new Scored.OfClass(
                        "up",
                        Map.of("down", 0.2292548269033432, "flat", 0.25376391410827637, "up", 0.5169812440872192)));
        assertThat(answer("linear_regression")).isEqualTo(new Scored.OfNumber(1.5555187851280545));
    }

    /** ONNX models of {@code fixtures.py} in the folder of the package {@code onnx}; the answers are those that it reckoned, and sigmoid(0.5 x - 1.25 y). */
    @Test
    void shouldReadArtifactsOfVersion2() {
        assertScore(
                score(
                        "named",
                        "late",
                        Map.of("distance", 800.0, "delay", 3.5, "hour", 9, "weekend", false, "carrier", "AA")),
                0.026720248425209616);
        assertScore(score("codes", "yes", Map.of("colour", "red", "y", 2)), sigmoid(0.5 * 4 - 1.25 * 2));
        assertScore(score("codes", "yes", Map.of("colour", "green")), sigmoid(0.5 * -2 - 1.25 * 0.5));
        assertScore(score("onehot", "yes", Map.of("colour", "blue")), sigmoid(-1.25));
    }

    private static double score(String name, String label, Map<String, Object> question) {
        Scored.OfClass scored =
                (Scored.OfClass) ModelRuntimes.load(ModelArtifact.read(bytes("artifact-v2-" + name + ".bin")))
                        .score(question);
        return scored.scores().getOrDefault(label, Double.NaN);
    }

    private static void assertScore(double given, double expected) {
        assertThat(given).isCloseTo(expected, within(1e-6));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static Scored answer(String name) {
        return TribuoScorer.load(ModelArtifact.read(bytes("artifact-v1-" + name + ".bin")))
                .score(QUESTION);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = SavedArtifactsTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new AssertionError("no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
