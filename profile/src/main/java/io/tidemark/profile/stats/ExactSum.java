package io.tidemark.profile.stats;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * A sum of doubles without rounding: it depends on the set of terms only, never on their order, nor on how they were split and merged,
 * and what is subtracted is as if it had never been added.
 *
 * <p>Fixed point over the range of the doubles, of which only the part is held that terms reached: digits of 32 bits in longs, whose
 * upper halves take the carries of half a billion terms before they are passed on. Source: Neal, Fast exact summation using small and
 * large superaccumulators, arXiv:1505.05571 (2015), the small one.
 *
 * <p>Not for several threads.
 */
public final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT = 0xffffffffL;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT = 0x7ff;
    private static final int LEAST_EXPONENT = -1074;
    /** A digit holds this many terms' parts, each below 2^32, twice over. */
    private static final int MOST_PENDING = 1 << 29;
    /** Of digits from the least to the largest double, and the carries of 2^63 of these. */
    private static final int MOST_BYTES = 68 * DIGIT_BITS / Byte.SIZE;

    private static final long[] NO_DIGITS = {};

    /** The digit {@code digits[i]} counts 2^(32·(first + i) − 1074). */
    private int first;

    private long[] digits = NO_DIGITS;
    /** Terms since carries were passed on. */
    private int pending;

    /** Adds {@code term}, which is finite. */
    public void add(double term) {
        accumulate(term, false);
    }

    /** Takes away {@code term}, which is finite. */
    public void subtract(double term) {
        accumulate(term, true);
    }

    private void accumulate(double term, boolean away) {
        if (!Double.isFinite(term)) {
            throw new IllegalArgumentException("an exact sum is of finite terms, not of " + term);
        }
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT;
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        if (exponent > 0) {
            mantissa |= 1L << MANTISSA_BITS;
            exponent--;
        }
        int at = exponent / DIGIT_BITS;
        int shift = exponent % DIGIT_BITS;
        boolean negative = (bits < 0) != away;
        addTo(at, (mantissa << shift) & DIGIT, negative);
        addTo(at + 1, (mantissa >>> (DIGIT_BITS - shift)) & DIGIT, negative);
        addTo(at + 2, (mantissa >>> (DIGIT_BITS - 1)) >>> (DIGIT_BITS + 1 - shift), negative);
        if (++pending >= MOST_PENDING) {
            carry();
        }
    }

    private void addTo(int at, long part, boolean negative) {
        if (part != 0) {
            reach(at, at + 1);
            digits[at - first] += negative ? -part : part;
        }
    }

    private void reach(int from, int to) {
        if (digits.length == 0) {
            first = from;
            digits = new long[to - from];
        } else if (from < first || to > first + digits.length) {
            int newFirst = Math.min(from, first);
            long[] wider = new long[Math.max(to, first + digits.length) - newFirst];
            System.arraycopy(digits, 0, wider, first - newFirst, digits.length);
            first = newFirst;
            digits = wider;
        }
    }

    /** Passes carries on: each digit but the last is then 0 to 2^32 − 1. */
    private void carry() {
        long carry = 0;
        for (int i = 0; i < digits.length; i++) {
            long digit = digits[i] + carry;
            digits[i] = digit & DIGIT;
            carry = digit >> DIGIT_BITS;
        }
        if (carry != 0) {
            reach(first, first + digits.length + 1);
            digits[digits.length - 1] = carry;
        }
        pending = 1;
    }

    /** Adds all terms of {@code other}, which stays as it is. */
    public void merge(ExactSum other) {
        if (other.digits.length == 0) {
            return;
        }
        ExactSum terms = this == other ? other.copy() : other;
        if (terms.pending + pending >= MOST_PENDING) {
            carry();
            terms = terms.copy();
            terms.carry();
        }
        reach(terms.first, terms.first + terms.digits.length);
        for (int i = 0; i < terms.digits.length; i++) {
            digits[terms.first - first + i] += terms.digits[i];
        }
        pending += terms.pending + 1;
    }

    public ExactSum copy() {
        ExactSum copy = new ExactSum();
        copy.first = first;
        copy.digits = digits.clone();
        copy.pending = pending;
        return copy;
    }

    /** The sum as it is. */
    public DyadicNumber exact() {
        BigInteger units = BigInteger.ZERO;
        for (int i = digits.length - 1; i >= 0; i--) {
            units = units.shiftLeft(DIGIT_BITS).add(BigInteger.valueOf(digits[i]));
        }
        return new DyadicNumber(units, DIGIT_BITS * first + LEAST_EXPONENT);
    }

    /** The double next to the sum, infinite where the sum is beyond them. */
    public double value() {
        return exact().toDouble();
    }

    /**
     * The sum in bytes, equal ones of equal sums: the place of its lowest byte that is not 0, in two bytes, and from there on its
     * shortest two's complement, highest byte first. No bytes for 0.
     */
    public byte[] toBytes() {
        DyadicNumber sum = exact();
        if (sum.units().signum() == 0) {
            return new byte[0];
        }
        int zeros = sum.units().getLowestSetBit() / Byte.SIZE;
        byte[] units = sum.units().shiftRight(zeros * Byte.SIZE).toByteArray();
        int place = (DIGIT_BITS / Byte.SIZE) * first + zeros;
        byte[] bytes = new byte[2 + units.length];
        bytes[0] = (byte) (place >> Byte.SIZE);
        bytes[1] = (byte) place;
        System.arraycopy(units, 0, bytes, 2, units.length);
        return bytes;
    }

    /** Reads what {@link #toBytes()} wrote; all else is an {@link IllegalArgumentException}. */
    public static ExactSum fromBytes(byte[] bytes) {
        ExactSum sum = new ExactSum();
        if (bytes.length == 0) {
            return sum;
        }
        int place = bytes.length < 3 ? 0 : ((bytes[0] & 0xff) << Byte.SIZE) | (bytes[1] & 0xff);
        if (bytes.length < 3 || place + bytes.length - 2 > MOST_BYTES || bytes[bytes.length - 1] == 0) {
            throw new IllegalArgumentException(bytes.length + " bytes are no exact sum");
        }
        int bytesPerDigit = DIGIT_BITS / Byte.SIZE;
        BigInteger units = new BigInteger(bytes, 2, bytes.length - 2).shiftLeft(place % bytesPerDigit * Byte.SIZE);
        sum.first = place / bytesPerDigit;
        sum.digits = new long[(units.bitLength() + DIGIT_BITS) / DIGIT_BITS];
        for (int i = 0; i < sum.digits.length; i++) {
            sum.digits[i] = units.shiftRight(i * DIGIT_BITS).intValue() & DIGIT;
        }
        int last = sum.digits.length - 1;
        sum.digits[last] = units.shiftRight(last * DIGIT_BITS).longValue();
        sum.pending = 1;
        if (!Arrays.equals(sum.toBytes(), bytes)) {
            throw new IllegalArgumentException("the bytes are not the shortest of an exact sum");
        }
        return sum;
    }
}
