package io.tidemark.profile.sketch;

import io.tidemark.profile.binning.Binning;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.sketch.FrequentCategories.Counter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Exact counts of values per cell of a baseline's bins, and of numbers outside of the baseline's range.
 *
 * <p>Counts know their binning by its id. Only counts that hold the binning itself can go on counting: those that come from
 * bytes get it by {@link #bind}. Not thread-safe.
 */
public final class BinCounts {
    /** For a value of another kind than the bins are of. */
    static final int NO_CELL = -1;
    /** For any value, where the bins are not at hand. */
    static final int NO_BINS = -2;

    private final String binningId;
    private final long[] counts;
    private long belowRange;
    private long aboveRange;
    private @Nullable NumericBinning numeric;
    private @Nullable CategoricalBinning categorical;

    private BinCounts(String binningId, long[] counts) {
        this.binningId = binningId;
        this.counts = counts;
    }

    static BinCounts over(Binning binning) {
        BinCounts counts = new BinCounts(binning.id(), new long[binning.cells()]);
        counts.hold(binning);
        return counts;
    }

    private void hold(Binning binning) {
        switch (binning) {
            case NumericBinning bins -> numeric = bins;
            case CategoricalBinning bins -> categorical = bins;
        }
    }

    /** Lets counts go on counting; false where they are of another binning. */
    boolean bind(Binning binning) {
        boolean same = binningId.equals(binning.id()) && counts.length == binning.cells();
        if (same) {
            hold(binning);
        }
        return same;
    }

    /** Counts a number; answers its cell, or why there is none. */
    int countNumber(double value) {
        NumericBinning bins = numeric;
        if (bins == null) {
            return categorical == null ? NO_BINS : NO_CELL;
        }
        int cell = bins.cellOf(value);
        counts[cell]++;
        if (value < bins.min()) {
            belowRange++;
        } else if (value > bins.max()) {
            aboveRange++;
        }
        return cell;
    }

    /**
     * Counts numbers, and tells the cell of each, or that there is none.
     *
     * @return false where the bins are not at hand; then nothing is counted
     */
    boolean countNumbers(double[] values, int count, int[] cells) {
        NumericBinning bins = numeric;
        if (bins == null) {
            Arrays.fill(cells, 0, count, NO_CELL);
            return categorical != null;
        }
        bins.cellsOf(values, count, cells);
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            counts[cells[i]]++;
            lowest = Math.min(lowest, values[i]);
            highest = Math.max(highest, values[i]);
        }
        if (lowest < bins.min() || highest > bins.max()) {
            countOutOfRange(values, count, bins);
        }
        return true;
    }

    private void countOutOfRange(double[] values, int count, NumericBinning bins) {
        for (int i = 0; i < count; i++) {
            belowRange += values[i] < bins.min() ? 1 : 0;
            aboveRange += values[i] > bins.max() ? 1 : 0;
        }
    }

    /** Counts a category; answers its cell, or why there is none. */
    int countCategory(Counter category) {
        CategoricalBinning bins = categorical;
        if (bins == null) {
            return numeric == null ? NO_BINS : NO_CELL;
        }
        int cell = category.cell();
        if (cell == NO_CELL) {
            cell = bins.indexOf(category.category());
            category.cellIs(cell);
        }
        counts[cell]++;
        return cell;
    }

    /** Adds counts over the same binning; false where they are of another one. */
    boolean add(BinCounts other) {
        if (!binningId.equals(other.binningId) || counts.length != other.counts.length) {
            return false;
        }
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        belowRange += other.belowRange;
        aboveRange += other.aboveRange;
        numeric = numeric == null ? other.numeric : numeric;
        categorical = categorical == null ? other.categorical : categorical;
        return true;
    }

    BinCounts copy() {
        BinCounts copy = new BinCounts(binningId, new long[counts.length]);
        copy.add(this);
        return copy;
    }

    /** Which binning the counts are over. */
    public String binningId() {
        return binningId;
    }

    /** Rows per cell. */
    public long[] cells() {
        return counts.clone();
    }

    /** Numbers below the smallest of the baseline. */
    public long belowRange() {
        return belowRange;
    }

    /** Numbers above the largest of the baseline. */
    public long aboveRange() {
        return aboveRange;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return (long) Long.BYTES * counts.length + 64;
    }

    void writeTo(DocumentWriter out) {
        out.writeText(binningId).writeCount(belowRange).writeCount(aboveRange).writeCount(counts.length);
        for (long count : counts) {
            out.writeCount(count);
        }
    }

    /** Reads counts of no more than {@code values} values. */
    static BinCounts readFrom(DocumentReader in, long values) {
        String binningId = in.readText();
        long below = in.readCount();
        long above = in.readCount();
        BinCounts read = new BinCounts(binningId, new long[in.readLength(1)]);
        read.belowRange = below;
        read.aboveRange = above;
        long total = 0;
        for (int i = 0; i < read.counts.length; i++) {
            read.counts[i] = in.readCount();
            total += read.counts[i];
            if (total < 0 || total > values) {
                throw in.fail("the bins count more than the " + values + " values that there are");
            }
        }
        if (below > total || above > total - below) {
            throw in.fail("more numbers are out of range than were counted: " + below + " and " + above);
        }
        return read;
    }
}
