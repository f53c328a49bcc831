package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a logged ground truth is the truth of, which the answer decides: of a class its label, else its number as text (1, and not 1.0); of a number its
 * number, else the one that its label is.
 */
public final class Truths {
    private Truths() {}

    /**
     * The truth of an answer; empty where this can't be it, as a label that is no finite number for a number: such a truth is {@linkplain
     * LabelOutcome#UNFIT unfit}.
     *
     * @param label the class, where a class was logged
     * @param value the number, where a number was logged
     */
    public static Optional<Truth> of(Answer answer, Optional<String> label, OptionalDouble value) {
        Optional<Truth> truth = switch (answer) {
            case Answer.OfClass _ -> label.or(() -> textOf(value)).map(Truth.OfClass::new);
            case Answer.OfNumber _ ->
                value.isPresent()
                        ? Optional.of(new Truth.OfNumber(value.getAsDouble()))
                        : label.flatMap(Truths::numberOf);
        };
        return truth.filter(found -> PerformanceProfile.fits(answer, found));
    }

    /** Classes are often logged as numbers. */
    private static Optional<String> textOf(OptionalDouble number) {
        return number.isPresent() && Double.isFinite(number.getAsDouble())
                ? Optional.of(BigDecimal.valueOf(number.getAsDouble())
                        .stripTrailingZeros()
                        .toPlainString())
                : Optional.empty();
    }

    private static Optional<Truth> numberOf(String text) {
        try {
            return Optional.of(new Truth.OfNumber(Double.parseDouble(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
