package io.tidemark.profile.stats;

/**
 * The Jensen–Shannon distance: the square root of the divergence in bits, ½ Σ b·log₂(b/m) + ½ Σ c·log₂(c/m) with m = (b + c)/2.
 *
 * <p>0 for equal shares, 1 for samples that share no bin. Source: Endres and Schindelin, A new metric for probability
 * distributions, IEEE Transactions on Information Theory 49(7), 2003; scipy's {@code jensenshannon(b, c, base=2)}.
 */
public final class JensenShannon {
    private static final RootNoise NOISE =
            new RootNoise(ratio -> (bits(1, (1 + ratio) / 2) + bits(ratio, (1 + ratio) / 2)) / 2, 8 * Math.log(2));

    private JensenShannon() {}

    public static double of(long[] baseline, long[] current) {
        double divergence = Shares.sum(baseline, current, (b, c) -> {
            double middle = (b + c) / 2;
            return (bits(b, middle) + bits(c, middle)) / 2;
        });
        return Math.sqrt(Math.clamp(divergence, 0.0, 1.0));
    }

    /**
     * Its expectation without drift. To second order the divergence is Σ (b − c)²/m / (8 ln 2), which without drift is a
     * chi-squared variable of B − 1 degrees of freedom times (1/n + 1/m)/(8 ln 2) (Lin, Divergence measures based on the
     * Shannon entropy, 1991); the distance is its root. See {@link RootNoise} for bins with hardly a row.
     */
    public static double noiseFloor(long[] baseline, long[] current) {
        return NOISE.floor(baseline, current);
    }

    private static double bits(double share, double middle) {
        return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
    }
}
