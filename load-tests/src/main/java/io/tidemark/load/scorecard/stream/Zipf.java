package io.tidemark.load.scorecard.stream;

import java.util.random.RandomGenerator;

/** Ranks 1 to N with shares proportional to rank^−s, drawn in constant time. Source: Vose, IEEE TSE 17, 1991. */
final class Zipf {
    private final double[] shares;
    private final double[] keep;
    private final int[] alias;

    Zipf(int ranks, double exponent) {
        shares = new double[ranks];
        double total = 0;
        for (int i = 0; i < ranks; i++) {
            shares[i] = Math.pow(i + 1.0, -exponent);
            total += shares[i];
        }
        for (int i = 0; i < ranks; i++) {
            shares[i] /= total;
        }
        keep = new double[ranks];
        alias = new int[ranks];
        fill();
    }

    /** Pairs each rank that has less than its cell with one that has more. */
    private void fill() {
        int ranks = shares.length;
        int[] work = new int[ranks];
        int small = 0;
        int large = ranks;
        for (int i = 0; i < ranks; i++) {
            keep[i] = shares[i] * ranks;
            work[keep[i] < 1 ? small++ : --large] = i;
        }
        while (small > 0 && large < ranks) {
            int less = work[--small];
            int more = work[large];
            alias[less] = more;
            keep[more] -= 1 - keep[less];
            if (keep[more] < 1) {
                large++;
                work[small++] = more;
            }
        }
        while (small > 0) {
            keep[work[--small]] = 1;
        }
        while (large < ranks) {
            keep[work[large++]] = 1;
        }
    }

    /** A rank less one. */
    int draw(RandomGenerator random) {
        double cell = random.nextDouble() * keep.length;
        int index = (int) cell;
        return cell - index < keep[index] ? index : alias[index];
    }

    /** The share of the rank {@code index + 1}. */
    double share(int index) {
        return shares[index];
    }
}
