package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.rule.Rule;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What came of one stream with drift.
 *
 * @param detectedIn the window, 1 for the first, in which an episode of what drifted opened; empty where the patience ran out
 * @param scores by rule, the largest of the windows in which a detection counts
 */
public record DriftOutcome(OptionalInt detectedIn, Map<Rule, Double> scores) {

    /** The rule's largest score in the windows in which a detection counts. */
    public double score(Rule rule) {
        return scores.getOrDefault(rule, 0.0);
    }
}
