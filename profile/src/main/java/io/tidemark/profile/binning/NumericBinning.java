package io.tidemark.profile.binning;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bins of numbers: right-closed, the first and the last one open to infinity.
 *
 * <p>The edges are the baseline's deciles, equal ones merged. A value that alone holds more than a tenth of the baseline (a
 * constant, an inflated zero) is a bin of its own, an atom, else a move to one side of it would go unseen: the edges of atom v
 * are the next number below v, and v.
 */
public final class NumericBinning implements Binning {
    static final int CODE = 1;
    private static final int PARTS = 10;

    private final double[] edges;
    /** The edges, filled up with infinity to one less than a power of two. */
    private final double[] searched;

    private final double min;
    private final double max;
    private final String id;

    private NumericBinning(double[] edges, double min, double max) {
        this.edges = edges;
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
            return new NumericBinning(new double[0], Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double[] edges = new double[2 * PARTS];
        int size = 0;
        double last = Double.NaN;
        for (int part = 1; part < PARTS; part++) {
            double edge = baseline.quantile((double) part / PARTS);
            if (edge == last) {
                continue;
            }
            last = edge;
            long rows = baseline.countAtOrBelow(edge) - baseline.countBelow(edge);
            if (rows * PARTS > baseline.n() && (size == 0 || edges[size - 1] < Math.nextDown(edge))) {
                edges[size++] = Math.nextDown(edge) + 0.0;
            }
            edges[size++] = edge;
        }
        return new NumericBinning(Arrays.copyOf(edges, size), baseline.value(0), baseline.value(baseline.size() - 1));
    }

    /** The bin of a finite number. */
    public int indexOf(double value) {
        // A binary search without branches: those of the usual one are mispredicted half the time and cost 20 ns.
        int below = 0;
        for (int step = (searched.length + 1) / 2; step > 0; step /= 2) {
            below += value > searched[below + step - 1] ? step : 0;
        }
        return below;
    }

    /** How many rows of {@code distribution} fall into each bin. */
    public long[] count(EmpiricalCdf distribution) {
        long[] counts = new long[size()];
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
        return edges.length + 1;
    }

    @Override
    public List<String> labels() {
        if (edges.length == 0) {
            return List.of("all");
        }
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < edges.length; i++) {
            labels.add(label(i));
        }
        labels.add("> " + format(edges[edges.length - 1]));
        return List.copyOf(labels);
    }

    private String label(int bin) {
        if (isAtom(bin)) {
            return "= " + format(edges[bin]);
        }
        boolean belowAtom = isAtom(bin + 1);
        String upper = format(belowAtom ? edges[bin + 1] : edges[bin]);
        if (bin == 0) {
            return (belowAtom ? "< " : "≤ ") + upper;
        }
        return "(" + format(edges[bin - 1]) + ", " + upper + (belowAtom ? ")" : "]");
    }

    private boolean isAtom(int bin) {
        return bin > 0 && bin < edges.length && edges[bin - 1] >= Math.nextDown(edges[bin]);
    }

    private static String format(double value) {
        double rounded = new BigDecimal(value).round(new MathContext(6)).doubleValue() + 0.0;
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }

    @Override
    public void writeTo(DocumentWriter out) {
        out.writeByte(CODE).writeDouble(min).writeDouble(max).writeCount(edges.length);
        for (double edge : edges) {
            out.writeDouble(edge);
        }
    }

    static NumericBinning readContent(DocumentReader in) {
        double min = in.readDouble();
        double max = in.readDouble();
        double[] edges = new double[in.readLength(Double.BYTES)];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = in.readFinite();
            if (i > 0 && edges[i] <= edges[i - 1]) {
                throw in.fail("the edges of bins ascend, " + edges[i] + " comes after " + edges[i - 1]);
            }
        }
        if (!(min <= max)) {
            throw in.fail("the range of a baseline is not " + min + " to " + max);
        }
        return new NumericBinning(edges, min, max);
    }
}
