package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.rule.Rule;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What came of streams without drift: every alarm is a false one.
 *
 * @param windows judged
 * @param episodes opened
 * @param alarms windows with a feature that drifted
 * @param scores by rule, of each window
 */
public record QuietOutcome(int windows, int episodes, int alarms, Map<Rule, double[]> scores) implements Serializable {

    /** The rule's largest score of each window. */
    public double[] scores(Rule rule) {
        return scores.getOrDefault(rule, new double[0]);
    }

    /** All of several runs, one after the other. */
    public static QuietOutcome of(List<QuietOutcome> runs) {
        Map<Rule, double[]> scores = new EnumMap<>(Rule.class);
        runs.forEach(run -> run.scores.forEach((rule, ofRun) -> scores.merge(rule, ofRun, QuietOutcome::joined)));
        return new QuietOutcome(
                runs.stream().mapToInt(QuietOutcome::windows).sum(),
                runs.stream().mapToInt(QuietOutcome::episodes).sum(),
                runs.stream().mapToInt(QuietOutcome::alarms).sum(),
                scores);
    }

    private static double[] joined(double[] first, double[] second) {
        double[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
