package io.tidemark.profile.compare;

/** What is measured between baseline and window. */
public enum Statistic {
    POPULATION_STABILITY_INDEX("psi", "population stability index", Question.DISTRIBUTION),
    KOLMOGOROV_SMIRNOV("ks", "Kolmogorov–Smirnov distance", Question.DISTRIBUTION),
    WASSERSTEIN("wasserstein", "normalised Wasserstein distance", Question.DISTRIBUTION),
    JENSEN_SHANNON("jensenShannon", "Jensen–Shannon distance", Question.DISTRIBUTION),
    HELLINGER("hellinger", "Hellinger distance", Question.DISTRIBUTION),
    TOTAL_VARIATION("totalVariation", "total variation distance", Question.DISTRIBUTION),
    L_INFINITY("lInfinity", "largest change of a category's share", Question.DISTRIBUTION),
    CHI_SQUARE("chiSquare", "chi-squared statistic", Question.DISTRIBUTION),
    /** Numbers below the smallest or above the largest thousandth of the baseline. */
    TAIL_RATE("tails", "rate of values in the baseline's tails", Question.RATE),
    /** Rows without a value. */
    MISSING_RATE("missing", "missing rate", Question.QUALITY_RATE),
    /** Values of a wrong type, and infinities. */
    INVALID_RATE("invalid", "rate of invalid values", Question.QUALITY_RATE),
    /** Numbers below the smallest or above the largest of the baseline. */
    OUT_OF_RANGE_RATE("outOfRange", "rate of values outside of the baseline's range", Question.QUALITY_RATE),
    /** Categories that the baseline never had, beyond those to be expected. */
    UNSEEN_RATE("unseen", "rate of categories never seen in the baseline", Question.QUALITY_RATE),
    /** 1 where all values of the window are the same and the baseline's are not. */
    FROZEN("frozen", "standstill", Question.QUALITY),
    /** Distinct categories, as a share of those to be expected. */
    DISTINCT("distinct", "number of distinct categories", Question.QUALITY),
    /** How much the correlation of two features changed. */
    CORRELATION("correlation", "change of a correlation", Question.DEPENDENCE),
    /** The logarithm to base 2 of the rows that came over those that were expected. */
    VOLUME("volume", "change of the number of events in doublings", Question.VOLUME),
    /** How far the labels' mean moved, in the baseline's standard deviations. */
    LABEL_MEAN("labelMean", "shift of the labels' mean in standard deviations", Question.PERFORMANCE),
    ACCURACY("accuracy", "accuracy", Question.PERFORMANCE),
    PRECISION("precision", "precision", Question.PERFORMANCE),
    RECALL("recall", "recall", Question.PERFORMANCE),
    F1("f1", "F1 score", Question.PERFORMANCE),
    MACRO_PRECISION("macroPrecision", "macro-averaged precision", Question.PERFORMANCE),
    MACRO_RECALL("macroRecall", "macro-averaged recall", Question.PERFORMANCE),
    MACRO_F1("macroF1", "macro-averaged F1 score", Question.PERFORMANCE),
    ROC_AUC("rocAuc", "area under the ROC curve", Question.PERFORMANCE),
    LOG_LOSS("logLoss", "log loss", Question.PERFORMANCE),
    BRIER("brier", "Brier score", Question.PERFORMANCE),
    CALIBRATION_ERROR("calibrationError", "calibration error", Question.PERFORMANCE),
    MAE("mae", "mean absolute error", Question.PERFORMANCE),
    RMSE("rmse", "root mean squared error", Question.PERFORMANCE),
    MAPE("mape", "mean absolute percentage error", Question.PERFORMANCE),
    R_SQUARED("rSquared", "R²", Question.PERFORMANCE),
    BIAS("bias", "bias", Question.PERFORMANCE),
    /** Share of wrong answers among those whose labels have just become known. */
    ERROR_RATE("errorRate", "error rate", Question.PERFORMANCE);

    /** What a statistic's p-value is the answer to. */
    private enum Question {
        /** Whether the values are distributed differently: one question, whatever the distance. */
        DISTRIBUTION,
        RATE,
        QUALITY_RATE,
        QUALITY,
        DEPENDENCE,
        VOLUME,
        /** Whether the model predicts worse, or what it predicts came out differently. */
        PERFORMANCE
    }

    private final String key;
    private final String words;
    private final Question question;

    Statistic(String key, String words, Question question) {
        this.key = key;
        this.words = words;
        this.question = question;
    }

    /** Its name in monitor specs, events and JSON. */
    public String key() {
        return key;
    }

    /** What to call it in a sentence. */
    public String words() {
        return words;
    }

    /** Whether it measures how differently values are distributed; all that do share one p-value. */
    public boolean isDistance() {
        return question == Question.DISTRIBUTION;
    }

    /** Whether it is a change of a rate of rows. */
    public boolean isRate() {
        return question == Question.RATE || question == Question.QUALITY_RATE;
    }

    /** Whether its change is a matter of how data come in. */
    public boolean isQuality() {
        return question == Question.QUALITY || question == Question.QUALITY_RATE;
    }
}
