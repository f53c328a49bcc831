package io.tidemark.profile.performance;

import io.tidemark.profile.stats.WilsonInterval;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a window's metrics will be once its labels are known, from scores alone: each row counts as right with the probability that a
 * {@link Calibration} gives its score (Guillory and others, ICCV 2021; known to practitioners as confidence-based performance
 * estimation).
 *
 * <p><b>What it can't see.</b> It holds as long as a score means what it meant in the rows that the calibration was learned from. Where inputs
 * change so that other scores come (covariate shift), it follows; where the truth changes behind the same scores (concept drift), it
 * stays where it was, however wrong the model has become. Only labels tell that. Nor does it know anything of scores that were never
 * labelled.
 *
 * <p>Intervals are 95 % intervals of the value that the window's labels will give. Their variance is that of the labels given their
 * probabilities, Σ g²·c(1 − c), and that of the calibration, over its steps Σ (Σ g)²·var(c); g is the derivative of the metric by
 * the probability c of a row.
 */
public final class PerformanceEstimate {
    private final ScoreHistogram scores;
    private final Calibration calibration;
    private final int bins;
    private final double[] saidYes;
    private final double[] saidNo;
    private final double[] probability;
    private final double rows;
    private final double saidYesRows;
    private final double yesRows;
    private final double hits;
    private final Map<Metric, MetricValue> metrics = new EnumMap<>(Metric.class);

