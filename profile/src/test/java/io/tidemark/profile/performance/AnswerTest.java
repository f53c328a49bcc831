package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    private static final OptionalDouble SCORE = OptionalDouble.of(0.7);

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "false, true", "true, true", "False, True", "no, yes", "yes, yes"})
    void shouldTakeOneScoreForThatOfTheUsualPositiveClass(String label, String positive) {
        assertThat(Answer.OfClass.logged(label, Map.of(), SCORE, Optional.empty()))
                .isEqualTo(new Answer.OfClass(label, Map.of(positive, 0.7), OptionalDouble.empty()));
    }

    @Test
    void shouldTakeOneScoreForThatOfTheDeclaredPositiveClass() {
        assertThat(Answer.OfClass.logged("on time", Map.of(), SCORE, Optional.of("late")))
                .isEqualTo(new Answer.OfClass("on time", Map.of("late", 0.7), OptionalDouble.empty()));
        assertThat(Answer.OfClass.logged("yes", Map.of(), SCORE, Optional.of("no")))
                .isEqualTo(new Answer.OfClass("yes", Map.of("no", 0.7), OptionalDouble.empty()));
    }

    @Test
    void shouldTakeOneScoreForThatOfThePredictedClassWhereNoneIsPositive() {
        assertThat(Answer.OfClass.logged("cat", Map.of(), SCORE, Optional.empty()))
                .isEqualTo(new Answer.OfClass("cat", Map.of(), SCORE));
    }

    @Test
    void shouldPreferTheScoresOfClassesToOneScore() {
        Map<String, Double> scores = Map.of("cat", 0.6, "dog", 0.4);

        assertThat(Answer.OfClass.logged("cat", scores, SCORE, Optional.of("dog")))
                .isEqualTo(new Answer.OfClass("cat", scores, OptionalDouble.empty()));
    }

    @Test
    void shouldDoWithoutAnyScore() {
        assertThat(Answer.OfClass.logged("yes", Map.of(), OptionalDouble.empty(), Optional.of("yes")))
                .isEqualTo(new Answer.OfClass("yes", Map.of(), OptionalDouble.empty()));
    }
}
