package io.tidemark.stream.event;

/**
 * The names under which a model's output is monitored beside its features. They begin with {@code $}, which no feature
 * name may.
 */
public final class Predictions {
    /** The predicted class. */
    public static final String LABEL = "$prediction";
    /** The predicted number of a regression. */
    public static final String VALUE = "$value";
    /** The score of the predicted or positive class. */
    public static final String SCORE = "$score";

    private Predictions() {}

    /** The name of the score of one class. */
    public static String scoreOf(String label) {
        return SCORE + "." + label;
    }

    /** Whether {@code name} is one of those here, the score of any class included. */
    public static boolean isPart(String name) {
        return name.equals(LABEL) || name.equals(VALUE) || name.equals(SCORE) || name.startsWith(scoreOf(""));
    }

    /** Whether {@code name} is a model's output rather than a feature. */
    public static boolean isPrediction(String name) {
        return name.startsWith("$");
    }
}
