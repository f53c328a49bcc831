package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.serving.Scored;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Artifacts that were written by the first version of the format: later ones have to read them, and to answer the same. */
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
