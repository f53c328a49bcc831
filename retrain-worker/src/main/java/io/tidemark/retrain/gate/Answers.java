package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Answer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one model answered to the holdout's rows, in arrays.
 *
 * <p>Of classes: the place of the answered class, -1 where there is no answer, {@link #OTHER} for a class that no row is of; and a score per class, all NaN
 * where scores are not known, or are no probabilities. Of numbers: the answer, NaN where there is none.
 */
final class Answers {
    /** An answered class that the truths don't know: wrong in any case. */
    static final int OTHER = -2;

    private static final int NONE = -1;

    private final int[] labels;
    private final double[][] scores;
    private final double[] values;

    private Answers(int[] labels, double[][] scores, double[] values) {
        this.labels = labels;
        this.scores = scores;
        this.values = values;
    }

    /** Answers of which some may be missing. */
    static Answers of(Truths truths, List<Optional<Answer>> answers) {
        int rows = truths.rows();
        int[] labels = new int[rows];
        double[] values = new double[rows];
        Arrays.fill(labels, NONE);
        Arrays.fill(values, Double.NaN);
        double[][] scores = new double[rows][0];
        if (truths instanceof Truths.OfClasses classes) {
            double[] unknown = new double[classes.names().size()];
            Arrays.fill(unknown, Double.NaN);
            Arrays.fill(scores, unknown);
            for (int i = 0; i < rows; i++) {
                if (answers.get(i).orElse(null) instanceof Answer.OfClass answer) {
                    int place = classes.names().indexOf(answer.label());
                    labels[i] = place < 0 ? OTHER : place;
                    scores[i] = scores(answer, classes.names()).orElse(unknown);
                }
            }
        } else {
            for (int i = 0; i < rows; i++) {
                if (answers.get(i).orElse(null) instanceof Answer.OfNumber(double value)) {
                    values[i] = value;
                }
            }
        }
        return new Answers(labels, scores, values);
    }

    /** A score of each class, of two also where one only is given. A class that has none among several was given none of the probability. */
    private static Optional<double[]> scores(Answer.OfClass answer, List<String> names) {
        Map<String, Double> given = answer.scores();
        if (given.isEmpty()
                || !given.values().stream().allMatch(score -> score >= 0 && score <= 1)
                || (given.size() == 1
                        && (names.size() != 2
                                || !names.contains(given.keySet().iterator().next())))) {
            return Optional.empty();
        }
        double[] scores = new double[names.size()];
        for (int k = 0; k < scores.length; k++) {
            Double score = given.get(names.get(k));
            if (score != null) {
                scores[k] = score;
            } else if (given.size() == 1) {
                scores[k] = 1 - given.values().iterator().next();
            }
        }
        return Optional.of(scores);
    }

    boolean isAnswered(int row) {
        return labels[row] != NONE || !Double.isNaN(values[row]);
    }

    boolean isScored(int row) {
        return scores[row].length > 0 && !Double.isNaN(scores[row][0]);
    }

    int label(int row) {
        return labels[row];
    }

    double[] scores(int row) {
        return scores[row];
    }

    double value(int row) {
        return values[row];
    }
}
