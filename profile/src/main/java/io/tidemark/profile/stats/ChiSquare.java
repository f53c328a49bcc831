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
