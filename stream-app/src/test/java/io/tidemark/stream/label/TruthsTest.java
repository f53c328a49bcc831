package io.tidemark.stream.label;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Truth;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruthsTest {
    private static final Answer YES = new Answer.OfClass("yes", Map.of(), OptionalDouble.empty());
    private static final Answer SEVEN = new Answer.OfNumber(7);

    private static Optional<Truth> of(Answer answer, String label) {
        return Truths.of(answer, Optional.of(label), OptionalDouble.empty());
    }

    private static Optional<Truth> of(Answer answer, double value) {
        return Truths.of(answer, Optional.empty(), OptionalDouble.of(value));
    }

    @Test
    void shouldGoByTheAnswerWhereBothAreLogged() {
        assertThat(Truths.of(YES, Optional.of("8"), OptionalDouble.of(9))).contains(new Truth.OfClass("8"));
        assertThat(Truths.of(SEVEN, Optional.of("8"), OptionalDouble.of(9))).contains(new Truth.OfNumber(9));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "0,0", "-2.50,-2.5", "100,100", "1e21,1000000000000000000000"})
    void shouldWriteNumbersAsClassesAreWritten(double value, String label) {
        assertThat(of(YES, value)).contains(new Truth.OfClass(label));
    }

    @Test
    void shouldReadANumberFromALabel() {
        assertThat(of(SEVEN, "7.5")).contains(new Truth.OfNumber(7.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seven", "", "NaN", "-Infinity"})
    void shouldNotTakeALabelThatIsNoFiniteNumberForANumber(String label) {
        assertThat(of(SEVEN, label)).isEmpty();
        assertThat(of(YES, label)).contains(new Truth.OfClass(label));
    }

    @Test
    void shouldNotTakeWhatIsNotFinite() {
        assertThat(of(SEVEN, Double.NaN)).isEmpty();
        assertThat(of(YES, Double.NEGATIVE_INFINITY)).isEmpty();
        assertThat(of(new Answer.OfNumber(Double.NaN), 7)).isEmpty();
    }

    @Test
    void shouldBeEmptyWhereNothingIsLogged() {
        assertThat(Truths.of(YES, Optional.empty(), OptionalDouble.empty())).isEmpty();
        assertThat(Truths.of(SEVEN, Optional.empty(), OptionalDouble.empty())).isEmpty();
    }
}
