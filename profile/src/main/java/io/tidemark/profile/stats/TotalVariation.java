package io.tidemark.profile.stats;

import java.util.Arrays;
import org.apache.commons.numbers.gamma.LogGamma;

/** The total variation distance, ½ Σ |b − c|: the share of rows that would have to change bin. 0 to 1. */
public final class TotalVariation {
    private TotalVariation() {}

    public static double of(long[] baseline, long[] current) {
        return Math.min(1, Shares.sum(baseline, current, (b, c) -> Math.abs(b - c)) / 2);
    }

    /**
     * Its expectation without drift: ½ Σ E|b − c|. Each sample's part in it is the mean absolute deviation of a Poisson variable
     * (De Moivre; Diaconis and Zabell, Statistical Science 6(3), 1991), which for many rows is √(2/π · p/m); independent
     * deviations add in squares, and together they are no more than 2p.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        double baselineRows = Arrays.stream(baseline).sum();
        double currentRows = Arrays.stream(current).sum();
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            double share = (baseline[i] + current[i]) / (baselineRows + currentRows);
            double deviation = Math.hypot(deviation(share, baselineRows), deviation(share, currentRows));
            sum += Math.sqrt(1 - share) * Math.min(2 * share, deviation);
        }
        return Math.min(1, sum / 2);
    }

    /** E|X − λ|/rows of a Poisson variable of mean λ = share·rows: 2·exp(−λ)·λ^(⌊λ⌋ + 1)/⌊λ⌋!, over the rows. */
    private static double deviation(double share, double rows) {
        double expected = share * rows;
        double whole = Math.floor(expected);
        return expected == 0
                ? 0
                : 2 * Math.exp((whole + 1) * Math.log(expected) - expected - LogGamma.value(whole + 1)) / rows;
    }
}
