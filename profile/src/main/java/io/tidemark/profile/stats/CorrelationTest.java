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
     * @param precision what both samples' rows are worth
     */
    public static CorrelationTest of(double baseline, double current, double kurtosis, Precision precision) {
        double deviation = Math.sqrt(kurtosis * precision.variance());
        double z = (fisher(current) - fisher(baseline)) / deviation;
        double pooled = (baseline * precision.baselineRows() + current * precision.currentRows())
                / (precision.baselineRows() + precision.currentRows());
        double noiseFloor = Math.sqrt(2 / Math.PI) * deviation * (1 - pooled * pooled);
        return new CorrelationTest(current - baseline, noiseFloor, z, precision.twoSided(z));
    }

    /**
     * By how much more Fisher's z varies between windows than that of independent rows of normal variables: its mean square about
     * the z of all rows, less 1/m; 0 where it varies no more. About the z of all rows, since a merge of windows comes nearer to that
     * than the windows do.
     *
     * @param whole the correlation over all rows
     * @param windows of each window, one or more
     * @param rows of each window
     */
    public static double variation(double whole, double[] windows, double[] rows) {
        double excess = 0;
        for (int i = 0; i < windows.length; i++) {
            double distance = fisher(windows[i]) - fisher(whole);
            excess += (distance * distance - 1 / rows[i]) / windows.length;
        }
        return Math.max(0, excess);
    }

    private static double fisher(double correlation) {
        double r = Math.clamp(correlation, -LARGEST, LARGEST);
        return Math.log((1 + r) / (1 - r)) / 2;
    }
}
