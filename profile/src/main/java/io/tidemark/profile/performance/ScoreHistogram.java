package io.tidemark.profile.performance;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;

/**
 * How many rows have which score, in bins that are narrow everywhere a model of probabilities needs them to be.
 *
 * <p>A score's place is what its bits say, counted from 0 or from 1, whichever is nearer, and a linear part. So bins are relative near 0
 * and near 1, where scores of rare things crowd, and even in between. Scores outside of 0 to 1 have places below and above. The
 * finest places are 1.5e-5 of the distance to 0 or 1 wide, and at most 7.4e-8.
 *
 * <p>Where more than {@value #MOST_BINS} places are taken, bins are twice as wide, and so on: the resolution is the finest at which
 * the scores that were ever added fit. It follows from their set, and neither their order nor their labels matter. Over scores that are
 * spread evenly from 0 to 1, bins in the middle are then 0.0003 wide.
 */
final class ScoreHistogram {
    static final int MOST_BINS = 4096;

    /** Of every prediction. */
    static final int ALL = 0;
    /** Of predictions that say yes. */
    static final int PREDICTED_YES = 1;
    /** Of rows that turned out as yes. */
    static final int LABELLED_YES = 2;
    /** Of rows that turned out as no. */
    static final int LABELLED_NO = 3;

    private static final int COLUMNS = 4;
    /** A double's bits without these tell 2^16 places between a number and its double. */
    private static final int DROPPED_BITS = 36;
    /** Places between 0 and 1 by the linear part: between 0.25 and 0.5 there are 52 times as many as by the bits. */
    private static final double LINEAR_PLACES = 52 * 4 * 65536.0;

    private static final double LINEAR_RANGE = 0.5;
    /** Scores whose bits differ by less are the same to about 1e-8. */
    private static final long BITS_NEARBY = 1L << 26;

    private static final int MIDDLE = placeBelowHalf(0.5);
    private static final int MOST_PLACE = MIDDLE - placeBelowHalf(-Double.MAX_VALUE);
    private static final int MOST_SHIFT = 30;

    private int shift;
    private SparseCounts bins = new SparseCounts(COLUMNS);

    /** Adds the prediction of a score, which is finite. */
    void predicted(double score, boolean yes) {
        add(score, ALL, 1);
        if (yes) {
            add(score, PREDICTED_YES, 1);
        }
    }

    /** Adds a label of a score that was predicted. */
    void labelled(double score, boolean yes) {
        add(score, yes ? LABELLED_YES : LABELLED_NO, 1);
    }

    /** Takes a label away that was added. */
    void unlabelled(double score, boolean yes) {
        add(score, yes ? LABELLED_YES : LABELLED_NO, -1);
    }

    private void add(double score, int column, long change) {
        bins.add(bins.at(place(score) >> shift), column, change);
        fit();
    }

    private void fit() {
        while (bins.size() > MOST_BINS) {
            bins = bins.shifted(1);
            shift++;
        }
    }

    /** Ascends with the score. */
    static int place(double score) {
        double positive = score + 0.0; // not −0
        return positive < 0.5 ? placeBelowHalf(positive) - MIDDLE : MIDDLE - placeBelowHalf(1 - positive);
    }

    private static int placeBelowHalf(double score) {
        int byBits = score == 0 ? 0 : 1 + (int) (Double.doubleToRawLongBits(Math.abs(score)) >>> DROPPED_BITS);
        int linear = (int) Math.floor(Math.clamp(score, -LINEAR_RANGE, LINEAR_RANGE) * LINEAR_PLACES);
        return linear + (score < 0 ? -byBits : byBits);
    }

    /** Adds all rows of {@code other}, which stays as it is, at the coarser resolution of both or a coarser one yet. */
    void merge(ScoreHistogram other) {
        SparseCounts added = other.shift < shift ? other.bins.shifted(shift - other.shift) : other.bins;
        if (shift < other.shift) {
            bins = bins.shifted(other.shift - shift);
            shift = other.shift;
        }
        bins = SparseCounts.merged(bins, added);
        fit();
    }

    ScoreHistogram copy() {
        ScoreHistogram copy = new ScoreHistogram();
        copy.shift = shift;
        copy.bins = bins.copy();
        return copy;
    }

    /** The bins in ascending order of their scores: how many there are. */
    int size() {
        return bins.size();
    }

    /** How many rows of a column the bin has. */
    long count(int bin, int column) {
        return bins.count(bin, column);
    }

    long total(int column) {
        return bins.total(column);
    }

    /** The first place of a bin, at the finest resolution. */
    int firstPlace(int bin) {
        return bins.key(bin) << shift;
    }

    /** The place in a bin's middle. */
    int middlePlace(int bin) {
        return firstPlace(bin) + (1 << shift) / 2;
    }

    /** The score in a bin's middle, of a bin between 0 and 1: within 1e-7 of it or of its distance to 1. */
    double middleScore(int bin) {
        int place = middlePlace(bin);
        return place < 0 ? scoreBelowHalf(place) : 1 - scoreBelowHalf(-place);
    }

    /** Halves what the bits of a score between 0 and 1/2 may be until the place is found. */
    private static double scoreBelowHalf(int place) {
        long low = 0;
        long high = Double.doubleToRawLongBits(0.5);
        while (high - low > BITS_NEARBY) {
            long middle = (low + high) >>> 1;
            if (place(Double.longBitsToDouble(middle)) < place) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Double.longBitsToDouble(high);
    }

    void writeTo(DocumentWriter out) {
        out.writeCount(shift);
        bins.writeTo(out);
    }

    static ScoreHistogram readFrom(DocumentReader in) {
        ScoreHistogram read = new ScoreHistogram();
        read.shift = in.readCount(MOST_SHIFT);
        read.bins = SparseCounts.readFrom(in, COLUMNS, MOST_BINS);
        for (int i = 0; i < read.bins.size(); i++) {
            if (Math.abs((long) read.bins.key(i)) > (MOST_PLACE >> read.shift) + 1) {
                throw in.fail("a bin lies beyond all scores");
            }
        }
        return read;
    }
}
