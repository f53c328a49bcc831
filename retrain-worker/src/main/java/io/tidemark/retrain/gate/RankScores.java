package io.tidemark.retrain.gate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How the scores of one class rank: of each row of the class the share of other rows with a lower score, and of each other row the share of
 * rows of the class with a higher one, half of a tie. Their means are the area under the ROC curve: the structural components V10 and V01 of DeLong, DeLong
 * and Clarke-Pearson, Biometrics 44 (1988), found by sorting as in Sun and Xu, IEEE Signal Processing Letters 21 (2014).
 *
 * @param components in the order of the rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; inside this package only
record RankScores(double[] components, double area) {

    /**
     * Ranks rows.
     *
     * @param yes whether each row is of the class; some are, and some are not
     */
    static RankScores of(double[] scores, boolean[] yes) {
        int rows = scores.length;
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long all = IntStream.range(0, rows).filter(i -> yes[i]).count();
        double yesRows = all;
        double noRows = rows - all;
        double[] components = new double[rows];
        double yesBelow = 0;
        double noBelow = 0;
        for (int from = 0; from < rows; ) {
            int to = from;
            double yesTied = 0;
            while (to < rows && scores[order[to]] == scores[order[from]]) {
                yesTied += yes[order[to++]] ? 1 : 0;
            }
            double noTied = to - from - yesTied;
            for (int i = from; i < to; i++) {
                components[order[i]] =
                        yes[order[i]] ? (noBelow + noTied / 2) / noRows : (yesRows - yesBelow - yesTied / 2) / yesRows;
            }
            yesBelow += yesTied;
            noBelow += noTied;
            from = to;
        }
        double area = IntStream.range(0, rows)
                        .filter(i -> yes[i])
                        .mapToDouble(i -> components[i])
                        .sum()
                / yesRows;
        return new RankScores(components, area);
    }

    static double[] column(Answers answers, int[] rows, int place) {
        return Arrays.stream(rows)
                .mapToDouble(row -> answers.scores(row)[place])
                .toArray();
    }
}
