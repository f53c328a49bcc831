package io.tidemark.profile.stats;

import java.util.Arrays;

/** Two samples counted over the same bins, as shares of each sample. */
final class Shares {
    private Shares() {}

    /** A function of one bin's two shares, to be summed over the bins. */
    interface Term {
        double of(double baseline, double current);
    }

    static double sum(long[] baseline, long[] current, Term term) {
        double baselineRows = rows(baseline, current);
        double currentRows = rows(current, baseline);
        double sum = 0;
        for (int i = 0; i < baseline.length; i++) {
            sum += term.of(baseline[i] / baselineRows, current[i] / currentRows);
        }
        return sum;
    }

    /** How many bins hold a row of either sample. */
    static int occupied(long[] baseline, long[] current) {
        int occupied = 0;
        for (int i = 0; i < baseline.length; i++) {
            if (baseline[i] + current[i] > 0) {
                occupied++;
            }
        }
        return occupied;
    }

    /** 1/n + 1/m of two samples: the variance of the difference of two shares p is p(1 − p) times this. */
    static double inverseRows(long[] baseline, long[] current) {
        return 1.0 / rows(baseline, current) + 1.0 / rows(current, baseline);
    }

    private static long rows(long[] counts, long[] others) {
        long rows = Arrays.stream(counts).sum();
        if (rows == 0 || counts.length != others.length) {
            throw new IllegalArgumentException("two samples over the same bins are needed, each with rows; one has "
                    + rows + " rows in " + counts.length + " bins, the other " + others.length + " bins");
        }
        return rows;
    }
}
