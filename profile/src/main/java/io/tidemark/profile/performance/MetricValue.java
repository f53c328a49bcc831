package io.tidemark.profile.performance;

/**
 * A metric of a window as measured, with how precisely that tells the metric of the process behind it. All of it is finite.
 *
 * @param standardError of {@code value}; where the interval is not symmetric, that of a normal interval as wide
 * @param low of the 95 % interval
 * @param high of the 95 % interval
 * @param rows that it was reckoned from: of precision those that were answered with the class, of recall those of the class
 */
public record MetricValue(double value, double standardError, double low, double high, long rows) {
    public MetricValue {
        boolean finite = Double.isFinite(value)
                && Double.isFinite(standardError)
                && Double.isFinite(low)
                && Double.isFinite(high);
        if (!finite || standardError < 0 || low > high || rows < 0) {
            throw new IllegalArgumentException("no metric: " + value + " ± " + standardError + ", " + low + " to "
                    + high + ", of " + rows + " rows");
        }
    }
}
