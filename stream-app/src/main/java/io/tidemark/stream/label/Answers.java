package io.tidemark.stream.label;

import io.tidemark.profile.performance.Answer;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.spec.Labels;
import java.util.Map;
import java.util.Optional;

/** What a logged prediction answered. */
public final class Answers {
    private Answers() {}

    /** The answer; empty where the log has neither a class nor a number. */
    public static Optional<Answer> of(LoggedPrediction prediction, Labels labels) {
        if (prediction.label().isPresent()) {
            return Optional.of(Answer.OfClass.logged(
                    prediction.label().get(),
                    ofInterest(prediction.scores(), labels),
                    prediction.score(),
                    labels.positive()));
        }
        return prediction.value().isPresent()
                ? Optional.of(new Answer.OfNumber(prediction.value().getAsDouble()))
                : Optional.empty();
    }

    /** Of two classes the score of the positive one says all. */
    private static Map<String, Double> ofInterest(Map<String, Double> scores, Labels labels) {
        return labels.positive()
                .filter(positive -> scores.size() <= 2 && scores.containsKey(positive))
                .map(positive -> Map.of(positive, scores.getOrDefault(positive, Double.NaN)))
                .orElse(scores);
    }
}
