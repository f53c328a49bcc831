package io.tidemark.profile.stats;

/**
 * How likely it is that values lie outside of an earlier sample's range.
 *
 * <p>Without drift all orders of both samples are equally likely. So each of the values from the top down is one of the window's
 * with probability r = m/(n + m) until the baseline's largest comes, and likewise from the bottom up; for rows that are few
 * beside their samples the two runs are independent. Ties make it less likely, so that the p-value is then too large. Source:
 * Gumbel and von Schelling, The distribution of the number of exceedances, Annals of Mathematical Statistics 21(2), 1950.
 */
public final class Exceedances {
    private Exceedances() {}

    /** P(K ≥ k) without drift, K being the window's values outside of the baseline's range: r^k·(1 + k(1 − r)). */
    public static double pValue(long baselineRows, long currentRows, long outside) {
        if (outside == 0) {
            return 1;
        }
        double share = (double) currentRows / (baselineRows + currentRows);
        return Math.min(1, Math.pow(share, (double) outside) * (1 + outside * (1 - share)));
    }

    /** The expectation of their share without drift: 2/(n + 1). */
    public static double noiseFloor(long baselineRows) {
        return 2.0 / (baselineRows + 1);
    }
}
