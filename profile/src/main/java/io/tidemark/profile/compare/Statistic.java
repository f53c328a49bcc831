package io.tidemark.profile.compare;

/** What is measured between baseline and window. */
public enum Statistic {
    POPULATION_STABILITY_INDEX("psi", "population stability index"),
    KOLMOGOROV_SMIRNOV("ks", "Kolmogorov–Smirnov distance"),
    WASSERSTEIN("wasserstein", "normalised Wasserstein distance"),
    JENSEN_SHANNON("jensenShannon", "Jensen–Shannon distance"),
    HELLINGER("hellinger", "Hellinger distance"),
    TOTAL_VARIATION("totalVariation", "total variation distance"),
    L_INFINITY("lInfinity", "largest change of a category's share"),
    CHI_SQUARE("chiSquare", "chi-squared statistic"),
    /** Rows without a value. */
    MISSING_RATE("missing", "missing rate"),
    /** Values of a wrong type, and infinities. */
    INVALID_RATE("invalid", "rate of invalid values"),
    /** Numbers below the smallest or above the largest of the baseline. */
    OUT_OF_RANGE_RATE("outOfRange", "rate of values outside of the baseline's range"),
    /** Categories that the baseline never had, beyond those to be expected. */
    UNSEEN_RATE("unseen", "rate of categories never seen in the baseline");

    private final String key;
    private final String words;

    Statistic(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** Its name in monitor specs, events and JSON. */
    public String key() {
        return key;
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
