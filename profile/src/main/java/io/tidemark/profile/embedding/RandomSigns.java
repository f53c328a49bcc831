package io.tidemark.profile.embedding;

import java.util.Arrays;

/**
 * The signs of the random projections, version 1: the same in every process and every release, since a window's
 * projections are compared with those of a baseline that another process made. Other signs would need other feature
 * names.
 *
 * <p>Element {@code i} has the sign −1 in projection {@code j} where bit {@code j} of {@code h(i)} is set, and +1 where
 * it is not. {@code h(i)} is output {@code i} of SplitMix64 (Steele, Lea and Flood, 2014) with the seed
 * 0x544944454D41524B, in ASCII "TIDEMARK":
 *
 * <pre>{@code
 * z = seed + (i + 1) * 0x9E3779B97F4A7C15      (all in 64 bits, i from 0)
 * z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9
 * z = (z ^ z >>> 27) * 0x94D049BB133111EB
 * h = z ^ z >>> 31
 * }</pre>
 *
 * <p>One byte is kept for each index that was asked for. Not safe for use by several threads.
 */
final class RandomSigns {
    private static final long SEED = 0x544944454D41524BL;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private byte[] signs = new byte[64];
    private int known;

    /** The signs of one element: bit {@code j} is set where that of projection {@code j} is negative. */
    int of(int index) {
        if (index >= known) {
            growTo(index + 1);
        }
        return signs[index];
    }

    private void growTo(int count) {
        if (count > signs.length) {
            signs = Arrays.copyOf(signs, Math.max(count, signs.length * 2));
        }
        while (known < signs.length) {
            signs[known] = (byte) hash(known);
            known++;
        }
    }

    private static long hash(int index) {
        long z = SEED + (index + 1) * STEP;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
