package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.DyadicNumber;
import io.tidemark.profile.stats.ExactSum;

/**
 * Number, mean and variance of values, which depend on the set of values only. Squares are rounded once each, then summed exactly, and so the
 * variance is exact to about 1e-16 of the mean square.
 */
final class ExactMoments {
    private static final double LARGEST = 1e75;

    private long n;
    private final ExactSum sum;
    private final ExactSum squares;

    ExactMoments() {
        this(0, new ExactSum(), new ExactSum());
    }

    private ExactMoments(long n, ExactSum sum, ExactSum squares) {
        this.n = n;
        this.sum = sum;
        this.squares = squares;
    }

    /** Whether a value can be summed, with its powers up to the fourth. */
    static boolean takes(double value) {
        return Math.abs(value) <= LARGEST;
    }

    void add(double value) {
        n++;
        sum.add(value);
        squares.add(value * value);
    }

    void subtract(double value) {
        n--;
        sum.subtract(value);
        squares.subtract(value * value);
    }

    void merge(ExactMoments other) {
        n += other.n;
        sum.merge(other.sum);
        squares.merge(other.squares);
    }

    ExactMoments copy() {
        return new ExactMoments(n, sum.copy(), squares.copy());
    }

    long n() {
        return n;
    }

    /** Of one value or more. */
    double mean() {
        return sum.value() / n;
    }

    /** Of two values or more, by n − 1: (nΣx² − (Σx)²)/(n(n − 1)). */
    double variance() {
        DyadicNumber scatter = squares.exact().times(n).minus(sum.exact().squared());
        return Math.max(0, scatter.toDouble()) / n / (n - 1);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(n).writeBytes(sum.toBytes()).writeBytes(squares.toBytes());
    }

    static ExactMoments readFrom(DocumentReader in) {
        return new ExactMoments(in.readCount(), readSum(in), readSum(in));
    }

    static ExactSum readSum(DocumentReader in) {
        try {
            return ExactSum.fromBytes(in.readBytes());
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }
}
