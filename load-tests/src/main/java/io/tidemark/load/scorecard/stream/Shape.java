package io.tidemark.load.scorecard.stream;

import io.tidemark.profile.baseline.FeatureKind;
import java.util.random.RandomGenerator;

/** How one feature's values are distributed without drift. */
public enum Shape {
    /** Standard normal. */
    NORMAL(FeatureKind.NUMERIC),
    /** e to a standard normal. */
    LOG_NORMAL(FeatureKind.NUMERIC),
    /** Seven of ten values 0, the others exponential with mean 1. */
    ZERO_INFLATED(FeatureKind.NUMERIC),
    /** 1,000 categories, the share of the r-th proportional to r^−1.1. */
    CATEGORY(FeatureKind.CATEGORICAL);

    static final double ZEROS = 0.7;
    private static final int CATEGORIES = 1_000;
    private static final Zipf ZIPF = new Zipf(CATEGORIES, 1.1);
    private static final String[] NAMES = names();

    private final FeatureKind kind;

    Shape(FeatureKind kind) {
        this.kind = kind;
    }

    public FeatureKind kind() {
        return kind;
    }

    /** A value of a numeric shape. */
    double number(RandomGenerator random) {
        return switch (this) {
            case NORMAL -> random.nextGaussian();
            case LOG_NORMAL -> Math.exp(random.nextGaussian());
            case ZERO_INFLATED -> random.nextDouble() < ZEROS ? 0 : random.nextExponential();
            case CATEGORY -> throw new IllegalStateException("a category is no number");
        };
    }

    /** A category's rank less one. */
    static int category(RandomGenerator random) {
        return ZIPF.draw(random);
    }

    static String categoryName(int index) {
        return NAMES[index];
    }

    /** The share of the category of rank {@code index + 1}. */
    static double categoryShare(int index) {
        return ZIPF.share(index);
    }

    private static String[] names() {
        String[] names = new String[CATEGORIES];
        for (int i = 0; i < CATEGORIES; i++) {
            names[i] = "category-" + (i + 1);
        }
        return names;
    }
}
