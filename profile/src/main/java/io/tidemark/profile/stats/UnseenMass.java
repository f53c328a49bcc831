package io.tidemark.profile.stats;

/**
 * The share of further rows whose category is expected to be new, without any drift.
 *
 * <p>Good's estimate: the categories of a single row, as a share of all rows. Each of them would be new to the other rows. Its
 * variance is that of Esty, (f₁(1 − f₁/n) + 2f₂)/n², and, where the categories are a sample, that of the sample on top. A test
 * against another sample's rate takes the estimate for a rate of so many rows as would have this variance, never more than there
 * are. Sources: Good, The population frequencies of species, Biometrika 40 (1953); Esty, A normal limit law for a nonparametric
 * estimator of the coverage of a random sample, Annals of Statistics 11 (1983).
 *
 * @param rate the expected share of rows that are told to be of a new category
 * @param rows rows of a plain sample that would know the rate as well
 */
public record UnseenMass(double rate, long rows) {

    /**
     * The mass that the rows behind {@code before} leave unseen.
     *
     * @param falseKnownRate the share of new categories that are taken for known ones
     */
    public static UnseenMass of(FrequencyCounts before, double falseKnownRate) {
        long n = before.rows();
        if (n == 0) {
            return new UnseenMass(0, 0);
        }
        double told = 1 - falseKnownRate;
        double singletons = Math.min((double) n, before.ofSize(1));
        double rate = told * singletons / n;
        double ofRows = singletons * (1 - singletons / n) + 2 * before.ofSize(2);
        double ofSample = before.varianceOfSum(size -> size == 1 ? 1 : 0);
        double variance = told * told * (ofRows + ofSample) / n / n;
        long rows = rate == 0 || variance == 0 ? n : Math.clamp((long) (rate * (1 - rate) / variance), 1, n);
        return new UnseenMass(rate, rows);
    }

    /** New rows among {@link #rows()}; rounded up, as more of them mean less drift. */
    public long hits() {
        return Math.min(rows, (long) Math.ceil(rate * rows));
    }
}
