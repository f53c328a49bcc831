package io.tidemark.retrain.data;

import io.tidemark.profile.performance.Answer;
import io.tidemark.schemas.avro.Prediction;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a logged prediction answered, read as the monitor reads it: a single score is that of the positive class, where the spec names one or where classes are
 * called as positive and negative ones usually are; else that of the predicted class.
 */
final class LoggedAnswer {
    /** The positive class, by either of two. */
    private static final Map<String, String> USUAL = Map.ofEntries(
            Map.entry("0", "1"),
            Map.entry("1", "1"),
            Map.entry("false", "true"),
            Map.entry("true", "true"),
            Map.entry("False", "True"),
            Map.entry("True", "True"),
            Map.entry("no", "yes"),
            Map.entry("yes", "yes"));

    private LoggedAnswer() {}

    /** Empty where the log has neither a class nor a finite number. */
    static Optional<Answer> of(Prediction prediction, Optional<String> positive) {
        String label = prediction.getLabel();
        if (label != null) {
            return Optional.of(ofClass(label, prediction, positive));
        }
        Double value = prediction.getValue();
        return value == null || !Double.isFinite(value) ? Optional.empty() : Optional.of(new Answer.OfNumber(value));
    }

    private static Answer ofClass(String label, Prediction prediction, Optional<String> positive) {
        if (!prediction.getScores().isEmpty()) {
            return new Answer.OfClass(label, prediction.getScores(), OptionalDouble.empty());
        }
        Double score = prediction.getScore();
        if (score == null) {
            return new Answer.OfClass(label, Map.of(), OptionalDouble.empty());
        }
        return positive.or(() -> Optional.ofNullable(USUAL.get(label)))
                .map(name -> new Answer.OfClass(label, Map.of(name, score), OptionalDouble.empty()))
                .orElseGet(() -> new Answer.OfClass(label, Map.of(), OptionalDouble.of(score)));
    }
}
