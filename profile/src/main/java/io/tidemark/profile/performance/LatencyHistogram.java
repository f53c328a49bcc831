package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;

/** How many predictions took how long, in bins of 1/64 of their lower bound, which never change. */
final class LatencyHistogram {
    /** 2^6 bins between a number and its double. */
    private static final int BIN_BITS = 6;

    private static final int BINS_PER_DOUBLING = 1 << BIN_BITS;
    private static final int LARGEST_KEY = key(Long.MAX_VALUE);

    private SparseCounts bins = new SparseCounts(1);

    /** Adds a time of 0 or more. */
    void add(long micros) {
        bins.add(bins.at(key(micros)), 0, 1);
    }

    /** Ascends with the time: itself below 128, then 64 more for every doubling. */
    private static int key(long micros) {
        int shift = Math.max(0, Long.SIZE - 1 - BIN_BITS - Long.numberOfLeadingZeros(micros));
        return shift * BINS_PER_DOUBLING + (int) (micros >>> shift);
    }

    /** The middle of a bin. */
    private static long micros(int key) {
        int shift = Math.max(0, key / BINS_PER_DOUBLING - 1);
        long low = (long) (key - shift * BINS_PER_DOUBLING) << shift;
        return low + ((1L << shift) - 1) / 2;
    }

    void merge(LatencyHistogram other) {
        bins = SparseCounts.merged(bins, other.bins);
    }

    LatencyHistogram copy() {
        LatencyHistogram copy = new LatencyHistogram();
        copy.bins = bins.copy();
        return copy;
    }

    LatencySummary summary() {
        long count = bins.total(0);
        return new LatencySummary(count, quantile(50, count), quantile(95, count), quantile(99, count));
    }

    private long quantile(int percent, long count) {
        long rank = count / 100 * percent + (count % 100 * percent + 99) / 100;
        long below = 0;
        for (int i = 0; i < bins.size(); i++) {
            below += bins.count(i, 0);
            if (below >= rank) {
                return micros(bins.key(i));
            }
        }
        return 0;
    }

    void writeTo(DocumentWriter out) {
        bins.writeTo(out);
    }

    static LatencyHistogram readFrom(DocumentReader in) {
        LatencyHistogram read = new LatencyHistogram();
        read.bins = SparseCounts.readFrom(in, 1, LARGEST_KEY + 1);
        int size = read.bins.size();
        if (size > 0 && (read.bins.key(0) < 0 || read.bins.key(size - 1) > LARGEST_KEY)) {
            throw in.fail("a latency is out of range");
        }
        return read;
    }
}
