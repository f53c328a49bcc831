package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;
import static io.tidemark.retrain.data.Verdicts.number;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;

/**
 * Whether chance may have made the challenger look better: a paired one-sided test that it is no better, on rows that both answered. Of the accuracy McNemar's, of the
 * area under the ROC curve DeLong's, of means over rows Student's t.
 */
final class Significance {
    static final String NAME = "significance";

    private Significance() {}

    static GateResult judge(HoldoutAnswers holdout, Metric metric, double level) {
        if (level >= 1) {
            return Verdicts.notJudged(NAME, "retrain.gates.significance is 1: no test is asked for");
        }
        if (!holdout.hasChampion()) {
            return Verdicts.notJudged(NAME, "there is no champion to compare with");
        }
        int[] rows = holdout.comparable(metric);
        if (rows.length < HoldoutSize.FEWEST) {
            return Verdicts.notJudged(
                    NAME, "both answered " + count(rows.length) + " rows only, " + HoldoutSize.FEWEST + " are needed");
        }
        double p = metric == Metric.ACCURACY
                ? holdout.mcNemar(rows)
                : holdout.contrast(metric, 1, rows).pValueThatNotBelow();
        boolean passed = p < level;
        return Verdicts.of(
                NAME,
                passed,
                p,
                level,
                (passed
                                ? "chance makes it look so much better with probability "
                                : "chance alone may be why it looks better: p is ")
                        + number(p) + ", " + number(level) + " is the limit (" + test(metric) + " on "
                        + count(rows.length) + " rows)");
    }

    private static String test(Metric metric) {
        return switch (metric) {
            case ACCURACY -> "McNemar's test";
            case ROC_AUC -> "DeLong's test";
            default -> "paired t-test";
        };
    }
}
