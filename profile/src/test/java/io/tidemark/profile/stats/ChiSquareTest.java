package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected numbers are from scipy.stats.chi2_contingency(table, correction=False) and scipy.stats.chi.mean. */
class ChiSquareTest {

    @Test
    void shouldMatchScipy() {
        ChiSquare test = ChiSquare.of(new long[] {1000, 2000, 3000}, new long[] {110, 190, 310})
                .orElseThrow();

        assertThat(test.statistic()).isCloseTo(1.488122952114435, withinPercentage(1e-10));
        assertThat(test.pValue()).isCloseTo(0.47518005859172996, withinPercentage(1e-8));
        assertThat(test.degreesOfFreedom()).isEqualTo(2);
    }

    @Test
    void shouldKeepItsPrecisionFarOut() {
        ChiSquare test = ChiSquare.of(new long[] {120, 300, 250, 80, 0, 50}, new long[] {60, 90, 200, 10, 25, 0})
                .orElseThrow();

        assertThat(test.statistic()).isCloseTo(139.89747752247754, withinPercentage(1e-10));
        assertThat(test.pValue()).isCloseTo(1.8813160630275762e-28, withinPercentage(1e-6));
    }

    @Test
    void shouldLeaveOutBinsThatAreEmptyInBoth() {
        assertThat(ChiSquare.of(new long[] {10, 0, 20}, new long[] {15, 0, 15}))
                .isEqualTo(ChiSquare.of(new long[] {10, 20}, new long[] {15, 15}));
    }

    @Test
    void shouldPoolRareBinsOnly() {
        // Expected in the smaller sample (a quarter of all rows): 100, 50, 3, 2 and 1; the last three count as one.
        ChiSquare pooled = ChiSquare.ofPooled(new long[] {300, 150, 9, 5, 4}, new long[] {100, 50, 3, 3, 0})
                .orElseThrow();
        ChiSquare plain =
                ChiSquare.of(new long[] {300, 150, 18}, new long[] {100, 50, 6}).orElseThrow();

        assertThat(pooled.statistic()).isEqualTo(plain.statistic());
        assertThat(pooled.degreesOfFreedom()).isEqualTo(plain.degreesOfFreedom());
    }

    /**
     * A sliver of the baseline between an inflated zero and the next decile: three rows of 200 where 0.2 are expected would be
     * p = 5e-8 in a bin of their own. scipy's chi2_contingency, the sliver counted with the smallest bin; p by scipy's
     * Pearson type III distribution with the moments of the table (0.0434 in a million tables of the same margins).
     */
    @Test
    void shouldNotTestABinThatIsTooSmallAloneAndPooled() {
        assertThat(ChiSquare.ofPooled(new long[] {69890, 110, 10000, 9990, 10010}, new long[] {125, 3, 24, 28, 20}))
                .hasValueSatisfying(test -> {
                    assertThat(test.statistic()).isCloseTo(8.11470465145449, withinPercentage(1e-8));
                    assertThat(test.degreesOfFreedom()).isEqualTo(3);
                    assertThat(test.pValue()).isCloseTo(0.044662003105468535, withinPercentage(1e-8));
                });
    }

    /**
     * Twenty bins with five rows expected in each, a statistic as of 2 to 11 rows: chi-squared says 0.00358; of a million tables with the
     * same margins, drawn by numpy, 0.00499 are at least as far out; mean, variance and third moment of those: 19.993, 41.31, 198.2.
     */
    @Test
    void shouldKnowHowSkewedTheStatisticOfFewRowsIs() {
        long[] baseline = new long[21];
        long[] current = new long[21];
        Arrays.fill(baseline, 500);
        Arrays.setAll(current, i -> new long[] {2, 3, 5, 8, 11}[(i + 4) % 5]);
        baseline[0] = 10_000;
        current[0] = 100;

        ChiSquareMoments moments = ChiSquareMoments.of(baseline, current);
        assertThat(moments.mean()).isCloseTo(20.000989364333417, withinPercentage(1e-8));
        assertThat(moments.variance()).isCloseTo(41.36538125622061, withinPercentage(1e-8));
        assertThat(moments.thirdMoment()).isCloseTo(195.10747147259366, withinPercentage(1e-8));
        assertThat(ChiSquare.ofPooled(baseline, current))
                .hasValueSatisfying(
                        test -> assertThat(test.pValue()).isCloseTo(0.004723447665987535, withinPercentage(1e-6)));
    }

    /** A share that goes from 4.5 % to 31 %, of windows that vary by ρ = 0.01: scipy's F distribution says 4e-13, its beta 1.2e-9. */
    @Test
    void shouldReckonWithSkewWhereTwoBinsVaryBetweenWindows() {
        Precision precision = Precision.ofWindows(0.01, 31, 33_500, 1_100);

        assertThat(ChiSquare.ofPooled(new long[] {32_000, 1_500}, new long[] {760, 340}, precision))
                .hasValueSatisfying(
                        test -> assertThat(test.pValue()).isCloseTo(1.160378303063639e-09, withinPercentage(1e-4)));
    }

    @Test
    void shouldBeDefinedForTheSmallestTables() {
        for (long[][] table : new long[][][] {{{1, 0}, {0, 1}}, {{2, 0}, {1, 1}}, {{2, 1}, {1, 0}}, {{1, 1}, {1, 1}}}) {
            ChiSquareMoments moments = ChiSquareMoments.of(table[0], table[1]);

            assertThat(moments.upperTail(
                            ChiSquare.of(table[0], table[1]).orElseThrow().statistic()))
                    .isBetween(0.0, 1.0);
        }
    }

    /** Many rare categories, windows of few rows: 1 % of p-values below 1 %. */
    @Test
    void shouldHoldItsLevelForManyRareBins() {
        Random random = new Random(8);
        int sure = 0;
        for (int repeat = 0; repeat < 2000; repeat++) {
            ChiSquare test =
                    ChiSquare.ofPooled(draw(random, 3000), draw(random, 300)).orElseThrow();
            sure += test.pValue() < 0.01 ? 1 : 0;
        }
        assertThat(sure).isBetween(8, 35);
    }

    private static long[] draw(Random random, int rows) {
        long[] counts = new long[2000];
        for (int i = 0; i < rows; i++) {
            counts[(int) (2000 * Math.pow(random.nextDouble(), 4))]++;
        }
        return counts;
    }

    @Test
    void shouldNotBeDefinedForASingleBin() {
        assertThat(ChiSquare.of(new long[] {10, 0}, new long[] {3, 0})).isEmpty();
    }
}
