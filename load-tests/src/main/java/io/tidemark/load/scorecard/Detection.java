package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.estimate.PairedTest;
import io.tidemark.load.scorecard.estimate.Proportion;
import io.tidemark.load.scorecard.rule.Matching;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.DriftOutcome;
import java.util.List;
import java.util.Optional;

/**
 * How one drift was detected at one window size.
 *
 * @param noDrift the same kind of stream without drift, where it was run
 */
public record Detection(DriftCell cell, List<DriftOutcome> outcomes, Optional<NoDrift> noDrift) {
    private static final double SIGNIFICANT = 0.05;

    public Detection {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * A rule with the threshold that makes its false alarms as frequent as {@code level} says.
     *
     * @param falseWindows it has without drift
     * @param pValue of McNemar's test against Tidemark, on the same streams
     * @param more whether it detected more than Tidemark
     */
    public record Matched(
            Rule rule,
            MatchLevel level,
            double threshold,
            int falseWindows,
            Proportion detected,
            double pValue,
            boolean more) {

        /** Whether the rule is better than Tidemark here, and not by chance. */
        public boolean beatsTidemark() {
            return more && pValue < SIGNIFICANT;
        }
    }

    /** Detected in time: in the first window, or for the gradual drift before the last. */
    public Proportion tidemark() {
        return new Proportion(outcomes.stream().filter(this::inTime).count(), outcomes.size());
    }

    private boolean inTime(DriftOutcome outcome) {
        return outcome.detectedIn().orElse(Integer.MAX_VALUE) <= cell.scenario().detectionWindows();
    }

    /** Detected in time by a rule with its own threshold. */
    public Proportion fixed(Rule rule) {
        return detected(rule, rule.threshold());
    }

    private Proportion detected(Rule rule, double threshold) {
        return new Proportion(
                outcomes.stream()
                        .filter(outcome -> outcome.score(rule) > threshold)
                        .count(),
                outcomes.size());
    }

    /** Detected in time by a rule that may alarm falsely no more often; empty without streams to match on. */
    public Optional<Matched> matched(Rule rule, MatchLevel level) {
        return noDrift.map(quiet -> {
            double threshold = quiet.threshold(rule, level);
            int onlyRule = 0;
            int onlyTidemark = 0;
            for (DriftOutcome outcome : outcomes) {
                boolean byRule = outcome.score(rule) > threshold;
                onlyRule += byRule && !inTime(outcome) ? 1 : 0;
                onlyTidemark += !byRule && inTime(outcome) ? 1 : 0;
            }
            return new Matched(
                    rule,
                    level,
                    threshold,
                    Matching.exceeding(quiet.outcome().scores(rule), threshold),
                    detected(rule, threshold),
                    PairedTest.pValue(onlyRule, onlyTidemark),
                    onlyRule > onlyTidemark);
        });
    }

    /** Streams in which the drift was not detected within the patience. */
    public Proportion undetected() {
        return new Proportion(
                outcomes.stream()
                        .filter(outcome -> outcome.detectedIn().isEmpty())
                        .count(),
                outcomes.size());
    }

    /** Windows until the episode opened, 1 for the first; an undetected drift counts as the patience, so this is a lower bound. */
    public double meanDelay() {
        return outcomes.stream()
                .mapToInt(outcome -> outcome.detectedIn().orElse(cell.patience()))
                .average()
                .orElse(Double.NaN);
    }

    /** The median delay, of an even number the lower one; empty where the patience ran out first. */
    public Optional<Integer> medianDelay() {
        int median = outcomes.stream()
                .mapToInt(outcome -> outcome.detectedIn().orElse(Integer.MAX_VALUE))
                .sorted()
                .skip((outcomes.size() - 1) / 2)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
        return median == Integer.MAX_VALUE ? Optional.empty() : Optional.of(median);
    }
}
