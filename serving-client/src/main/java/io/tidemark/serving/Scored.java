package io.tidemark.serving;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model answered to one question. */
public sealed interface Scored {

    /**
     * A class.
     *
     * @param label the class with the highest score, of equal ones the first in the model's order
     * @param scores the score of every class that the model knows, in the model's order; between 0 and 1, they add up to 1
     */
    record OfClass(String label, Map<String, Double> scores) implements Scored {
        public OfClass {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
            if (!scores.containsKey(label)) {
                throw new IllegalArgumentException("the label '" + label + "' has no score among " + scores.keySet());
            }
        }
    }

    /** A number, which is finite. */
    record OfNumber(double value) implements Scored {
        public OfNumber {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("the number is " + value + ", it has to be finite");
            }
        }
    }
}
