package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.number;

import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;
import java.util.OptionalDouble;

/**
 * Expected calibration error over ten bins of equal width from 0 to 1, as in {@code docs/statistics.md}: Σ n_b/n · |mean score − share of yes| (Naeini, Cooper
 * and Hauskrecht, AAAI 2015). Of two classes of which one is named, of its scores; else of the answers' scores, yes being that the answer is right.
 */
final class CalibrationError {
    static final String NAME = "calibration";
    private static final int BINS = 10;

    private CalibrationError() {}

    static GateResult judge(HoldoutAnswers holdout, double limit) {
        OptionalDouble error = of(holdout.truths(), holdout.challenger(), holdout.all());
        if (error.isEmpty()) {
            return Verdicts.notJudged(NAME, "answers are numbers");
        }
        if (limit >= 1) {
            return Verdicts.notJudged(
                    NAME, "the error is " + number(error.getAsDouble()) + "; retrain.gates.calibration allows any");
        }
        return Verdicts.of(
                NAME,
                error.getAsDouble() <= limit,
                error.getAsDouble(),
                limit,
                "scores are " + number(error.getAsDouble()) + " from what comes true, " + number(limit)
                        + " is the most");
    }

    /** Whether a row's answer has the score that is looked at. */
    static boolean has(Truths truths, Answers answers, int row) {
        return truths instanceof Truths.OfClasses classes
                && answers.isScored(row)
                && placeOf(classes, answers, row) >= 0;
    }

    private static int placeOf(Truths.OfClasses classes, Answers answers, int row) {
        return classes.hasPositive() ? classes.positivePlace() : answers.label(row);
    }

    /** The error on those of the rows whose answers have that score; empty where none has. */
    static OptionalDouble of(Truths truths, Answers answers, int[] among) {
        if (!(truths instanceof Truths.OfClasses classes)) {
            return OptionalDouble.empty();
        }
        double[] scores = new double[BINS];
        double[] yes = new double[BINS];
        long rows = 0;
        for (int row : among) {
            if (has(truths, answers, row)) {
                int place = placeOf(classes, answers, row);
                double score = answers.scores(row)[place];
                int bin = Math.min(BINS - 1, (int) (score * BINS));
                scores[bin] += score;
                yes[bin] += classes.truth()[row] == place ? 1 : 0;
                rows++;
            }
        }
        if (rows == 0) {
            return OptionalDouble.empty();
        }
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            distance += Math.abs(scores[bin] - yes[bin]);
        }
        return OptionalDouble.of(distance / rows);
    }
}
