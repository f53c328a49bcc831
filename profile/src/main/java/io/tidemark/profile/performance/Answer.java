package io.tidemark.profile.performance;

import java.util.Map;
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
    }

    /** A number, which is finite. */
    record OfNumber(double value) implements Answer {}
}
