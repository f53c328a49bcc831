package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.ExactSum;
import io.tidemark.profile.stats.WilsonInterval;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What scores promise and what came of it, in ten bins of equal width from 0 to 1. Their expected calibration error is the mean distance
 * between a bin's mean score and its share of yes, weighted by rows: Naeini, Cooper and Hauskrecht, AAAI (2015); Guo and others, ICML
 * (2017).
 */
final class ReliabilityBins {
    private static final int BINS = 10;

    private final ExactSum[] scores = new ExactSum[BINS];
    private final long[] rows = new long[BINS];
    private final long[] yes = new long[BINS];

    ReliabilityBins() {
        for (int i = 0; i < BINS; i++) {
            scores[i] = new ExactSum();
        }
    }

    /** Adds a score between 0 and 1. */
    void add(double score, boolean isYes) {
        int bin = binOf(score);
        scores[bin].add(score);
        rows[bin]++;
        yes[bin] += isYes ? 1 : 0;
    }

    /** Takes a score away that was added. */
    void subtract(double score, boolean isYes) {
        int bin = binOf(score);
        scores[bin].subtract(score);
        rows[bin]--;
        yes[bin] -= isYes ? 1 : 0;
    }

    private static int binOf(double score) {
        return Math.min(BINS - 1, (int) (score * BINS));
    }

    void merge(ReliabilityBins other) {
        for (int i = 0; i < BINS; i++) {
            scores[i].merge(other.scores[i]);
            rows[i] += other.rows[i];
            yes[i] += other.yes[i];
        }
    }

    ReliabilityBins copy() {
        ReliabilityBins copy = new ReliabilityBins();
        copy.merge(this);
        return copy;
    }

    long rows() {
        return IntStream.range(0, BINS).mapToLong(i -> rows[i]).sum();
    }

    /** The expected calibration error. As noise adds to it, the interval begins lower by what noise alone would make of it. */
    Optional<MetricValue> error() {
        long all = rows();
        if (all == 0) {
            return Optional.empty();
        }
        double error = 0;
        double variance = 0;
        for (int i = 0; i < BINS; i++) {
            if (rows[i] > 0) {
                error += Math.abs(scores[i].value() - yes[i]) / all;
                double weight = (double) rows[i] / all;
                double deviation = weight * WilsonInterval.of(yes[i], rows[i]).standardError();
                variance += deviation * deviation;
            }
        }
        double half = WilsonInterval.Z * Math.sqrt(variance);
        return Intervals.ofBounds(
                error, Math.sqrt(variance), Math.max(0, error - half - noiseFloor()), Math.min(1, error + half), all);
    }

    /** The error that scores which are exactly right would be expected to show at these numbers of rows: Σ √(2/π·s(1 − s)·n)/N. */
    double noiseFloor() {
        long all = rows();
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            if (rows[i] > 0) {
                double score = Math.clamp(scores[i].value() / rows[i], 0.0, 1.0);
                sum += Math.sqrt(2 / Math.PI * score * (1 - score) * rows[i]);
            }
        }
        return all == 0 ? 0 : sum / all;
    }

    void writeTo(DocumentWriter out) {
        for (int i = 0; i < BINS; i++) {
            out.writeCount(rows[i]);
            if (rows[i] > 0) {
                out.writeCount(yes[i]).writeBytes(scores[i].toBytes());
            }
        }
    }

    static ReliabilityBins readFrom(DocumentReader in) {
        ReliabilityBins read = new ReliabilityBins();
        for (int i = 0; i < BINS; i++) {
            read.rows[i] = in.readCount();
            if (read.rows[i] > 0) {
                read.yes[i] = in.readCount();
                read.scores[i] = ExactMoments.readSum(in);
                double mean = read.scores[i].value() / read.rows[i];
                if (read.yes[i] > read.rows[i] || !(mean >= 0 && mean <= 1)) {
                    throw in.fail(
                            "a bin of " + read.rows[i] + " rows has " + read.yes[i] + " of yes, mean score " + mean);
                }
            }
        }
        return read;
    }
}
