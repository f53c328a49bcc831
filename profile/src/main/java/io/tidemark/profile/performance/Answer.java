package io.tidemark.profile.performance;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a model answered to one question, as far as its performance goes. */
public sealed interface Answer {

    /**
     * A class.
     *
     * @param label the predicted class
     * @param scores what the model gave to classes, by class, between 0 and 1 where they are probabilities. It may name some classes
     *     only: of two classes one is enough
     * @param confidence the score of the predicted class, where that is all that is known
     */
    record OfClass(String label, Map<String, Double> scores, OptionalDouble confidence) implements Answer {
        public OfClass {
            scores = Map.copyOf(scores);
        }

        /** The positive class, by either of two that are called as positive and negative ones usually are. */
        private static final Map<String, String> USUAL = Map.ofEntries(
                Map.entry("0", "1"),
                Map.entry("1", "1"),
                Map.entry("false", "true"),
                Map.entry("true", "true"),
                Map.entry("False", "True"),
                Map.entry("True", "True"),
                Map.entry("no", "yes"),
                Map.entry("yes", "yes"));

        /**
         * A class as a log has it, which may have a single score without saying of what. It is that of the positive class, where that is declared or where
         * the predicted class is called as one of two usually is; else that of the predicted class.
         *
         * @param scores by class; where there are any, {@code score} says nothing more
         * @param positive the positive class, as the monitor spec declares it
         */
        public static OfClass logged(
                String label, Map<String, Double> scores, OptionalDouble score, Optional<String> positive) {
            if (!scores.isEmpty() || score.isEmpty()) {
                return new OfClass(label, scores, OptionalDouble.empty());
            }
            return positive.or(() -> Optional.ofNullable(USUAL.get(label)))
                    .map(name -> new OfClass(label, Map.of(name, score.getAsDouble()), OptionalDouble.empty()))
                    .orElseGet(() -> new OfClass(label, Map.of(), score));
        }
    }

    /** A number, which is finite. */
    record OfNumber(double value) implements Answer {}
}
