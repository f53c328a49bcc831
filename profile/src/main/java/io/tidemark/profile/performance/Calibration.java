package io.tidemark.profile.performance;

import java.util.Arrays;
import java.util.Optional;

/**
 * How often what a score stands for comes true, learned from labels: a step function that never falls as the score rises. It is the isotonic
 * regression of the labels on the scores by pooling adjacent violators: Ayer and others, Annals of Mathematical Statistics 26 (1955); for
 * calibration, Zadrozny and Elkan, KDD (2002). As each step is a share of known rows, its uncertainty is known too.
 *
 * <p>It gets better with rows: merge later profiles with labels into the one that it is learned from, and learn it again. Immutable.
 */
public final class Calibration {
    /** Fewer say too little of where scores are right and where they are wrong. */
    public static final long FEWEST_ROWS = 100;

    private final Optional<String> ofClass;
    private final long rows;
    private final int[] firstPlaces;
    private final double[] probabilities;
    private final double[] variances;

    private Calibration(Optional<String> ofClass, long rows, Steps steps) {
        this.ofClass = ofClass;
        this.rows = rows;
        this.firstPlaces = Arrays.copyOf(steps.firstPlaces, steps.size);
        this.probabilities = new double[steps.size];
        this.variances = new double[steps.size];
        for (int i = 0; i < steps.size; i++) {
            // Half a row more of either kind (Jeffreys): a share of 0 or 1 is never that sure, and the outermost steps
            // tend to be 0 and 1.
            double yes = steps.yes[i] + 0.5;
            double all = steps.all[i] + 1.0;
            probabilities[i] = yes / all;
            variances[i] = probabilities[i] * (1 - probabilities[i]) / all;
        }
    }

    /**
     * Learns from the labels of {@code profile}: of the one class that has scores, where there is one, else how often answers of a
     * confidence are right.
     *
     * @return nothing where fewer than {@value #FEWEST_ROWS} rows with such a score have labels
     */
    public static Optional<Calibration> of(PerformanceProfile profile) {
        ScoreHistogram scores = profile.scores().calibrated();
        long rows = scores.total(ScoreHistogram.LABELLED_YES) + scores.total(ScoreHistogram.LABELLED_NO);
        return rows < FEWEST_ROWS
                ? Optional.empty()
                : Optional.of(new Calibration(profile.positiveClass(), rows, new Steps(scores)));
    }

    /** Steps while they are built. */
    private static final class Steps {
        private final int[] firstPlaces;
        private final double[] yes;
        private final double[] all;
        private int size;

        Steps(ScoreHistogram scores) {
            firstPlaces = new int[scores.size()];
            yes = new double[scores.size()];
            all = new double[scores.size()];
            for (int bin = 0; bin < scores.size(); bin++) {
                long ofYes = scores.count(bin, ScoreHistogram.LABELLED_YES);
                long ofAll = ofYes + scores.count(bin, ScoreHistogram.LABELLED_NO);
                if (ofAll > 0) {
                    push(scores.firstPlace(bin), (double) ofYes, (double) ofAll);
                }
            }
        }

        private void push(int firstPlace, double ofYes, double ofAll) {
            firstPlaces[size] = firstPlace;
            yes[size] = ofYes;
            all[size] = ofAll;
            while (size > 0 && yes[size - 1] * all[size] >= yes[size] * all[size - 1]) {
                yes[size - 1] += yes[size];
                all[size - 1] += all[size];
                size--;
            }
            size++;
        }
    }

    /** The class whose scores it is of; empty where it is of the answers' confidence. */
    public Optional<String> ofClass() {
        return ofClass;
    }

    /** How many labelled rows it was learned from. */
    public long rows() {
        return rows;
    }

    /** The probability that what {@code score} stands for comes true. Beyond the scores it was learned from, that of the nearest. */
    public double probability(double score) {
        return probabilities[stepAt(ScoreHistogram.place(score))];
    }

    int steps() {
        return probabilities.length;
    }

    int stepAt(int place) {
        int found = Arrays.binarySearch(firstPlaces, place);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    double probabilityOf(int step) {
        return probabilities[step];
    }

    /** The variance of a step's probability. */
    double varianceOf(int step) {
        return variances[step];
    }
}
