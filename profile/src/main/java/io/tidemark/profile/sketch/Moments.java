package io.tidemark.profile.sketch;

/**
 * Number, range, mean and sum of squared deviations of values, added batch by batch.
 *
 * <p>Within a batch two passes, between batches the update of Chan, Golub and LeVeque (Updating formulae and a pairwise
 * algorithm for computing sample variances, 1979): as stable as Welford's update per value, without its division per value.
 *
 * <p>The mean is finite whatever finite values there are. The sum of squares overflows to infinity where values lie further apart
 * than the root of the largest double; it is never NaN.
 */
final class Moments {
    private long n;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    Moments() {}

    Moments(long n, double min, double max, double mean, double squares) {
        this.n = n;
        this.min = min;
        this.max = max;
        this.mean = mean;
        this.squares = squares;
    }

    Moments copy() {
        return new Moments(n, min, max, mean, squares);
    }

    /** Adds the first {@code count} values of {@code batch}. */
    void add(double[] batch, int count) {
        if (count == 0) {
            return;
        }
        double sum = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            sum += batch[i];
            low = Math.min(low, batch[i]);
            high = Math.max(high, batch[i]);
        }
        double batchMean = Double.isFinite(sum) ? sum / count : meanOfHuge(batch, count, low, high);
        double batchSquares = 0;
        for (int i = 0; i < count; i++) {
            double deviation = batch[i] - batchMean;
            batchSquares += deviation * deviation;
        }
        merge(count, low, high, batchMean, batchSquares);
    }

    /** Slower than a sum, but without overflow. */
    private static double meanOfHuge(double[] batch, int count, double low, double high) {
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += batch[i] / count;
        }
        return Math.clamp(mean, low, high);
    }

    void merge(Moments other) {
        if (other.n > 0) {
            merge(other.n, other.min, other.max, other.mean, other.squares);
        }
    }

    private void merge(long otherN, double otherMin, double otherMax, double otherMean, double otherSquares) {
        double delta = otherMean - mean;
        double weight = (double) otherN / (n + otherN);
        if (n == 0) {
            squares = otherSquares;
            mean = otherMean;
        } else {
            squares += otherSquares + delta * delta * n * weight;
            mean = Double.isFinite(delta) ? mean + delta * weight : mean * (1 - weight) + otherMean * weight;
        }
        n += otherN;
        min = Math.min(min, otherMin);
        max = Math.max(max, otherMax);
    }

    long n() {
        return n;
    }

    double min() {
        return min;
    }

    double max() {
        return max;
    }

    double mean() {
        return n == 0 ? Double.NaN : mean;
    }

    double squares() {
        return squares;
    }

    /** The sample variance, exactly 0 for equal values, NaN for fewer than two. */
    double variance() {
        if (n < 2) {
            return Double.NaN;
        }
        return min == max ? 0 : squares / (n - 1);
    }
}
