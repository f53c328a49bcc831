package io.tidemark.retrain.data;

import io.tidemark.profile.performance.Answer;
import io.tidemark.schemas.avro.Prediction;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a logged prediction answered, read as the monitor reads it. */
final class LoggedAnswer {
    private LoggedAnswer() {}

    /** Empty where the log has neither a class nor a finite number. */
    static Optional<Answer> of(Prediction prediction, Optional<String> positive) {
        String label = prediction.getLabel();
        if (label != null) {
            Double score = prediction.getScore();
            return Optional.of(Answer.OfClass.logged(
                    label,
                    prediction.getScores(),
                    score == null ? OptionalDouble.empty() : OptionalDouble.of(score),
                    positive));
        }
        Double value = prediction.getValue();
        return value == null || !Double.isFinite(value) ? Optional.empty() : Optional.of(new Answer.OfNumber(value));
    }
}
