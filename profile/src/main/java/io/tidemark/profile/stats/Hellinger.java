package io.tidemark.profile.stats;

/**
 * The Hellinger distance: √(Σ (√b − √c)²) / √2. 0 for equal shares, 1 for samples that share no bin. Source: Hellinger 1909;
 * Le Cam and Yang, Asymptotics in Statistics (2000), chapter 3.
 */
public final class Hellinger {
    private static final RootNoise NOISE =
            new RootNoise(ratio -> (1 - Math.sqrt(ratio)) * (1 - Math.sqrt(ratio)) / 2, 8);

    private Hellinger() {}

    public static double of(long[] baseline, long[] current) {
        double squares = Shares.sum(baseline, current, (b, c) -> {
            double difference = Math.sqrt(b) - Math.sqrt(c);
            return difference * difference;
        });
        return Math.min(1, Math.sqrt(squares / 2));
    }

    /**
     * Its expectation without drift. To second order its square is Σ (b − c)²/m / 8, which without drift is a chi-squared
     * variable of B − 1 degrees of freedom times (1/n + 1/m)/8. See {@link RootNoise} for bins
     * with hardly a row.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        return NOISE.floor(baseline, current);
    }
}
