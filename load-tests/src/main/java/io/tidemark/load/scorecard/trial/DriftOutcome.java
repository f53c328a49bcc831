package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.rule.Rule;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What came of one stream with drift.
 *
 * @param window 1 for the first, in which an episode of what drifted opened; {@link #NEVER} where the patience ran out
 * @param scores by rule, the largest of the windows in which a detection counts
 */
public record DriftOutcome(int window, Map<Rule, Double> scores) implements Serializable {
    /** The drift was not detected. */
    public static final int NEVER = 0;

    /** The window, 1 for the first, in which an episode of what drifted opened; empty where the patience ran out. */
    public OptionalInt detectedIn() {
        return window == NEVER ? OptionalInt.empty() : OptionalInt.of(window);
    }

    /** The rule's largest score in the windows in which a detection counts. */
    public double score(Rule rule) {
        return scores.getOrDefault(rule, 0.0);
    }
}
