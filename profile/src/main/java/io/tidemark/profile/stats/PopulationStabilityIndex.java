package io.tidemark.profile.stats;

/**
 * The population stability index: Σ (c − b) · ln(c / b) over the bins, b and c being the shares of baseline and current rows.
 *
 * <p>A share below {@value #FLOOR} counts as {@value #FLOOR}, so that an empty bin weighs much but not infinitely; the other
 * shares stay as they are. Source: Siddiqi, Credit Risk Scorecards (2006); it is the symmetrised divergence of Jeffreys (1946).
 */
public final class PopulationStabilityIndex {
    /** The smallest share that enters the logarithm. */
    public static final double FLOOR = 1e-4;

    private PopulationStabilityIndex() {}

    public static double of(long[] baseline, long[] current) {
        return Shares.sum(baseline, current, (b, c) -> {
            double expected = Math.max(b, FLOOR);
            double actual = Math.max(c, FLOOR);
            return (actual - expected) * Math.log(actual / expected);
        });
    }

    /**
     * Its expectation without drift, (B − 1)(1/n + 1/m) for B occupied bins. Source: Yurdakul and Naranjo, Statistical
     * properties of the population stability index, Journal of Risk Model Validation 14(4), 2020.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        return (Shares.occupied(baseline, current) - 1) * Shares.inverseRows(baseline, current);
    }
}
