package io.tidemark.profile.binning;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Bins of numbers: right-closed, the first and the last one open to infinity.
 *
 * <p>The edges are the baseline's deciles, equal ones merged. A value that alone holds more than a tenth of the baseline (a
 * constant, an inflated zero) is a bin of its own, an atom, else a move to one side of it would go unseen: the edges of atom v
 * are the next number below v, and v.
 *
 * <p>The edges of the cells are those of the bins and the quantiles at {@code CELL_RANKS}: fine in the tails, where a change of few
 * rows matters, and fine enough elsewhere that ranks of cells tell nearly as much as ranks of values.
 */
public final class NumericBinning implements Binning {
    /** Cells are the bins: what releases before those with cells wrote. */
    static final int PLAIN_CODE = 1;

    static final int CELLS_CODE = 3;
    /** The bins a baseline has at most, atoms apart. Of fewer values each is an atom. */
    public static final int PARTS = 10;

    private static final double[] CELL_RANKS = {
        0.001, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99, 0.999
    };

    private final double[] edges;
    /** Which of the edges, which are those of the cells, are edges of bins. */
    private final boolean[] ofBins;

    private final double[] binEdges;
    /** The edges, filled up with infinity to one less than a power of two. */
    private final double[] searched;

    private final double min;
    private final double max;
    private final String id;

    private NumericBinning(double[] edges, boolean[] ofBins, double min, double max) {
        this.edges = edges;
        this.ofBins = ofBins;
        this.binEdges = IntStream.range(0, edges.length)
                .filter(i -> ofBins[i])
                .mapToDouble(i -> edges[i])
                .toArray();
        this.searched = new double[2 * Integer.highestOneBit(edges.length) - (edges.length == 0 ? 0 : 1)];
        Arrays.fill(searched, Double.POSITIVE_INFINITY);
        System.arraycopy(edges, 0, searched, 0, edges.length);
        this.min = min;
        this.max = max;
        this.id = Binning.idOf(this);
    }

    /** The bins of a baseline's distribution; one bin for everything where that is empty. */
    public static NumericBinning ofDeciles(EmpiricalCdf baseline) {
        if (baseline.isEmpty()) {
            return new NumericBinning(
                    new double[0], new boolean[0], Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        SortedMap<Double, Boolean> edges = new TreeMap<>();
        for (double rank : CELL_RANKS) {
            edges.put(baseline.quantile(rank), false);
        }
        for (int part = 1; part < PARTS; part++) {
            double edge = baseline.quantile((double) part / PARTS);
            edges.put(edge, true);
            long rows = baseline.countAtOrBelow(edge) - baseline.countBelow(edge);
            double below = Math.nextDown(edge) + 0.0;
            if (rows * PARTS > baseline.n() && Double.isFinite(below)) { // nothing is below the lowest double
                edges.put(below, true);
            }
        }
        boolean[] ofBins = new boolean[edges.size()];
        int i = 0;
        for (boolean ofBin : edges.values()) {
            ofBins[i++] = ofBin;
        }
        return new NumericBinning(
                edges.keySet().stream().mapToDouble(edge -> edge).toArray(),
                ofBins,
                baseline.value(0),
                baseline.value(baseline.size() - 1));
    }

    /** The cell of a finite number. */
    public int cellOf(double value) {
        // A binary search without branches: those of the usual one are mispredicted half the time and cost 20 ns.
        int below = 0;
        for (int step = (searched.length + 1) / 2; step > 0; step /= 2) {
            below += value > searched[below + step - 1] ? step : 0;
        }
        return below;
    }

    /** The cells of finite numbers. */
    public void cellsOf(double[] values, int count, int[] cells) {
        for (int i = 0; i < count; i++) {
            cells[i] = cellOf(values[i]);
        }
    }

    /** The bin of a finite number. */
    public int indexOf(double value) {
        int found = Arrays.binarySearch(binEdges, value + 0.0); // not -0.0, which would sort below 0
        return found >= 0 ? found : -found - 1;
    }

    /** How many rows of {@code distribution} fall into each cell. */
    public long[] count(EmpiricalCdf distribution) {
        long[] counts = new long[cells()];
        long below = 0;
        for (int i = 0; i < edges.length; i++) {
            long atOrBelow = distribution.countAtOrBelow(edges[i]);
            counts[i] = atOrBelow - below;
            below = atOrBelow;
        }
        counts[edges.length] = distribution.n() - below;
        return counts;
    }

    /** The smallest value of the baseline; negative infinity where it has none. */
    public double min() {
        return min;
    }

    /** The largest value of the baseline; positive infinity where it has none. */
    public double max() {
        return max;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int size() {
        return binEdges.length + 1;
    }

    @Override
    public int cells() {
        return edges.length + 1;
    }

    @Override
    public long[] toBins(long[] cellCounts) {
        long[] counts = new long[size()];
        for (int cell = 0, bin = 0; cell < cells(); cell++) {
            counts[bin] += cellCounts[cell];
            bin += cell < edges.length && ofBins[cell] ? 1 : 0;
        }
        return counts;
    }

    @Override
    public List<String> labels() {
        if (binEdges.length == 0) {
            return List.of("all");
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < binEdges.length; i++) {
            labels.add(label(i));
        }
        labels.add("> " + format(binEdges[binEdges.length - 1]));
        return List.copyOf(labels);
    }

    private String label(int bin) {
        if (isAtom(bin)) {
            return "= " + format(binEdges[bin]);
        }
        boolean belowAtom = isAtom(bin + 1);
        String upper = format(belowAtom ? binEdges[bin + 1] : binEdges[bin]);
        if (bin == 0) {
            return (belowAtom ? "< " : "≤ ") + upper;
        }
        return "(" + format(binEdges[bin - 1]) + ", " + upper + (belowAtom ? ")" : "]");
    }

    private boolean isAtom(int bin) {
        return bin > 0 && bin < binEdges.length && binEdges[bin - 1] >= Math.nextDown(binEdges[bin]);
    }

    private static String format(double value) {
        double rounded = new BigDecimal(value).round(new MathContext(6)).doubleValue() + 0.0;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }

    @Override
    public void writeTo(DocumentWriter out) {
        boolean plain = binEdges.length == edges.length;
        out.writeByte(plain ? PLAIN_CODE : CELLS_CODE).writeDouble(min).writeDouble(max);
        out.writeCount(edges.length);
        for (int i = 0; i < edges.length; i++) {
            out.writeDouble(edges[i]);
            if (!plain) {
                out.writeBoolean(ofBins[i]);
            }
        }
    }

    static NumericBinning readPlain(DocumentReader in) {
        return read(in, () -> true);
    }

    static NumericBinning readCells(DocumentReader in) {
        return read(in, in::readBoolean);
    }

    private static NumericBinning read(DocumentReader in, BooleanSupplier nextIsOfBins) {
        double min = in.readDouble();
        double max = in.readDouble();
        double[] edges = new double[in.readLength(Double.BYTES)];
        boolean[] ofBins = new boolean[edges.length];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = in.readFinite();
            ofBins[i] = nextIsOfBins.getAsBoolean();
            if (i > 0 && edges[i] <= edges[i - 1]) {
                throw in.fail("the edges of bins ascend, " + edges[i] + " comes after " + edges[i - 1]);
            }
        }
        if (!(min <= max)) {
            throw in.fail("the range of a baseline is not " + min + " to " + max);
        }
        return new NumericBinning(edges, ofBins, min, max);
    }
}
