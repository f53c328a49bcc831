package io.tidemark.profile.embedding;

import java.util.Arrays;

/**
 * What is watched of an array of numbers, computed while its elements go by.
 *
 * <p>Of an array {@code x} of {@code d} elements these are its Euclidean norm, {@code d} itself, and the projections
 * {@code p_j = (s_1j x_1 + … + s_dj x_d) / √d} for {@code j} from 0, with the signs of {@link RandomSigns}. Such
 * projections preserve norms and distances on average: over random signs the expectation of {@code d p_j²} is
 * {@code |x|²} (Johnson and Lindenstrauss, 1984; with signs in place of normal numbers: Achlioptas, "Database-friendly
 * random projections", 2003). Divided by the root of {@code d} a projection is of the size of an element.
 *
 * <p>An array with an element that is null, NaN or infinite, one whose norm is beyond the doubles, and one that is too
 * long to be read has infinite norm and projections: that is how a sketch counts values that are there but invalid. Its
 * length is told all the same. An empty array has norm 0, length 0 and no projections.
 *
 * <p>Reused from array to array without allocation. Not safe for use by several threads.
 */
public final class EmbeddingSummary {
    /** How many projections there are. */
    public static final int PROJECTIONS = 8;

    private static final int NORM = 0;
    private static final int LENGTH = 1;
    private static final int FIRST_PROJECTION = 2;

    private static final int HALF = PROJECTIONS / 2;
    private static final int PATTERNS = 1 << HALF;

    private final RandomSigns signs = new RandomSigns();
    private final double[] sumsOfFirstHalf = new double[PATTERNS];
    private final double[] sumsOfSecondHalf = new double[PATTERNS];
    private double sumOfSquares;
    private int length;

    /** Forgets the last array. */
    public void begin() {
        Arrays.fill(sumsOfFirstHalf, 0);
        Arrays.fill(sumsOfSecondHalf, 0);
        sumOfSquares = 0;
        length = 0;
    }

    /**
     * Adds the next element; NaN where it is null.
     *
     * <p>Elements with the same signs in four projections are added up first, and {@link #value} adds these sums: two
     * additions an element instead of eight.
     */
    public void add(double element) {
        int pattern = signs.of(length++);
        sumsOfFirstHalf[pattern & PATTERNS - 1] += element;
        sumsOfSecondHalf[pattern >> HALF & PATTERNS - 1] += element;
        sumOfSquares += element * element;
    }

    /** Counts further elements that are not looked at. */
    public void addUnread(int elements) {
        length += elements;
        sumOfSquares = Double.POSITIVE_INFINITY;
    }

    /** How many values there are: the projections of an empty array are missing. */
    public int size() {
        return length == 0 ? FIRST_PROJECTION : FIRST_PROJECTION + PROJECTIONS;
    }

    /** One of the values, in the order of {@link EmbeddingNames#of}: norm, length, projections. */
    public double value(int i) {
        if (i == LENGTH) {
            return length;
        }
        if (!Double.isFinite(sumOfSquares)) {
            return Double.POSITIVE_INFINITY;
        }
        return i == NORM ? Math.sqrt(sumOfSquares) : projection(i - FIRST_PROJECTION) / Math.sqrt(length);
    }

    private double projection(int j) {
        double[] sums = j < HALF ? sumsOfFirstHalf : sumsOfSecondHalf;
        int bit = 1 << j % HALF;
        double sum = 0;
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            sum += (pattern & bit) == 0 ? sums[pattern] : -sums[pattern];
        }
        return sum;
    }
}