    private PerformanceEstimate(ScoreHistogram scores, Calibration calibration) {
        this.scores = scores;
        this.calibration = calibration;
        this.bins = scores.size();
        this.saidYes = new double[bins];
        this.saidNo = new double[bins];
        this.probability = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            saidYes[bin] = scores.count(bin, ScoreHistogram.PREDICTED_YES);
            saidNo[bin] = scores.count(bin, ScoreHistogram.ALL) - saidYes[bin];
            probability[bin] = calibration.probabilityOf(stepOf(bin));
        }
        this.saidYesRows = Arrays.stream(saidYes).sum();
        this.rows = saidYesRows + Arrays.stream(saidNo).sum();
        this.hits = weighted(saidYes);
        this.yesRows = hits + weighted(saidNo);
    }

    private double weighted(double[] counts) {
        double sum = 0;
        for (int bin = 0; bin < bins; bin++) {
            sum += counts[bin] * probability[bin];
        }
        return sum;
    }

    private int stepOf(int bin) {
        return calibration.stepAt(scores.middlePlace(bin));
    }

    /**
     * The metrics to be expected of all predictions of {@code window} that have a score, with labels or without.
     *
     * @return of one class with scores: accuracy, precision, recall, F1, ROC AUC, log loss and Brier score; of several, or of confidence alone:
     *     accuracy; nothing where the window has no scores of the kind that the calibration is of
     */
    public static Map<Metric, MetricValue> of(PerformanceProfile window, Calibration calibration) {
        ScoreHistogram scores = window.scores().calibrated();
        if (scores.total(ScoreHistogram.ALL) == 0 || !window.positiveClass().equals(calibration.ofClass())) {
            return Map.of();
        }
        PerformanceEstimate estimate = new PerformanceEstimate(scores, calibration);
        estimate.putAccuracy();
        if (calibration.ofClass().isPresent()) {
            estimate.putPrecisionAndRecall();
            estimate.putArea();
            if (window.scores().areProbabilities()) {
                estimate.putLosses();
            }
        }
        return Collections.unmodifiableMap(estimate.metrics);
    }

    /** A row that is said to be of the class is right with the probability c, another with 1 − c. */
    private void putAccuracy() {
        double value = (hits + (rows - saidYesRows) - (yesRows - hits)) / rows;
        putShare(Metric.ACCURACY, value, filled(1 / rows), filled(-1 / rows));
    }

    private void putPrecisionAndRecall() {
        double recall = hits / yesRows;
        double f1 = 2 * hits / (saidYesRows + yesRows);
        if (saidYesRows > 0) {
            putShare(Metric.PRECISION, hits / saidYesRows, filled(1 / saidYesRows), filled(0));
        }
        putShare(Metric.RECALL, recall, filled((1 - recall) / yesRows), filled(-recall / yesRows));
        double either = saidYesRows + yesRows;
        putShare(Metric.F1, f1, filled((2 - f1) / either), filled(-f1 / either));
    }

    private void putArea() {
        double noRows = rows - yesRows;
        double[] noBelow = new double[bins];
        double[] yesAbove = new double[bins];
        double no = 0;
        double yes = 0;
        double area = 0;
        for (int bin = 0; bin < bins; bin++) {
            double ofBin = saidYes[bin] + saidNo[bin];
            double yesHere = ofBin * probability[bin];
            double noHere = ofBin - yesHere;
            noBelow[bin] = no + noHere / 2;
            yesAbove[bin] = yesRows - yes - yesHere / 2;
            area += yesHere * noBelow[bin] / yesRows / noRows;
            no += noHere;
            yes += yesHere;
        }
        double[] gradient = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            gradient[bin] = (noBelow[bin] - yesAbove[bin]) / yesRows / noRows - area * (1 / yesRows - 1 / noRows);
        }
        putShare(Metric.ROC_AUC, area, gradient, gradient);
    }

    private void putLosses() {
        double loss = 0;
        double square = 0;
        double[] ofLoss = new double[bins];
        double[] ofSquare = new double[bins];
        for (int bin = 0; bin < bins; bin++) {
            double score = scores.middleScore(bin);
            double ifYes = -Math.log(Math.max(ClassScores.LEAST_PROBABILITY, score));
            double ifNo = -Math.log(Math.max(ClassScores.LEAST_PROBABILITY, 1 - score));
            double share = (saidYes[bin] + saidNo[bin]) / rows;
            loss += share * (probability[bin] * ifYes + (1 - probability[bin]) * ifNo);
            square += share * (probability[bin] * (1 - score) * (1 - score) + (1 - probability[bin]) * score * score);
            ofLoss[bin] = (ifYes - ifNo) / rows;
            ofSquare[bin] = (1 - 2 * score) / rows;
        }
        putMean(Metric.LOG_LOSS, loss, ofLoss);
        putMean(Metric.BRIER, square, ofSquare);
    }

    private double[] filled(double value) {
        double[] array = new double[bins];
        Arrays.fill(array, value);
        return array;
    }

    private void putShare(Metric metric, double value, double[] ifYes, double[] ifNo) {
        double bounded = Math.clamp(value, 0.0, 1.0);
        Intervals.ofLogit(bounded, standardError(ifYes, ifNo), (long) rows, (long) rows)
                .ifPresent(found -> metrics.put(metric, found));
    }

    private void putMean(Metric metric, double value, double[] gradient) {
        double error = standardError(gradient, gradient);
        double half = WilsonInterval.Z * error;
        Intervals.ofBounds(value, error, Math.max(0, value - half), value + half, (long) rows)
                .ifPresent(found -> metrics.put(metric, found));
    }

    /**
     * The standard error of a metric.
     *
     * @param ifYes its derivative by the probability of a row of each bin that is said to be of the class
     * @param ifNo that of another row
     */
    private double standardError(double[] ifYes, double[] ifNo) {
        double[] ofSteps = new double[calibration.steps()];
        double variance = 0;
        for (int bin = 0; bin < bins; bin++) {
            double squares = saidYes[bin] * ifYes[bin] * ifYes[bin] + saidNo[bin] * ifNo[bin] * ifNo[bin];
            variance += probability[bin] * (1 - probability[bin]) * squares;
            ofSteps[stepOf(bin)] += saidYes[bin] * ifYes[bin] + saidNo[bin] * ifNo[bin];
        }
        for (int step = 0; step < ofSteps.length; step++) {
            variance += ofSteps[step] * ofSteps[step] * calibration.varianceOf(step);
        }
        return Math.sqrt(variance);
    }
}
