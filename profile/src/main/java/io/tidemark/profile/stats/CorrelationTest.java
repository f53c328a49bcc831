package io.tidemark.profile.stats;

/**
 * Tests whether two samples have different correlations, by Fisher's transform z = artanh r (Metron 1, 1921).
 *
 * <p>For normal variables z has the variance 1/n. For others it is larger, at no correlation by at most the geometric mean of both
 * variables' kurtoses (the inequality of Cauchy and Schwarz for E[x²y²]), which is taken for its variance here. So the p-value is
 * too large rather than too small: a normal pair needs √3 times the change that it would need with its own variance.
 *
 * @param change current correlation less baseline's, −2 to 2
 * @param noiseFloor what its absolute value is expected to be without drift
 * @param z the change of Fisher's z in standard deviations of itself without drift
 * @param pValue the probability of a change at least as large without drift
 */
public record CorrelationTest(double change, double noiseFloor, double z, double pValue) {
    /** artanh is infinite at 1; so near to it, one correlation is as good as the other. */
    private static final double LARGEST = 0.999;

    /**
     * The test of two correlations.
     *
     * @param kurtosis the larger one of both samples' geometric means of two variables' kurtoses, 1 or more
     */
    public static CorrelationTest of(
            double baseline, long baselineRows, double current, long currentRows, double kurtosis) {
        Precision precision = Precision.ofRows(baselineRows, currentRows);
        double deviation = Math.sqrt(kurtosis * precision.variance());
        double z = (fisher(current) - fisher(baseline)) / deviation;
        double pooled = (baseline * baselineRows + current * currentRows) / ((double) baselineRows + currentRows);
        double noiseFloor = Math.sqrt(2 / Math.PI) * deviation * (1 - pooled * pooled);
        return new CorrelationTest(current - baseline, noiseFloor, z, precision.twoSided(z));
    }

    private static double fisher(double correlation) {
        double r = Math.clamp(correlation, -LARGEST, LARGEST);
        return Math.log((1 + r) / (1 - r)) / 2;
    }
}
