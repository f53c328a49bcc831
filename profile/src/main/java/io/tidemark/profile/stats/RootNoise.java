package io.tidemark.profile.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The expectation without drift of a distance that is the root of a sum Σ b·h(c/b) over bins, for an h that is near (r − 1)²/d at 1.
 *
 * <p>To a bin of share p each of the samples adds p·E[h(X/λ)], X being a Poisson variable of mean λ, the rows that the sample is
 * expected to have there. For many rows that is 1/(dm), the second order, whose sum is a chi-squared variable of B − 1 degrees of
 * freedom. For λ about 1 it is up to a third more, and for rare categories far less: both together add no more than p. By
 * simulation the floor is within 1 % of the mean where one sample is much larger, and up to 4 % too low for equal ones of many rare
 * categories.
 */
final class RootNoise {
    /** Expected rows beyond which the second order is right to 1 %. */
    private static final double MOST_ROWS = 64;

    private static final int STEPS_PER_DOUBLING = 8;
    private static final int DOUBLINGS_BELOW_ONE = 10;
    private static final int DOUBLINGS_ABOVE_ONE = 6;

    private final double divisor;
    /** λ·E[h(X/λ)] for λ in steps of an eighth of a doubling. */
    private final double[] perRow = new double[(DOUBLINGS_BELOW_ONE + DOUBLINGS_ABOVE_ONE) * STEPS_PER_DOUBLING + 1];

    /** @param divisor d, twice the inverse of h's second derivative at 1 */
    RootNoise(DoubleUnaryOperator h, double divisor) {
        this.divisor = divisor;
        for (int i = 0; i < perRow.length; i++) {
            double expected = Math.pow(2, (double) i / STEPS_PER_DOUBLING - DOUBLINGS_BELOW_ONE);
            perRow[i] = expected * mean(h, expected);
        }
    }

    private static double mean(DoubleUnaryOperator h, double expected) {
        double probability = Math.exp(-expected);
        double sum = 0;
        double most = expected + 12 * Math.sqrt(expected) + 20;
        for (int x = 0; x < most; x++) {
            sum += probability * h.applyAsDouble(x / expected);
            probability *= expected / (x + 1);
        }
        return sum;
    }

    double floor(long[] baseline, long[] current) {
        int degreesOfFreedom = Shares.occupied(baseline, current) - 1;
        if (degreesOfFreedom < 1) {
            return 0;
        }
        double baselineRows = Arrays.stream(baseline).sum();
        double currentRows = Arrays.stream(current).sum();
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            double share = (baseline[i] + current[i]) / (baselineRows + currentRows);
            double added = perRow(share * baselineRows) / baselineRows + perRow(share * currentRows) / currentRows;
            sum += (1 - share) * Math.min(share, added);
        }
        return Math.min(1, Math.sqrt(sum) * meanOfRoot(degreesOfFreedom));
    }

    private double perRow(double expected) {
        if (expected >= MOST_ROWS) {
            return 1 / divisor;
        }
        double place = (Math.log(expected) / Math.log(2) + DOUBLINGS_BELOW_ONE) * STEPS_PER_DOUBLING;
        if (place <= 0) {
            return expected;
        }
        int step = Math.min((int) place, perRow.length - 2);
        return perRow[step] + (place - step) * (perRow[step + 1] - perRow[step]);
    }

    /** The mean of a chi variable over the root of its degrees of freedom: √(2/d) · Γ((d + 1)/2) / Γ(d/2). */
    static double meanOfRoot(double degreesOfFreedom) {
        return Math.sqrt(2 / degreesOfFreedom)
                * Math.exp(LogGamma.value((degreesOfFreedom + 1) / 2) - LogGamma.value(degreesOfFreedom / 2));
    }
}
