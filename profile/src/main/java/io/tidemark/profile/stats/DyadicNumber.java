package io.tidemark.profile.stats;

import java.math.BigInteger;

/**
 * A number {@code units}·2^{@code exponent}: what sums and products of doubles are. Reckoned without rounding, so that a variance is right
 * even where it is tiny beside the mean.
 */
public record DyadicNumber(BigInteger units, int exponent) {
    /** Ten more than a double's 53 and a bit for rounding. */
    private static final int KEPT_BITS = 64;

    public static DyadicNumber of(long value) {
        return new DyadicNumber(BigInteger.valueOf(value), 0);
    }

    public DyadicNumber plus(DyadicNumber other) {
        int common = Math.min(exponent, other.exponent);
        return new DyadicNumber(unitsOf(common).add(other.unitsOf(common)), common);
    }

    public DyadicNumber minus(DyadicNumber other) {
        return plus(new DyadicNumber(other.units.negate(), other.exponent));
    }

    public DyadicNumber times(DyadicNumber other) {
        return new DyadicNumber(units.multiply(other.units), exponent + other.exponent);
    }

    public DyadicNumber times(long factor) {
        return times(of(factor));
    }

    public DyadicNumber squared() {
        return times(this);
    }

    private BigInteger unitsOf(int lower) {
        return units.shiftLeft(exponent - lower);
    }

    /** The nearest double, ties to even; infinite beyond the largest. Below the smallest normal one it may be off by its last bit. */
    public double toDouble() {
        int dropped = Math.max(0, units.bitLength() - KEPT_BITS);
        BigInteger kept = units.shiftRight(dropped);
        if (dropped > 0 && units.getLowestSetBit() < dropped) {
            kept = kept.setBit(0); // not half-way, whatever the kept bits look like
        }
        return Math.scalb(kept.doubleValue(), exponent + dropped);
    }
}
