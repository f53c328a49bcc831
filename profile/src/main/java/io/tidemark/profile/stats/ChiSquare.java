package io.tidemark.profile.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

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
     * The test with all bins of which either sample is expected to have fewer than five rows taken together as one, and with the
     * smallest of the others where they are fewer still. So it holds for
     * thousands of rare categories and for small windows, where the plain test calls chance a change. The choice of bins looks only
     * at both samples' total, and thus does not favour a result. The p-value is that of the statistic's own {@link ChiSquareMoments},
     * since with five to twenty rows expected in most bins chi-squared's tail beyond 1 in 10,000 is too light by a factor of three.
     */
    public static Optional<ChiSquare> ofPooled(long[] baseline, long[] current) {
        return ofPooled(
                baseline,
                current,
                Precision.ofRows(
                        Arrays.stream(baseline).sum(), Arrays.stream(current).sum()));
    }

    /**
     * The same test with rows worth what {@code precision} says. Where each is worth less than an independent one, the statistic goes
     * down by the design effect and is compared with an F distribution of fewer degrees of freedom (Rao and Scott's second-order
     * correction, Annals of Statistics 12(1), 1984; Thomas and Rao, Journal of the American Statistical Association 82, 1987): what
     * windows share may be a move in one direction only, in which the bins go together, and is taken for that. A sketch's errors of rank widen every bin's variance by
     * that of two errors, twice over, since those of neighbouring bins are opposite.
     */
    public static Optional<ChiSquare> ofPooled(long[] baseline, long[] current, Precision precision) {
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
        giveThePoolToTheSmallest(pooledBaseline, pooledCurrent, LEAST_EXPECTED / smallerShare);
        return of(pooledBaseline, pooledCurrent, precision);
    }

    /** What was pooled may still be too little, such as a sliver between an inflated zero and the next decile. */
    private static void giveThePoolToTheSmallest(long[] baseline, long[] current, double leastRows) {
        int pool = baseline.length - 1;
        long pooled = baseline[pool] + current[pool];
        if (pooled == 0 || pooled >= leastRows) {
            return;
        }
        int smallest = -1;
        for (int i = 0; i < pool; i++) {
            long rows = baseline[i] + current[i];
            if (rows > 0 && (smallest < 0 || rows < baseline[smallest] + current[smallest])) {
                smallest = i;
            }
        }
        if (smallest >= 0) {
            baseline[smallest] += baseline[pool];
            current[smallest] += current[pool];
            baseline[pool] = 0;
            current[pool] = 0;
        }
    }

    /** The plain test as others have it, or nothing where fewer than two bins are occupied and so nothing can differ. */
    public static Optional<ChiSquare> of(long[] baseline, long[] current) {
        Precision precision = Precision.ofRows(
                Arrays.stream(baseline).sum(), Arrays.stream(current).sum());
        return of(baseline, current, precision)
                .map(test -> new ChiSquare(
                        test.statistic, test.degreesOfFreedom, upperTail(test.statistic, test.degreesOfFreedom)));
    }

    private static Optional<ChiSquare> of(long[] baseline, long[] current, Precision precision) {
        boolean blurred = precision.rankDeviation() > 0;
        int degreesOfFreedom = Shares.occupied(baseline, current) - (blurred ? 0 : 1);
        if (Shares.occupied(baseline, current) < 2) {
            return Optional.empty();
        }
        double baselineRows = Arrays.stream(baseline).sum();
        double currentRows = Arrays.stream(current).sum();
        double rows = baselineRows + currentRows;
        double blur = 4 * precision.rankDeviation() * precision.rankDeviation();
        double statistic = Shares.sum(baseline, current, (b, c) -> {
            double pooled = (b * baselineRows + c * currentRows) / rows;
            return pooled == 0 ? 0 : (b - c) * (b - c) / (pooled * precision.variance() + blur);
        });
        return Optional.of(new ChiSquare(
                statistic, degreesOfFreedom, pValue(statistic, degreesOfFreedom, baseline, current, precision)));
    }

    private static double pValue(
            double statistic, int degreesOfFreedom, long[] baseline, long[] current, Precision precision) {
        if (Double.isFinite(precision.degreesOfFreedom())) {
            double effective = effectiveDegrees(degreesOfFreedom, precision.shared());
            double pValue = FDistribution.of(effective, precision.degreesOfFreedom())
                    .survivalProbability(statistic / degreesOfFreedom);
            return degreesOfFreedom == 1 ? Math.max(pValue, ofTheRarer(baseline, current, precision)) : pValue;
        }
        return precision.rankDeviation() > 0
                ? upperTail(statistic, degreesOfFreedom)
                : ChiSquareMoments.of(baseline, current).upperTail(statistic);
    }

    private static double upperTail(double statistic, int degreesOfFreedom) {
        return ChiSquaredDistribution.of(degreesOfFreedom).survivalProbability(statistic);
    }

    /** Two bins are a rate, and where it is small, that of windows which vary is skewed. */
    private static double ofTheRarer(long[] baseline, long[] current, Precision precision) {
        long baselineRows = Arrays.stream(baseline).sum();
        long currentRows = Arrays.stream(current).sum();
        return IntStream.range(0, baseline.length)
                .filter(i -> baseline[i] + current[i] > 0)
                .mapToDouble(i -> TwoProportion.pValue(baseline[i], baselineRows, current[i], currentRows, precision))
                .max()
                .orElse(1);
    }

    /** (Σλ)²/Σλ² of the B − 1 directions' variances, where one of them has all that is shared. */
    private static double effectiveDegrees(int degreesOfFreedom, double shared) {
        double own = 1 - shared;
        return degreesOfFreedom / (own * own + 2 * own * shared + degreesOfFreedom * shared * shared);
    }
}
