package io.tidemark.profile.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Pearson's chi-squared test of two samples over the same bins: a 2 × B contingency table without continuity correction, bins
 * that are empty in both samples left out. Source: Pearson 1900; scipy's {@code chi2_contingency(table, correction=False)}.
 *
 * @param statistic Σ (observed − expected)² / expected over both rows of the table
 * @param degreesOfFreedom occupied bins − 1
 * @param pValue the probability of a statistic at least as large without drift
 */
public record ChiSquare(double statistic, int degreesOfFreedom, double pValue) {

    /** Fewer rows expected in a bin, and the statistic is no longer nearly chi-squared (Cochran 1954). */
    private static final double LEAST_EXPECTED = 5;

    /**
     * The test with all bins of which either sample is expected to have fewer than five rows taken together as one. So it holds for
     * thousands of rare categories and for small windows, where the plain test calls chance a change. The choice of bins looks only
     * at both samples' total, and thus does not favour a result.
     */
    public static Optional<ChiSquare> ofPooled(long[] baseline, long[] current) {
        double baselineRows = Arrays.stream(baseline).sum();
        double currentRows = Arrays.stream(current).sum();
        double smallerShare = Math.min(baselineRows, currentRows) / (baselineRows + currentRows);
        long[] pooledBaseline = new long[baseline.length + 1];
        long[] pooledCurrent = new long[baseline.length + 1];
        for (int i = 0; i < baseline.length; i++) {
            int bin = (baseline[i] + current[i]) * smallerShare < LEAST_EXPECTED ? baseline.length : i;
            pooledBaseline[bin] += baseline[i];
            pooledCurrent[bin] += current[i];
        }
        return of(pooledBaseline, pooledCurrent);
    }

    /** The test, or nothing where fewer than two bins are occupied and so nothing can differ. */
    public static Optional<ChiSquare> of(long[] baseline, long[] current) {
        int degreesOfFreedom = Shares.occupied(baseline, current) - 1;
        if (degreesOfFreedom < 1) {
            return Optional.empty();
        }
        double baselineRows = Arrays.stream(baseline).sum();
        double currentRows = Arrays.stream(current).sum();
        double rows = baselineRows + currentRows;
        double statistic = Shares.sum(baseline, current, (b, c) -> {
            double pooled = (b * baselineRows + c * currentRows) / rows;
            return pooled == 0 ? 0 : (b - c) * (b - c) / pooled;
        });
        statistic *= baselineRows * currentRows / rows;
        double pValue = ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
        return Optional.of(new ChiSquare(statistic, degreesOfFreedom, pValue));
    }
}
