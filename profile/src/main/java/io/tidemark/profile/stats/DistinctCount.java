package io.tidemark.profile.stats;

import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * The test whether a window has as many distinct categories as are to be expected of so many rows.
 *
 * <p>The expected number is that of {@link Rarefaction}: a number where the window has at most as many rows as the baseline, else a
 * range, within which nothing differs.
 *
 * <p>A window's rows are taken as drawn one by one. Then whether categories occur is negatively associated (Dubhashi and Ranjan,
 * Balls and bins, 1998), so the window's number has at most the variance V = Σ qᵢ(1 − qᵢ), where qᵢ is the probability that category i
 * occurs. That is E D(2m) − E D(m). The expected number is a U-statistic of the baseline's rows and has at most the variance V/⌊n/m⌋
 * (Hoeffding, Probability inequalities for sums of bounded random variables, 1963, section 5). Estimates of either side add theirs.
 *
 * <p>V is an estimate too, and it is 0 where the baseline has all of its categories often. That does not say that there are no others: a
 * category of which {@code n} rows have none on average may well be in a window. So where a window has more categories than expected, V
 * is that of a baseline with one more category of a single row (Laplace's rule of succession).
 *
 * The p-value is Bennett's bound (Boucheron, Lugosi and Massart, Concentration Inequalities, 2013, theorem 2.9) for both tails: it
 * holds for few expected absences too, where a normal approximation is wrong by many orders of magnitude.
 *
 * @param expected of the window's rows, the nearest number of the range
 * @param value distinct / expected − 1, at least −1; 0 where nothing differs
 * @param noiseFloor at least what {@code value} is expected to be off by without drift, √(2/π · variance) / expected
 * @param pValue at least the probability of so large a difference without drift
 */
public record DistinctCount(double expected, double value, double noiseFloor, double pValue) {

    /**
     * Compares a window with a baseline; empty where a side has no rows.
     *
     * @param rows of the window that have a category
     * @param distinct of them
     * @param distinctError the relative standard error of {@code distinct}, 0 where it was counted
     */
    public static Optional<DistinctCount> of(FrequencyCounts before, long rows, double distinct, double distinctError) {
        long n = before.rows();
        if (n == 0 || rows == 0) {
            return Optional.empty();
        }
        LongToDoubleFunction most = Rarefaction.seenAtMost(n, rows);
        double high = before.sum(most);
        double low = before.sum(Rarefaction.seen(n, rows));
        double expected = Math.clamp(distinct, low, Math.max(low, high));
        double ofWindow = varianceOfWindow(before, rows, high) + (distinct > expected ? ofOneMore(before, rows) : 0);
        double repeats = rows <= n ? Math.floorDiv(n, rows) : (double) n / rows;
        double ofCounting = distinctError * Math.max(distinct, expected);
        double variance = ofWindow * (1 + 1 / repeats) + before.varianceOfSum(most) + ofCounting * ofCounting;
        double difference = Math.abs(distinct - expected);
        return Optional.of(new DistinctCount(
                expected,
                distinct / expected - 1,
                Math.sqrt(2 / Math.PI * variance) / expected,
                Math.min(1, 2 * bennett(difference, variance, before.weight()))));
    }

    /**
     * The larger of two estimates of Σ qᵢ(1 − qᵢ): that from expected numbers, which has no bias up to m = n/2 and is too large
     * beyond, and the one from the baseline's own shares, which does not vanish where no category has a single row.
     */
    private static double varianceOfWindow(FrequencyCounts before, long rows, double expected) {
        long n = before.rows();
        double fromExpected = before.sum(Rarefaction.seenAtMost(n, Math.multiplyExact(2, rows))) - expected;
        double fromShares = before.sum(size -> {
            double absent = Math.exp(rows * Math.log1p(-(double) size / n));
            return absent * (1 - absent);
        });
        return Math.max(fromExpected, fromShares);
    }

    /** What a category of a single row adds to the variance, E D(2m) − E D(m) of it. */
    private static double ofOneMore(FrequencyCounts before, long rows) {
        long n = before.rows();
        double added = Rarefaction.seenAtMost(n, Math.multiplyExact(2, rows)).applyAsDouble(1)
                - Rarefaction.seenAtMost(n, rows).applyAsDouble(1);
        return before.weight() * added;
    }

    /** Bennett's bound on the probability that a sum of terms of at most {@code scale} exceeds its mean by {@code difference}. */
    private static double bennett(double difference, double variance, double scale) {
        if (difference == 0) {
            return 1;
        }
        double u = scale * difference / variance;
        if (Double.isInfinite(u)) {
            return 0;
        }
        return Math.exp(-variance / (scale * scale) * ((1 + u) * Math.log1p(u) - u));
    }
}
