package io.tidemark.profile.stats;

import java.util.Arrays;

/** The L∞ distance, max |b − c|: the largest change of one bin's share. 0 to 1. */
public final class LInfinity {
    private LInfinity() {}

    public static double of(long[] baseline, long[] current) {
        double[] largest = {0};
        Shares.sum(baseline, current, (b, c) -> largest[0] = Math.max(largest[0], Math.abs(b - c)));
        return largest[0];
    }

    /**
     * An upper bound of its expectation without drift: √(2 ln 2B) times the largest standard deviation of a bin's difference.
     * Source: Boucheron, Lugosi and Massart, Concentration Inequalities (2013), theorem 2.5.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        double inverseRows = Shares.inverseRows(baseline, current);
        double rows =
                Arrays.stream(baseline).sum() + (double) Arrays.stream(current).sum();
        double variance = 0;
        for (int i = 0; i < baseline.length; i++) {
            double pooled = (baseline[i] + current[i]) / rows;
            variance = Math.max(variance, pooled * (1 - pooled) * inverseRows);
        }
        int occupied = Shares.occupied(baseline, current);
        return Math.min(1, Math.sqrt(2 * Math.log(2.0 * occupied) * variance));
    }
}
