package io.tidemark.profile.stats;

import java.util.Arrays;

/** The total variation distance, ½ Σ |b − c|: the share of rows that would have to change bin. 0 to 1. */
public final class TotalVariation {
    private TotalVariation() {}

    public static double of(long[] baseline, long[] current) {
        return Math.min(1, Shares.sum(baseline, current, (b, c) -> Math.abs(b - c)) / 2);
    }

    /**
     * Its expectation without drift: ½ Σ √(2/π · p(1 − p)(1/n + 1/m)) with p the pooled share of a bin, the mean absolute value
     * of a normal variable per bin.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        double inverseRows = Shares.inverseRows(baseline, current);
        double rows =
                Arrays.stream(baseline).sum() + (double) Arrays.stream(current).sum();
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            double pooled = (baseline[i] + current[i]) / rows;
            sum += Math.sqrt(2 / Math.PI * pooled * (1 - pooled) * inverseRows);
        }
        return Math.min(1, sum / 2);
    }
}
