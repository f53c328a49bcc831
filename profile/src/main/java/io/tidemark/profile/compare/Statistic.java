package io.tidemark.profile.compare;

/** What is measured between baseline and window. */
public enum Statistic {
    POPULATION_STABILITY_INDEX("population stability index"),
    KOLMOGOROV_SMIRNOV("Kolmogorov–Smirnov distance"),
    WASSERSTEIN("normalised Wasserstein distance"),
    JENSEN_SHANNON("Jensen–Shannon distance"),
    HELLINGER("Hellinger distance"),
    TOTAL_VARIATION("total variation distance"),
    L_INFINITY("largest change of a category's share"),
    CHI_SQUARE("chi-squared statistic"),
    /** Rows without a value. */
    MISSING_RATE("missing rate"),
    /** Values of a wrong type, and infinities. */
    INVALID_RATE("rate of invalid values"),
    /** Numbers below the smallest or above the largest of the baseline. */
    OUT_OF_RANGE_RATE("rate of values outside of the baseline's range"),
    /** Categories that the baseline never had, beyond those to be expected. */
    UNSEEN_RATE("rate of categories never seen in the baseline");

    private final String words;

    Statistic(String words) {
        this.words = words;
    }

    /** What to call it in a sentence. */
    public String words() {
        return words;
    }

    /** Whether it is a change of a rate of rows, and not of the distribution of their values. */
    public boolean isRate() {
        return compareTo(MISSING_RATE) >= 0;
    }
}
