package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.util.Arrays;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.DoublesSketchSortedView;
import org.jspecify.annotations.Nullable;

/**
 * Finite numbers: how many, their range, mean and variance exactly, and their distribution by a KLL sketch.
 *
 * <p>The distribution is exact up to k values. Beyond, a rank is off by at most {@link #rankError()} with 99 % confidence, however
 * many values there are and in whatever order sketches were merged. Source: Karnin, Lang and Liberty, Optimal quantile
 * approximation in streams, 2016.
 *
 * <p>Values wait in a small array and go on in batches, which is faster, and lets a sketch of few values do without the KLL
 * sketch, which takes 8k bytes at birth. Not thread-safe.
 */
public final class NumericSketch {
    private static final int BATCH = 256;
    private static final int FIRST_BATCH = 8;
    /** Of the KLL sketch beside its values, in values. */
    private static final int KLL_OVERHEAD = 24;

    private final int k;
    private final Moments settled;
    private @Nullable KllDoublesSketch kll;
    private double[] pending = new double[FIRST_BATCH];
    private int pendingSize;

    public NumericSketch(int k) {
        this(k, new Moments(), null);
    }

    private NumericSketch(int k, Moments settled, @Nullable KllDoublesSketch kll) {
        this.k = k;
        this.settled = settled;
        this.kll = kll;
    }

    /** Adds a number, which has to be finite. */
    public void update(double value) {
        if (pendingSize == pending.length) {
            makeRoom();
        }
        pending[pendingSize++] = value + 0.0; // turns -0.0 into 0.0
    }

    /** Adds the first {@code count} of {@code values}, which have to be finite. */
    public void update(double[] values, int count) {
        for (int from = 0; from < count; ) {
            if (pendingSize == pending.length) {
                makeRoom();
            }
            int taken = Math.min(count - from, pending.length - pendingSize);
            for (int i = 0; i < taken; i++) {
                pending[pendingSize + i] = values[from + i] + 0.0;
            }
            pendingSize += taken;
            from += taken;
        }
    }

    private void makeRoom() {
        if (pending.length < BATCH) {
            pending = Arrays.copyOf(pending, pending.length * 2);
        } else {
            settle(kll == null ? KllDoublesSketch.newHeapInstance(k) : kll);
        }
    }

    private KllDoublesSketch settle(KllDoublesSketch sketch) {
        if (pendingSize > 0) {
            sketch.update(pending, 0, pendingSize);
            settled.add(pending, pendingSize);
            pendingSize = 0;
        }
        kll = sketch;
        return sketch;
    }

    /** Adds all that {@code other}, another sketch, holds; it stays as it is. */
    public void merge(NumericSketch other) {
        if (other.kll != null) {
            settle(kll == null ? KllDoublesSketch.newHeapInstance(k) : kll).merge(other.kll);
            settled.merge(other.settled);
        }
        for (int i = 0; i < other.pendingSize; i++) {
            update(other.pending[i]);
        }
    }

    /** The number of values, exact. */
    public long n() {
        return settled.n() + pendingSize;
    }

    /** About how much heap it takes. */
    long heapBytes() {
        long retained = kll == null ? 0 : Math.max(k, kll.getNumRetained()) + KLL_OVERHEAD;
        return Double.BYTES * (pending.length + retained);
    }

    /** The smallest value; positive infinity where there is none. */
    public double min() {
        return moments().min();
    }

    /** The largest value; negative infinity where there is none. */
    public double max() {
        return moments().max();
    }

    /** The mean; NaN where there is no value. */
    public double mean() {
        return moments().mean();
    }

    /** The sample variance (n − 1); exactly 0 where all values are equal, NaN for fewer than two. */
    public double variance() {
        return moments().variance();
    }

    /** The root of {@link #variance()}. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** How far a rank may be off, as a share of all rows, with 99 % confidence; 0 while the distribution is exact. */
    public double rankError() {
        KllDoublesSketch sketch = kll == null ? null : settle(kll);
        return sketch == null || !sketch.isEstimationMode() ? 0 : sketch.getNormalizedRankError(false);
    }

    /** The distribution as it is now. It costs a sort of about 3k values: take it once for several questions. */
    public EmpiricalCdf distribution() {
        if (kll == null) {
            return EmpiricalCdf.ofValues(Arrays.copyOf(pending, pendingSize));
        }
        DoublesSketchSortedView view = settle(kll).getSortedView();
        return EmpiricalCdf.ofSorted(view.getQuantiles(), view.getCumulativeWeights());
    }

    /** The quantile by inclusive nearest rank, see {@link EmpiricalCdf#quantile(double)}. */
    public double quantile(double rank) {
        return distribution().quantile(rank);
    }

    /** The share of values at or below {@code value}. */
    public double rank(double value) {
        return distribution().rank(value);
    }

    private Moments moments() {
        if (pendingSize == 0) {
            return settled;
        }
        Moments all = settled.copy();
        all.add(pending, pendingSize);
        return all;
    }

    void writeTo(DocumentWriter out) {
        KllDoublesSketch sketch = kll == null ? null : settle(kll);
        out.writeBoolean(sketch != null);
        if (sketch == null) {
            out.writeCount(pendingSize);
            for (int i = 0; i < pendingSize; i++) {
                out.writeDouble(pending[i]);
            }
            return;
        }
        out.writeCount(settled.n()).writeDouble(settled.min()).writeDouble(settled.max());
        out.writeDouble(settled.mean()).writeDouble(settled.squares());
        KllBytes.write(sketch, out);
    }

    static NumericSketch readFrom(DocumentReader in, int k) {
        if (!in.readBoolean()) {
            NumericSketch sketch = new NumericSketch(k);
            int size = in.readCount(BATCH);
            for (int i = 0; i < size; i++) {
                sketch.update(in.readFinite());
            }
            return sketch;
        }
        long n = in.readCount();
        Moments moments = new Moments(n, in.readFinite(), in.readFinite(), in.readFinite(), in.readDouble());
        if (!(moments.squares() >= 0)) {
            throw in.fail("a sum of squares is not " + moments.squares());
        }
        return new NumericSketch(k, moments, KllBytes.read(in, k, n));
    }
}
