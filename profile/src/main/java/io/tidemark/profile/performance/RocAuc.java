package io.tidemark.profile.performance;

import java.util.Optional;

/**
 * The area under the ROC curve over the bins of a histogram, whose scores count as tied: the probability that a row of the class has a
 * higher score than another row, ties half. Its variance is that of a U statistic: DeLong, DeLong and Clarke-Pearson, Biometrics 44
 * (1988).
 *
 * @param standardError 0 where each side's rows have all the same rank among the other's
 * @param yes rows of the class, above 0
 * @param no other rows, above 0
 */
record RocAuc(double area, double standardError, long yes, long no) {

    /** The area of the rows that have labels; nothing where one of the two kinds is missing. */
    static Optional<RocAuc> of(ScoreHistogram scores) {
        double[] yes = new double[scores.size()];
        double[] no = new double[scores.size()];
        for (int bin = 0; bin < yes.length; bin++) {
            yes[bin] = scores.count(bin, ScoreHistogram.LABELLED_YES);
            no[bin] = scores.count(bin, ScoreHistogram.LABELLED_NO);
        }
        long yesRows = scores.total(ScoreHistogram.LABELLED_YES);
        long noRows = scores.total(ScoreHistogram.LABELLED_NO);
        return yesRows == 0 || noRows == 0 ? Optional.empty() : Optional.of(of(yes, no, yesRows, noRows));
    }

    private static RocAuc of(double[] yes, double[] no, long yesRows, long noRows) {
        double pairs = 0;
        double noBelow = 0;
        for (int bin = 0; bin < yes.length; bin++) {
            pairs += yes[bin] * (noBelow + no[bin] / 2);
            noBelow += no[bin];
        }
        double area = pairs / yesRows / noRows;
        double ofYes = 0;
        double ofNo = 0;
        double yesBelow = 0;
        noBelow = 0;
        for (int bin = 0; bin < yes.length; bin++) {
            double above = (noBelow + no[bin] / 2) / noRows - area;
            double below = (yesRows - yesBelow - yes[bin] / 2) / yesRows - area;
            ofYes += yes[bin] * above * above;
            ofNo += no[bin] * below * below;
            yesBelow += yes[bin];
            noBelow += no[bin];
        }
        double variance = ofYes / Math.max(1, yesRows - 1) / yesRows + ofNo / Math.max(1, noRows - 1) / noRows;
        return new RocAuc(area, Math.sqrt(variance), yesRows, noRows);
    }

    /** Of how many rows there are of the rarer kind. */
    long fewest() {
        return Math.min(yes, no);
    }
}
