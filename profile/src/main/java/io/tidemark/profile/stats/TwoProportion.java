package io.tidemark.profile.stats;

import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The test whether a rate differs between two samples.
 *
 * <p>Rates of bad values are often 0 in one sample, where the usual z-test is wrong by many orders of magnitude (0 of 10,000
 * against 2 of 200: z gives 1e-23, in truth it is 8e-4). So this is the exact conditional test: with the number of hits in both
 * samples together given, hits of one sample follow a hypergeometric distribution. Two-sided by doubling the smaller tail.
 * Source: Fisher, The Design of Experiments (1935); Agresti, Categorical Data Analysis (2013), section 3.5.
 */
public final class TwoProportion {
    private TwoProportion() {}

    /**
     * The probability of rates at least this far apart without drift; 1 where a sample is empty.
     *
     * @param baselineHits of {@code baselineRows}
     * @param currentHits of {@code currentRows}
     */
    public static double pValue(long baselineHits, long baselineRows, long currentHits, long currentRows) {
        requireHits(baselineHits, baselineRows);
        requireHits(currentHits, currentRows);
        if (baselineRows == 0 || currentRows == 0) {
            return 1;
        }
        long hits = baselineHits + currentHits;
        double expected = (double) hits * currentRows / (baselineRows + currentRows);
        // A tail above in one sample is the tail below in the other.
        double tail = currentHits > expected
                ? upperTail(currentHits, currentRows, hits, baselineRows)
                : upperTail(baselineHits, baselineRows, hits, currentRows);
        return Math.min(1, 2 * tail);
    }

    /**
     * The same with rows worth what {@code precision} says. Where rows are not independent, it is the largest of three: the exact
     * probability; that of the standardised difference, which reckons with how little is known of the windows' variance; and that of
     * a beta distribution of the same mean and variance, which reckons with the rates of windows being skewed: of 31 days, three hold
     * most of what is rare (Skellam, Journal of the Royal Statistical Society B 10(2), 1948: the beta-binomial distribution, whose
     * tails that of a beta distribution with half a hit as correction for continuity covers).
     */
    public static double pValue(
            long baselineHits, long baselineRows, long currentHits, long currentRows, Precision precision) {
        double exact = pValue(baselineHits, baselineRows, currentHits, currentRows);
        if (Double.isInfinite(precision.degreesOfFreedom()) || baselineHits + currentHits == 0) {
            return exact;
        }
        double difference = (double) currentHits / currentRows - (double) baselineHits / baselineRows;
        double pooled = ((double) baselineHits + currentHits) / ((double) baselineRows + currentRows);
        double deviation = Math.sqrt(pooled * (1 - pooled) * precision.variance());
        if (deviation == 0) {
            return exact;
        }
        double standardised = precision.twoSided(difference / deviation);
        return Math.max(exact, Math.max(standardised, skewed(pooled, currentHits, currentRows, precision)));
    }

    private static double skewed(double rate, long hits, long rows, Precision precision) {
        double worth = 1 / precision.variance() - 1;
        if (worth <= 0) {
            return 1; // less than a single row
        }
        BetaDistribution rates = BetaDistribution.of(rate * worth, (1 - rate) * worth);
        double tail = hits > rate * rows
                ? rates.survivalProbability((hits - 0.5) / rows)
                : rates.cumulativeProbability((hits + 0.5) / rows);
        return Math.min(1, 2 * tail);
    }

    /** P(X ≥ x) for x hits among {@code rows}, when {@code hits} fell on these and {@code otherRows} rows by chance. */
    private static double upperTail(long x, long rows, long hits, long otherRows) {
        long misses = rows + otherRows - hits;
        double term = Math.exp(logChoose(hits, x) + logChoose(misses, rows - x) - logChoose(rows + otherRows, rows));
        double sum = 0;
        // Beyond x, which is above the mean, each term is smaller than the one before.
        for (long i = x; term > sum * 1e-17; i++) {
            sum += term;
            term *= (double) (hits - i) / (i + 1) * (rows - i) / (misses - rows + i + 1);
        }
        return sum;
    }

    private static double logChoose(long n, long k) {
        return LogGamma.value(n + 1.0) - LogGamma.value(k + 1.0) - LogGamma.value(n - k + 1.0);
    }

    /** The expectation of the rates' absolute difference without drift, √(2/π · p(1 − p)(1/n + 1/m)) with p the pooled rate. */
    public static double noiseFloor(long baselineHits, long baselineRows, long currentHits, long currentRows) {
        return baselineRows == 0 || currentRows == 0
                ? 0
                : noiseFloor(
                        baselineHits,
                        baselineRows,
                        currentHits,
                        currentRows,
                        Precision.ofRows(baselineRows, currentRows));
    }

    /** The same with rows worth what {@code precision} says; both samples have some. */
    public static double noiseFloor(
            long baselineHits, long baselineRows, long currentHits, long currentRows, Precision precision) {
        double pooled = ((double) baselineHits + currentHits) / ((double) baselineRows + currentRows);
        return Math.sqrt(2 / Math.PI * pooled * (1 - pooled) * precision.variance());
    }

    private static void requireHits(long hits, long rows) {
        if (hits < 0 || hits > rows) {
            throw new IllegalArgumentException(hits + " hits of " + rows + " rows");
        }
    }
}
