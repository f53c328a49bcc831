package io.tidemark.profile.stats;

import java.util.function.LongToDoubleFunction;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * How many distinct categories are to be expected among m rows drawn from where n rows were drawn before.
 *
 * <p>For m ≤ n the categories among m of the n rows, Σ 1 − C(n − nᵢ, m)/C(n, m), which has no bias (Hurlbert, The nonconcept of
 * species diversity, Ecology 52, 1971). For m &gt; n there are at least those of the n rows, and at most f₁/n more for each further row:
 * the rate of new categories is expected to be that after n rows (Good, 1953), and it only falls.
 */
final class Rarefaction {
    private Rarefaction() {}

    /** What a category contributes to the expected number; for m &gt; n to its lower bound. */
    static LongToDoubleFunction seen(long n, long m) {
        return size -> seen(size, n, m);
    }

    /** What a category contributes to the expected number; for m &gt; n to its upper bound. */
    static LongToDoubleFunction seenAtMost(long n, long m) {
        double further = Math.max(0, (double) m - n) / n;
        return size -> seen(size, n, m) + (size == 1 ? further : 0);
    }

    /** The probability that at least one of a category's {@code size} rows is among m of n, drawn without replacement. */
    private static double seen(long size, long n, long m) {
        if (size > n - m) {
            return 1;
        }
        double rows = size;
        return -Math.expm1(LogBeta.value(n - rows + 1, rows) - LogBeta.value(n - m - rows + 1, rows));
    }
}
