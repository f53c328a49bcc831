package io.tidemark.profile.compare;

/**
 * One statistic as measured.
 *
 * @param value of a rate: its change, current less baseline; of all others their distance, 0 or more
 * @param noiseFloor what its absolute value is expected to be without drift, given both sample sizes and sketch errors
 * @param pValue the probability of a value at least so large without drift
 * @param tested whether there was anything to test: where neither side has a single hit, a rate asks nothing
 * @param noise how noise adds to a change
 */
public record Measurement(double value, double noiseFloor, double pValue, boolean tested, Noise noise) {

    /** How noise adds to a change. */
    public enum Noise {
        ADDS,
        /** The value is the root of a sum over bins in which noise and change add. */
        ADDS_IN_SQUARES
    }

    public Measurement(double value, double noiseFloor, double pValue) {
        this(value, noiseFloor, pValue, true);
    }

    public Measurement(double value, double noiseFloor, double pValue, boolean tested) {
        this(value, noiseFloor, pValue, tested, Noise.ADDS);
    }

    /** How large the change is beyond what noise explains, 0 or more. */
    public double effect() {
        return switch (noise) {
            case ADDS -> Math.max(0, Math.abs(value) - noiseFloor);
            case ADDS_IN_SQUARES -> Math.sqrt(Math.max(0, value * value - noiseFloor * noiseFloor));
        };
    }
}
