package io.tidemark.profile.stats;

/**
 * One p-value out of several tests of the same question, however they depend on each other: that of Σ w·tan((½ − p)π), which for
 * small p-values is a standard Cauchy variable without drift. Source: Liu and Xie, Cauchy combination test: a powerful test with
 * analytic p-value calculation under arbitrary dependency structures, Journal of the American Statistical Association 115, 2020.
 */
public final class CauchyCombination {
    /** A p-value of 1 would outweigh everything; one this large says as little. */
    private static final double LARGEST = 0.99;
    /** Below, tan((½ − p)π) is 1/(pπ) to all digits, and the subtraction would lose them. */
    private static final double SMALL = 1e-9;

    private double sum;
    private double weights;

    /** Adds a test's p-value with a weight above 0. */
    public CauchyCombination add(double pValue, double weight) {
        double p = Math.min(LARGEST, pValue);
        sum += weight * (p < SMALL ? 1 / (Math.max(p, Double.MIN_NORMAL) * Math.PI) : Math.tan((0.5 - p) * Math.PI));
        weights += weight;
        return this;
    }

    /** The p-value of all tests together; 1 where there are none. */
    public double pValue() {
        if (weights == 0) {
            return 1;
        }
        double statistic = sum / weights;
        return statistic > 1 / (SMALL * Math.PI) ? 1 / (statistic * Math.PI) : 0.5 - Math.atan(statistic) / Math.PI;
    }
}
