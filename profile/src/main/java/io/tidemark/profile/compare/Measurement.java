package io.tidemark.profile.compare;

/**
 * One statistic as measured.
 *
 * @param value of a rate: its change, current less baseline; of all others their distance, 0 or more
 * @param noiseFloor what its absolute value is expected to be without drift, given both sample sizes and sketch errors
 * @param pValue the probability of a value at least so large without drift
 * @param tested whether there was anything to test: where neither side has a single hit, a rate asks nothing
 */
public record Measurement(double value, double noiseFloor, double pValue, boolean tested) {
    public Measurement(double value, double noiseFloor, double pValue) {
        this(value, noiseFloor, pValue, true);
    }

    /** How large the change is beyond what noise explains, 0 or more. */
    public double effect() {
        return Math.max(0, Math.abs(value) - noiseFloor);
    }
}
