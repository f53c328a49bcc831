package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;
import static io.tidemark.retrain.data.Verdicts.number;
import static io.tidemark.retrain.data.Verdicts.percent;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;
import java.util.OptionalDouble;

/** Whether the challenger's loss is less than the champion's by the share that the spec asks for. */
final class Improvement {
    static final String NAME = "improvement";

    private Improvement() {}

    static GateResult judge(HoldoutAnswers holdout, Metric metric, double asked) {
        if (!holdout.hasChampion()) {
            return Verdicts.notJudged(NAME, "there is no champion to compare with");
        }
        int[] rows = holdout.comparable(metric);
        OptionalDouble challenger = holdout.ofChallenger(metric, rows);
        OptionalDouble champion = holdout.ofChampion(metric, rows);
        if (rows.length < HoldoutSize.FEWEST || challenger.isEmpty() || champion.isEmpty()) {
            return Verdicts.failed(NAME, incomparable(holdout, metric, rows.length));
        }
        double loss = Losses.lossOf(metric, challenger.getAsDouble());
        double championLoss = Losses.lossOf(metric, champion.getAsDouble());
        double better = relativeGain(loss, championLoss);
        String compared = metric.words() + " " + number(challenger.getAsDouble()) + " against "
                + number(champion.getAsDouble()) + " of " + holdout.championName() + " on " + count(rows.length)
                + " later rows: " + gain(better);
        boolean passed = better >= asked;
        return Verdicts.of(NAME, passed, better, asked, compared + ", " + percent(asked) + " better was asked for");
    }

    /** By which share the loss is less; of a champion without any loss nothing can be less, only more. */
    private static double relativeGain(double loss, double championLoss) {
        if (championLoss > 0) {
            return (championLoss - loss) / championLoss;
        }
        return loss > 0 ? Double.NEGATIVE_INFINITY : 0;
    }

    private static String gain(double better) {
        if (Double.isInfinite(better)) {
            return "worse than none at all";
        }
        return better == 0 ? "the same" : percent(Math.abs(better)) + (better > 0 ? " better" : " worse");
    }

    private static String incomparable(HoldoutAnswers holdout, Metric metric, int rows) {
        boolean needsScores = metric != Metric.ACCURACY && metric != Metric.MAE && metric != Metric.RMSE;
        return "the " + metric.words() + " of " + holdout.championName() + " can't be told: of "
                + count(holdout.rows().size()) + " later rows it has answered " + count(rows)
                + (needsScores ? " with scores of the classes" : "") + ", " + HoldoutSize.FEWEST
                + (metric == Metric.ROC_AUC ? " of more than one class" : "") + " are needed"
                + (needsScores ? "; let it log scores, set retrain.gates.metric to accuracy," : ";")
                + " or wait until it has answered more";
    }
}
