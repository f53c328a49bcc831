package io.tidemark.load.scorecard.rule;

import java.util.Arrays;

/** Chooses a rule's threshold so that it alarms falsely as often as it may. */
public final class Matching {
    /** Scores are 0 or more. */
    private static final double BELOW_ALL = -1;

    private Matching() {}

    /**
     * The lowest threshold that at most {@code allowed} of the scores exceed: the one that detects most.
     *
     * @param scores the rule's largest score of each window without drift
     */
    public static double threshold(double[] scores, int allowed) {
        if (allowed >= scores.length) {
            return BELOW_ALL;
        }
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1 - allowed];
    }

    /** How many scores exceed {@code threshold}. */
    public static int exceeding(double[] scores, double threshold) {
        return (int) Arrays.stream(scores).filter(score -> score > threshold).count();
    }
}
