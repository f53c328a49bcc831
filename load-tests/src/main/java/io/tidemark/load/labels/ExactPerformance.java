package io.tidemark.load.labels;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How well a window's rows were predicted, from the rows themselves and by definition.
 *
 * @param accuracy share of right answers
 * @param logLoss mean of −ln of the score of the true class
 * @param brier mean of (score − truth)²
 * @param rocAuc share of the pairs of a positive and a negative row in which the positive one has the higher score, ties half
 */
public record ExactPerformance(
        long predictions,
        long labelled,
        long corrected,
        long right,
        double accuracy,
        double logLoss,
        double brier,
        double rocAuc) {

    /** A prediction and what is known of its truth in the end. */
    static final class Row {
        final int number;
        final Instant window;
        final Instant time;
        final String region;
        final double score;

        /** Empty where no label of it counts. */
        String truth = "";

        boolean corrected;

        Row(int number, Instant window, Instant time, String region, double score) {
            this.number = number;
            this.window = window;
            this.time = time;
            this.region = region;
            this.score = score;
        }

        String id() {
            return "id-" + number;
        }

        boolean isOf(String segment) {
            return segment.equals(LabelPlan.ALL) || segment.equals("region=" + region);
        }

        String answer() {
            return score > 0.5 ? LabelPlan.YES : LabelPlan.NO;
        }
    }

    static ExactPerformance of(List<Row> rows, Set<String> corrected) {
        List<Row> labelled = rows.stream().filter(row -> !row.truth.isEmpty()).toList();
        double[] scores = labelled.stream().mapToDouble(row -> row.score).toArray();
        double[] truths = labelled.stream()
                .mapToDouble(row -> row.truth.equals(LabelPlan.YES) ? 1 : 0)
                .toArray();
        long right =
                labelled.stream().filter(row -> row.truth.equals(row.answer())).count();
        return new ExactPerformance(
                rows.size(),
                labelled.size(),
                rows.stream().filter(row -> corrected.contains(row.id())).count(),
                right,
                (double) right / labelled.size(),
                logLoss(scores, truths),
                brier(scores, truths),
                rocAuc(scores, truths));
    }

    private static double logLoss(double[] scores, double[] truths) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum -= Math.log(truths[i] == 1 ? scores[i] : 1 - scores[i]);
        }
        return sum / scores.length;
    }

    private static double brier(double[] scores, double[] truths) {
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            sum += (scores[i] - truths[i]) * (scores[i] - truths[i]);
        }
        return sum / scores.length;
    }

    private static double rocAuc(double[] scores, double[] truths) {
        double above = 0;
        long pairs = 0;
        for (int yes = 0; yes < scores.length; yes++) {
            for (int no = 0; no < scores.length; no++) {
                if (truths[yes] == 1 && truths[no] == 0) {
                    pairs++;
                    above += scores[yes] > scores[no] ? 1 : scores[yes] == scores[no] ? 0.5 : 0;
                }
            }
        }
        return above / pairs;
    }
}
