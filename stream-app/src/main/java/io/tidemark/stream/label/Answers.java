package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.spec.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a logged prediction answered.
 *
 * <p>A log may have a single score without saying of what. It is that of the positive class, where the spec names one or where the
 * predicted classes are called as positive and negative ones usually are; else that of the predicted class.
 */
public final class Answers {
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

    private Answers() {}

    /** The answer; empty where the log has neither a class nor a number. */
    public static Optional<Answer> of(LoggedPrediction prediction, Labels labels) {
        if (prediction.label().isPresent()) {
            return Optional.of(ofClass(prediction.label().get(), prediction, labels));
        }
        return prediction.value().isPresent()
                ? Optional.of(new Answer.OfNumber(prediction.value().getAsDouble()))
                : Optional.empty();
    }

    private static Answer ofClass(String label, LoggedPrediction prediction, Labels labels) {
        if (!prediction.scores().isEmpty()) {
            return new Answer.OfClass(label, ofInterest(prediction.scores(), labels), OptionalDouble.empty());
        }
        Optional<String> positive = labels.positive().or(() -> Optional.ofNullable(USUAL.get(label)));
        return prediction.score().isPresent() && positive.isPresent()
                ? new Answer.OfClass(
                        label, Map.of(positive.get(), prediction.score().getAsDouble()), OptionalDouble.empty())
                : new Answer.OfClass(label, Map.of(), prediction.score());
    }

    /** Of two classes the score of the positive one says all. */
    private static Map<String, Double> ofInterest(Map<String, Double> scores, Labels labels) {
        return labels.positive()
                .filter(positive -> scores.size() <= 2 && scores.containsKey(positive))
                .map(positive -> Map.of(positive, scores.getOrDefault(positive, Double.NaN)))
                .orElse(scores);
    }
}
