package io.tidemark.profile.sketch;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How features depend on each other: sums of the products of every two of a {@link JointLayout}'s coordinates.
 *
 * <p>All sums are of whole numbers, so they are exact, and merging is associative and independent of order; fourth powers end at the
 * largest long, which no fewer than 130 million rows reach. A feature without a countable value in a row counts as its mean. Counting needs the layout; a sketch that comes from bytes gets it by {@link #bind}.
 * Not thread-safe.
 */
public final class JointSketch {
    private static final DocumentType DOCUMENT = new DocumentType("TDJS", 1);

    private final String layoutId;
    private final int coordinates;
    private long rows;
    private final long[] sums;
    /** Of coordinates i ≥ j at i(i + 1)/2 + j. */
    private final long[] products;

    private final long[] fourthPowers;
    private final int[] row;
    /** Rows that are taken in together, coordinate by coordinate. */
    private int[] batch = {};

    private int batchRows;
    private @Nullable JointLayout layout;

    private JointSketch(String layoutId, int coordinates) {
        this.layoutId = layoutId;
        this.coordinates = coordinates;
        this.sums = new long[coordinates];
        this.products = new long[coordinates * (coordinates + 1) / 2];
        this.fourthPowers = new long[coordinates];
        this.row = new int[coordinates];
    }

    /** An empty sketch. */
    public static JointSketch over(JointLayout layout) {
        JointSketch sketch = new JointSketch(layout.id(), layout.coordinates());
        sketch.layout = layout;
        return sketch;
    }

    /** Lets a sketch go on counting; false where it is over another layout. */
    public boolean bind(JointLayout newLayout) {
        boolean same = newLayout.id().equals(layoutId) && newLayout.coordinates() == coordinates;
        if (same) {
            layout = newLayout;
        }
        return same;
    }

    /**
     * Takes in one value of the current row.
     *
     * @param feature its place in the layout
     * @param cell the value's cell
     */
    public void add(int feature, int cell) {
        JointLayout known = layout;
        if (known == null) {
            throw new IllegalStateException("a sketch that was read counts only after it was bound to its layout");
        }
        row[known.coordinateOf(feature)] += known.score(feature, cell);
    }

    /**
     * Begins to take in rows together. They are ended by {@link #endRows}; until then nothing else is added.
     *
     * @param count how many rows
     */
    public void beginRows(int count) {
        if (batch.length < coordinates * count) {
            batch = new int[coordinates * count];
        } else {
            Arrays.fill(batch, 0, coordinates * count, 0);
        }
        batchRows = count;
    }

    /**
     * Takes in a feature's values of all rows that were begun.
     *
     * @param feature its place in the layout
     * @param cells its value's cell in each row; negative where it has none
     */
    public void add(int feature, int[] cells) {
        JointLayout known = layout;
        if (known == null) {
            throw new IllegalStateException("a sketch that was read counts only after it was bound to its layout");
        }
        int from = known.coordinateOf(feature) * batchRows;
        int[] scores = known.scoresOf(feature);
        for (int row = 0; row < batchRows; row++) {
            if (cells[row] >= 0) {
                batch[from + row] += scores[cells[row]];
            }
        }
    }

    /** Ends the rows that were begun. */
    @SuppressWarnings("NarrowCalculation") // a few hundred products of 512² fit
    public void endRows() {
        rows += batchRows;
        for (int i = 0, at = 0; i < coordinates; i++) {
            endCoordinate(i);
            for (int j = 0; j <= i; j++) {
                products[at++] += productOf(i, j);
            }
        }
        batchRows = 0;
    }

    private void endCoordinate(int coordinate) {
        int from = coordinate * batchRows;
        int sum = 0;
        long fourth = 0;
        for (int row = from; row < from + batchRows; row++) {
            int value = Math.clamp(batch[row], -JointLayout.LARGEST, JointLayout.LARGEST);
            batch[row] = value;
            sum += value;
            long square = (long) value * value;
            fourth += square * square;
        }
        sums[coordinate] += sum;
        fourthPowers[coordinate] = atMostLargest(fourthPowers[coordinate] + fourth);
    }

    private int productOf(int i, int j) {
        int left = i * batchRows;
        int right = j * batchRows;
        int sum = 0;
        for (int row = 0; row < batchRows; row++) {
            sum += batch[left + row] * batch[right + row];
        }
        return sum;
    }

    /** Ends the current row, which may have no value at all. */
    @SuppressWarnings(
            "NarrowCalculation") // 512² fits, and products of ints are what a processor does several of at once
    public void endRow() {
        rows++;
        for (int i = 0, at = 0; i < coordinates; i++) {
            int value = Math.clamp(row[i], -JointLayout.LARGEST, JointLayout.LARGEST);
            row[i] = value;
            sums[i] += value;
            for (int j = 0; j <= i; j++) {
                products[at++] += value * row[j];
            }
            int square = value * value;
            fourthPowers[i] = atMostLargest(fourthPowers[i] + (long) square * square);
        }
        Arrays.fill(row, 0);
    }

    /** Adds all that {@code other} holds; false where it is over another layout, then nothing is added. */
    public boolean merge(JointSketch other) {
        if (!layoutId.equals(other.layoutId) || coordinates != other.coordinates) {
            return false;
        }
        rows += other.rows;
        Arrays.setAll(sums, i -> sums[i] + other.sums[i]);
        Arrays.setAll(products, i -> products[i] + other.products[i]);
        Arrays.setAll(fourthPowers, i -> atMostLargest(fourthPowers[i] + other.fourthPowers[i]));
        return true;
    }

    /** A sum of two numbers that are not negative, the largest long where it overflowed. */
    private static long atMostLargest(long sum) {
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    public long rows() {
        return rows;
    }

    /** Which layout its coordinates are of. */
    public String layoutId() {
        return layoutId;
    }

    public int coordinates() {
        return coordinates;
    }

    /** The correlation of two coordinates, −1 to 1; 0 where one of them does not vary. */
    public double correlation(int i, int j) {
        double scale = Math.sqrt(covariance(i, i) * covariance(j, j));
        return scale > 0 ? Math.clamp(covariance(i, j) / scale, -1.0, 1.0) : 0;
    }

    /** Whether a coordinate has more than one value. */
    public boolean varies(int i) {
        return covariance(i, i) > 0;
    }

    private double covariance(int i, int j) {
        int at = i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
        double n = rows;
        return rows == 0 ? 0 : products[at] / n - sums[i] / n * (sums[j] / n);
    }

    /** The fourth moment of a coordinate, in squares of its variance: 3 for a normal one; 1 where it does not vary. */
    public double kurtosis(int i) {
        double variance = covariance(i, i);
        return variance > 0 ? Math.max(1, fourthPowers[i] / (double) rows / (variance * variance)) : 1;
    }

    /** About how much heap it takes. */
    public long heapBytes() {
        return 8L * (sums.length + products.length + fourthPowers.length) + 4L * (row.length + batch.length) + 200;
    }

    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT).writeText(layoutId).writeCount(coordinates);
        out.writeCount(rows);
        for (long sum : sums) {
            out.writeLong(sum);
        }
        for (long product : products) {
            out.writeLong(product);
        }
        for (long power : fourthPowers) {
            out.writeLong(power);
        }
        return out.toBytes();
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static JointSketch fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        JointSketch sketch = new JointSketch(in.readText(), in.readCount(JointLayout.MOST_COORDINATES));
        sketch.rows = in.readCount();
        Arrays.setAll(sketch.sums, i -> in.readLong());
        Arrays.setAll(sketch.products, i -> in.readLong());
        Arrays.setAll(sketch.fourthPowers, i -> in.readLong());
        in.expectEnd();
        if (Arrays.stream(sketch.fourthPowers).anyMatch(power -> power < 0)) {
            throw in.fail("a sum of fourth powers is negative");
        }
        return sketch;
    }
}
