package io.tidemark.profile.stats;

/**
 * The two-sample Kolmogorov–Smirnov test: D = max |F − G| over the two distribution functions.
 *
 * <p>Sketches know ranks only within an error, and over many rows that error alone would be called drift. So the p-value is
 * that of D less both rank errors, from the asymptotic distribution of √(nm/(n + m)) · D. For few rows and for values with ties
 * it is too large rather than too small. Source: Smirnov 1948; Feller, Annals of Mathematical Statistics 19(2), 1948.
 *
 * @param statistic D, as measured
 * @param pValue the probability of D at least as large without drift, after the sketches' errors
 * @param noiseFloor the expectation of D without drift, √(π/2) · ln 2 · √((n + m)/(nm)), plus both rank errors
 */
public record KolmogorovSmirnov(double statistic, double pValue, double noiseFloor) {
    private static final double MEAN = Math.sqrt(Math.PI / 2) * Math.log(2);

    /**
     * Compares two distributions with rows.
     *
     * @param baselineRankError how far ranks of {@code baseline} may be off, as a share; 0 where they are exact
     * @param currentRankError the same of {@code current}
     */
    public static KolmogorovSmirnov of(
            EmpiricalCdf baseline, EmpiricalCdf current, double baselineRankError, double currentRankError) {
        return of(baseline, current, baselineRankError, currentRankError, Precision.ofRows(baseline.n(), current.n()));
    }

    /** The same test with rows worth what {@code precision} says. */
    public static KolmogorovSmirnov of(
            EmpiricalCdf baseline,
            EmpiricalCdf current,
            double baselineRankError,
            double currentRankError,
            Precision precision) {
        double distance = distance(baseline, current);
        double scale = 1 / Math.sqrt(precision.variance());
        double rankError = baselineRankError + currentRankError;
        double certain = Math.max(0, distance - rankError);
        return new KolmogorovSmirnov(distance, survival(scale * certain), Math.min(1, MEAN / scale + rankError));
    }

    /** D of two distributions with rows. */
    public static double distance(EmpiricalCdf baseline, EmpiricalCdf current) {
        double n = baseline.n();
        double m = current.n();
        double largest = 0;
        long below = 0;
        long currentBelow = 0;
        for (int i = 0, j = 0; i < baseline.size() && j < current.size(); ) {
            double value = Math.min(baseline.value(i), current.value(j));
            if (baseline.value(i) == value) {
                below = baseline.cumulative(i++);
            }
            if (current.value(j) == value) {
                currentBelow = current.cumulative(j++);
            }
            largest = Math.max(largest, Math.abs(below / n - currentBelow / m));
        }
        return largest;
    }

    /** P(K > x) of the Kolmogorov distribution: 2 Σ (−1)^(k−1) exp(−2k²x²), for small x by its theta transform. */
    static double survival(double x) {
        if (x < 0.2) {
            return 1; // 1 − P(K > 0.2) < 1e-12
        }
        double sum = 0;
        if (x < 1.18) {
            for (int k = 1; k <= 9; k += 2) {
                sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            }
            return 1 - Math.sqrt(2 * Math.PI) / x * sum;
        }
        for (int k = 1; k <= 5; k++) {
            sum += (k % 2 == 1 ? 1 : -1) * Math.exp(-2.0 * k * k * x * x);
        }
        return 2 * sum;
    }
}
