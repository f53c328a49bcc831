package io.tidemark.serving.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GoldenPredictionsTest {
    private static final Map<String, Object> QUESTION = Map.of("x", 1);

    @Test
    void shouldPassTheModelThatMadeThem() {
        Map<String, @Nullable Object> question = new HashMap<>();
        question.put("int", 3);
        question.put("float", 0.1f);
        question.put("text", "ORD");
        question.put("truth", true);
        question.put("missing", null);
        Scorer scorer = features -> new Scored.OfNumber(features.toString().length());

        List<GoldenPrediction> golden = GoldenPredictions.make(scorer, List.of(question, Map.of()));

        assertThat(golden).hasSize(2);
        assertThat(golden.getFirst().getFeatures())
                .containsEntry("int", 3L)
                .containsEntry("float", (double) 0.1f)
                .containsEntry("missing", null);
        GoldenPredictions.check(scorer, golden);
    }

    @Test
    void shouldAllowTheRoundingOfOtherProcessorsAndNoMore() {
        List<GoldenPrediction> million = GoldenPredictions.make(number(1e6), List.of(QUESTION));
        List<GoldenPrediction> zero = GoldenPredictions.make(number(0), List.of(QUESTION));

        assertThatCode(() -> GoldenPredictions.check(number(1e6 + 0.9), million))
                .doesNotThrowAnyException();
        assertThatCode(() -> GoldenPredictions.check(number(-0.9e-6), zero)).doesNotThrowAnyException();
        assertThatThrownBy(() -> GoldenPredictions.check(number(1e6 + 1.1), million))
                .isInstanceOf(GoldenMismatchException.class)
                .hasMessage("golden prediction 1 of 1: the answer is 1000001.1, expected is 1000000.0");
        assertThatThrownBy(() -> GoldenPredictions.check(number(1.1e-6), zero))
                .isInstanceOf(GoldenMismatchException.class);
    }

    @Test
    void shouldCompareEveryClass() {
        List<GoldenPrediction> golden = GoldenPredictions.make(classes(0.7, "yes", "no"), List.of(Map.of(), QUESTION));

        assertThatThrownBy(() -> GoldenPredictions.check(classes(0.71, "yes", "no"), golden))
                .hasMessageContaining("golden prediction 1 of 2: the score of 'no' is 0.29")
                .hasMessageContaining("expected is 0.3");
        assertThatThrownBy(() -> GoldenPredictions.check(classes(0.7, "yes", "maybe"), golden))
                .hasMessageContaining("scores of [maybe, yes], expected are scores of [no, yes]");
        assertThatThrownBy(() -> GoldenPredictions.check(number(0.7), golden))
                .hasMessageContaining("the number 0.7, expected are scores of [no, yes]");
        assertThatThrownBy(() -> GoldenPredictions.check(
                        classes(0.7, "yes", "no"), GoldenPredictions.make(number(5), List.of(QUESTION))))
                .hasMessageContaining("scores of [no, yes], expected is the number 5.0");
    }

    @Test
    void shouldNameTheQuestionThatTheModelFailsAt() {
        List<GoldenPrediction> golden = GoldenPredictions.make(number(1), List.of(Map.of(), QUESTION));
        Scorer failing = features -> {
            if (!features.isEmpty()) {
                throw new IllegalStateException("no answer");
            }
            return new Scored.OfNumber(1);
        };

        assertThatThrownBy(() -> GoldenPredictions.check(failing, golden))
                .isInstanceOf(GoldenMismatchException.class)
                .hasMessageContaining("golden prediction 2 of 2")
                .hasMessageContaining("no answer");
    }

    @Test
    void shouldRefuseFeaturesThatTheSchemaHasNoPlaceFor() {
        assertThatThrownBy(() -> GoldenPredictions.make(number(1), List.of(Map.of("day", LocalDate.EPOCH))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("feature 'day' is a java.time.LocalDate");
        assertThat(GoldenPredictions.make(number(1), Collections.<Map<String, Object>>emptyList()))
                .isEmpty();
    }

    private static Scorer number(double value) {
        return features -> new Scored.OfNumber(value);
    }

    private static Scorer classes(double score, String first, String second) {
        return features -> new Scored.OfClass(first, Map.of(first, score, second, 1 - score));
    }
}
