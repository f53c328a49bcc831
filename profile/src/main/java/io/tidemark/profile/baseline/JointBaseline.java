package io.tidemark.profile.baseline;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.stats.CorrelationTest;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.WindowVariation;
import java.util.Arrays;
import java.util.List;

/**
 * How a baseline's features depend on each other, and how much that varies between its own windows: storms delay all airports at once,
 * and on a clear day delays have little in common. Immutable.
 */
public final class JointBaseline {
    private static final DocumentType DOCUMENT = new DocumentType("TDJB", 1);
    /** A window of fewer rows says little of a correlation. */
    private static final long FEWEST_ROWS = 30;
    /** Beyond it, Fisher's z is as good as infinite: it is that of a correlation of 0.999. */
    private static final double LARGEST_VARIANCE = 60;

    private final JointSketch sketch;
    private final int windows;
    /** Of coordinates i > j at i(i − 1)/2 + j: by how much more Fisher's z varies than that of independent rows. */
    private final double[] excess;

    private JointBaseline(JointSketch sketch, int windows, double[] excess) {
        this.sketch = sketch;
        this.windows = windows;
        this.excess = excess;
    }

    /** Of rows that are taken to be independent. */
    public static JointBaseline of(JointSketch sketch) {
        return new JointBaseline(sketch, 0, new double[pairs(sketch)]);
    }

    /**
     * Of rows that came in windows, as far as those are enough to tell how they vary.
     *
     * @param sketch of all rows
     * @param ofWindows over the same layout, those of each window
     */
    public static JointBaseline of(JointSketch sketch, List<JointSketch> ofWindows) {
        List<JointSketch> telling = ofWindows.stream()
                .filter(window -> window.rows() >= FEWEST_ROWS)
                .toList();
        if (telling.size() < WindowVariation.FEWEST_WINDOWS) {
            return of(sketch);
        }
        double[] excess = new double[pairs(sketch)];
        for (int i = 0, at = 0; i < sketch.coordinates(); i++) {
            for (int j = 0; j < i; j++) {
                excess[at++] = excess(i, j, sketch, telling);
            }
        }
        return new JointBaseline(sketch, telling.size(), excess);
    }

    private static double excess(int i, int j, JointSketch sketch, List<JointSketch> windows) {
        List<JointSketch> varying = windows.stream()
                .filter(window -> window.varies(i) && window.varies(j))
                .toList();
        return varying.size() < WindowVariation.FEWEST_WINDOWS
                ? 0
                : CorrelationTest.variation(
                        sketch.correlation(i, j),
                        varying.stream()
                                .mapToDouble(window -> window.correlation(i, j))
                                .toArray(),
                        varying.stream().mapToDouble(JointSketch::rows).toArray());
    }

    private static int pairs(JointSketch sketch) {
        return sketch.coordinates() * (sketch.coordinates() - 1) / 2;
    }

    /** Of all rows. */
    public JointSketch sketch() {
        return sketch;
    }

    /** From how many windows its variation was learned; 0 where rows are taken to be independent. */
    public int windows() {
        return windows;
    }

    /** By how much more Fisher's z of two coordinates, i > j, varies between windows than that of independent rows. */
    public double variation(int i, int j) {
        return excess[i * (i - 1) / 2 + j];
    }

    /**
     * What rows of both sides are worth for the correlation of two coordinates, i > j.
     *
     * @param variance of Fisher's z, times the number of rows, where they are independent
     */
    public Precision precision(int i, int j, double variance, long currentRows) {
        return Precision.ofWindows(variation(i, j) / variance, windows, sketch.rows(), currentRows);
    }

    public byte[] toBytes() {
        DocumentWriter out =
                new DocumentWriter(DOCUMENT).writeBytes(sketch.toBytes()).writeCount(windows);
        for (double each : excess) {
            out.writeDouble(each);
        }
        return out.toBytes();
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static JointBaseline fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        JointSketch sketch = JointSketch.fromBytes(in.readBytes());
        int windows = in.readCount(Integer.MAX_VALUE);
        double[] excess = new double[pairs(sketch)];
        Arrays.setAll(excess, _ -> Math.clamp(in.readFinite(), 0, LARGEST_VARIANCE));
        in.expectEnd();
        return windows < WindowVariation.FEWEST_WINDOWS ? of(sketch) : new JointBaseline(sketch, windows, excess);
    }

    /** Whether it was counted by this layout. */
    public boolean isOver(JointLayout layout) {
        return sketch.layoutId().equals(layout.id());
    }
}
