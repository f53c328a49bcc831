package io.tidemark.profile.performance;

/**
 * A metric of the windows that others are compared with.
 *
 * @param value over all their rows
 * @param standardError of {@code value}, as if all rows were independent
 * @param betweenWindowVariance by how much the metric varies from window to window beyond the windows' own standard errors; 0 where it does not, or
 *     is not known to
 * @param windows that this variance was estimated from, 0 where there were too few
 */
public record MetricReference(double value, double standardError, double betweenWindowVariance, int windows) {
    public MetricReference {
        boolean finite = Double.isFinite(value) && Double.isFinite(standardError + betweenWindowVariance);
        if (!finite || standardError < 0 || betweenWindowVariance < 0 || windows < 0) {
            throw new IllegalArgumentException("no reference: " + value + " ± " + standardError + ", variance "
                    + betweenWindowVariance + " between " + windows + " windows");
        }
    }

    /** The variance of the difference between a window's value, known to {@code error}, and this: se² + se_b² + τ²(1 + 1/W). */
    public double varianceOfDifference(double error) {
        return error * error + standardError * standardError + betweenPart();
    }

    /**
     * The degrees of freedom of that variance: τ² is known with W − 1, the rest exactly (Satterthwaite, Biometrics Bulletin 2, 1946; Welch,
     * Biometrika 34, 1947). Infinite where windows don't vary.
     */
    public double degreesOfFreedom(double error) {
        double share = betweenPart() / varianceOfDifference(error);
        return betweenPart() > 0 ? (windows - 1) / (share * share) : Double.POSITIVE_INFINITY;
    }

    private double betweenPart() {
        return windows == 0 ? 0 : betweenWindowVariance * (1 + 1.0 / windows);
    }
}
