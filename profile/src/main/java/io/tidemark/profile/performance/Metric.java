package io.tidemark.profile.performance;

import java.util.Arrays;
import java.util.Optional;

/** A measure of how well a model predicts. Formulas and intervals stand in {@code docs/statistics.md}. */
public enum Metric {
    /** Share of right answers. */
    ACCURACY("accuracy", "accuracy", Better.HIGHER),
    /** Of the answers that name the positive class, the share that is right. */
    PRECISION("precision", "precision", Better.HIGHER),
    /** Of the rows of the positive class, the share that is found. */
    RECALL("recall", "recall", Better.HIGHER),
    /** Harmonic mean of precision and recall. */
    F1("f1", "F1 score", Better.HIGHER),
    /** Mean of the classes' precisions. */
    MACRO_PRECISION("macroPrecision", "macro-averaged precision", Better.HIGHER),
    /** Mean of the classes' recalls. */
    MACRO_RECALL("macroRecall", "macro-averaged recall", Better.HIGHER),
    /** Mean of the classes' F1 scores. */
    MACRO_F1("macroF1", "macro-averaged F1 score", Better.HIGHER),
    /** Probability that a row of the class has a higher score than another row; the mean over the classes where there are several. */
    ROC_AUC("rocAuc", "area under the ROC curve", Better.HIGHER),
    /** Mean negative logarithm of the score of the true class. */
    LOG_LOSS("logLoss", "log loss", Better.LOWER),
    /** Mean squared distance of the scores from the truth. */
    BRIER("brier", "Brier score", Better.LOWER),
    /** Mean distance between scores and the frequency of what they predict. */
    CALIBRATION_ERROR("calibrationError", "calibration error", Better.LOWER),
    /** Mean absolute error. */
    MAE("mae", "mean absolute error", Better.LOWER),
    /** Root of the mean squared error. */
    RMSE("rmse", "root mean squared error", Better.LOWER),
    /** Mean absolute error as a share of the truth. */
    MAPE("mape", "mean absolute percentage error", Better.LOWER),
    /** Share of the truth's variance that is explained. */
    R_SQUARED("rSquared", "R²", Better.HIGHER),
    /** Mean error: predicted minus true. */
    BIAS("bias", "bias", Better.NEARER_ZERO);

    /** Which way a metric is better. */
    public enum Better {
        HIGHER,
        LOWER,
        NEARER_ZERO
    }

    private final String key;
    private final String words;
    private final Better better;

    Metric(String key, String words, Better better) {
        this.key = key;
        this.words = words;
        this.better = better;
    }

    /** Its name in monitor specs, events and JSON. */
    public String key() {
        return key;
    }

    /** What to call it in a sentence. */
    public String words() {
        return words;
    }

    public Better better() {
        return better;
    }

    /** The metric of that key. */
    public static Optional<Metric> of(String key) {
        return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }
}
