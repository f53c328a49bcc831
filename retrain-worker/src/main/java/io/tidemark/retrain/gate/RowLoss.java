package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;

/**
 * What each row adds to a metric that is a mean over rows: −ln of the true class's score, the squared distance of scores, 1 where the class is wrong, the
 * absolute or squared error. Definitions as in {@code docs/statistics.md}: NaN where the answer lacks what it takes.
 */
final class RowLoss {
    /** The least that a probability counts as, the distance from 1 to the next double: as in scikit-learn. */
    private static final double LEAST_PROBABILITY = Math.ulp(1.0);

    private RowLoss() {}

    static double of(Metric metric, Truths truths, Answers answers, int row) {
        return switch (truths) {
            case Truths.OfClasses classes -> ofClass(metric, classes, answers, row);
            case Truths.OfNumbers numbers -> ofNumber(metric, answers.value(row) - numbers.truth()[row]);
        };
    }

    private static double ofClass(Metric metric, Truths.OfClasses classes, Answers answers, int row) {
        int truth = classes.truth()[row];
        return switch (metric) {
            case ACCURACY -> answers.isAnswered(row) ? (answers.label(row) == truth ? 0 : 1) : Double.NaN;
            case LOG_LOSS ->
                answers.isScored(row)
                        ? 0.0 - StrictMath.log(Math.max(LEAST_PROBABILITY, answers.scores(row)[truth]))
                        : Double.NaN;
            case BRIER -> answers.isScored(row) ? brier(classes, truth, answers.scores(row)) : Double.NaN;
            default -> throw new IllegalArgumentException(metric + " is no mean over rows of classes");
        };
    }

    /** Of two classes of which one is named, its own distance; else the sum over all: Brier, Monthly Weather Review 78 (1950). */
    private static double brier(Truths.OfClasses classes, int truth, double[] scores) {
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            if (!classes.hasPositive() || k == classes.positivePlace()) {
                double distance = scores[k] - (k == truth ? 1 : 0);
                sum += distance * distance;
            }
        }
        return sum;
    }

    private static double ofNumber(Metric metric, double error) {
        return switch (metric) {
            case MAE -> Math.abs(error);
            case RMSE -> error * error;
            default -> throw new IllegalArgumentException(metric + " is no mean over rows of numbers");
        };
    }
}
