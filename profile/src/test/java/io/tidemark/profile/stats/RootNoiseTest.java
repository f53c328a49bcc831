package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

class RootNoiseTest {

    /** √(2/d) Γ((d + 1)/2)/Γ(d/2), by scipy. */
    @Test
    void shouldKnowTheMeanOfTheRoot() {
        assertThat(RootNoise.meanOfRoot(1)).isCloseTo(0.7978845608028655, withinPercentage(1e-10));
        assertThat(RootNoise.meanOfRoot(9)).isCloseTo(2.9179778223647648 / 3, withinPercentage(1e-10));
        assertThat(RootNoise.meanOfRoot(100)).isCloseTo(0.9975031639551357, withinPercentage(1e-10));
    }

    /**
     * Means by numpy and scipy over samples of Zipf's law with exponent 1.1 over 1,000 categories, 100,000 rows against 200,
     * 1,000 and 10,000: Jensen–Shannon 0.533, 0.375, 0.155; Hellinger 0.507, 0.3555, 0.142; total variation as given.
     */
    @Test
    void shouldBeRightForRareCategories() {
        assertFloors(200, 0.533, 0.507);
        assertFloors(1_000, 0.375, 0.3555);
        assertFloors(10_000, 0.155, 0.142);
    }

    private static void assertFloors(int rows, double jensenShannon, double hellinger) {
        long[] baseline = zipf(100_000);
        long[] current = zipf(rows);

        assertThat(JensenShannon.noiseFloor(baseline, current)).isCloseTo(jensenShannon, withinPercentage(2));
        assertThat(Hellinger.noiseFloor(baseline, current)).isCloseTo(hellinger, withinPercentage(2));
    }

    @Test
    void shouldHaveNoNoiseInASingleBin() {
        assertThat(JensenShannon.noiseFloor(new long[] {5, 0}, new long[] {7, 0}))
                .isCloseTo(0, within(0.0));
    }

    /** Rows in proportion to 1/rank^1.1, whole numbers that add up nearly to {@code rows}. */
    private static long[] zipf(int rows) {
        double sum = 0;
        for (int rank = 1; rank <= 1000; rank++) {
            sum += Math.pow(rank, -1.1);
        }
        long[] counts = new long[1000];
        double owed = 0;
        for (int rank = 1; rank <= 1000; rank++) {
            owed += rows * Math.pow(rank, -1.1) / sum;
            counts[rank - 1] = Math.round(owed);
            owed -= counts[rank - 1];
        }
        return counts;
    }
}
