package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Expected numbers are from numpy and scipy 1.10 on the same counts, the function named beside each. */
class BinDistancesTest {
    private static final long[] BASELINE = {120, 300, 250, 80, 0, 50};
    private static final long[] CURRENT = {60, 90, 200, 10, 25, 0};

    @Test
    void shouldMatchIndependentNumbers() {
        // p = b/b.sum(); q = c/c.sum(); f = maximum(·, 1e-4); ((fq - fp) * log(fq/fp)).sum()
        assertThat(PopulationStabilityIndex.of(BASELINE, CURRENT)).isCloseTo(1.0935419653108234, within(1e-12));
        // scipy.spatial.distance.jensenshannon(p, q, base=2)
        assertThat(JensenShannon.of(BASELINE, CURRENT)).isCloseTo(0.33346533849064863, within(1e-12));
        // sqrt(((sqrt(p) - sqrt(q))**2).sum() / 2)
        assertThat(Hellinger.of(BASELINE, CURRENT)).isCloseTo(0.3116911591308993, within(1e-12));
        // abs(p - q).sum() / 2 and abs(p - q).max()
        assertThat(TotalVariation.of(BASELINE, CURRENT)).isCloseTo(0.27775974025974026, within(1e-12));
        assertThat(LInfinity.of(BASELINE, CURRENT)).isCloseTo(0.20698051948051943, within(1e-12));
    }

    @Test
    void shouldBeNothingForEqualShares() {
        long[] triple = Arrays.stream(BASELINE).map(count -> count * 3).toArray();

        assertThat(PopulationStabilityIndex.of(BASELINE, triple)).isCloseTo(0, within(1e-15));
        assertThat(JensenShannon.of(BASELINE, triple)).isCloseTo(0, within(1e-7));
        assertThat(Hellinger.of(BASELINE, triple)).isCloseTo(0, within(1e-15));
        assertThat(TotalVariation.of(BASELINE, triple)).isCloseTo(0, within(1e-15));
        assertThat(LInfinity.of(BASELINE, triple)).isCloseTo(0, within(1e-15));
    }

    @Test
    void shouldBeOneWhereNoBinIsShared() {
        long[] left = {5, 0};
        long[] right = {0, 7};

        assertThat(JensenShannon.of(left, right)).isCloseTo(1, within(1e-15));
        assertThat(Hellinger.of(left, right)).isCloseTo(1, within(1e-15));
        assertThat(TotalVariation.of(left, right)).isEqualTo(1);
        assertThat(LInfinity.of(left, right)).isEqualTo(1);
        // 2 · (1 − 1e-4) · ln(1e4)
        assertThat(PopulationStabilityIndex.of(left, right)).isCloseTo(18.41883867587797, within(1e-12));
    }

    @Test
    void shouldRefuseASampleWithoutRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PopulationStabilityIndex.of(BASELINE, new long[BASELINE.length]))
                .withMessageContaining("0 rows");
    }

    /** The floors are what the statistics come to on average when both samples are drawn from one distribution. */
    @Test
    void shouldHaveNoiseFloorsThatSimulationConfirms() {
        assertThat(meanOverFloor(PopulationStabilityIndex::of, PopulationStabilityIndex::noiseFloor))
                .isCloseTo(1, within(0.05));
        assertThat(meanOverFloor(JensenShannon::of, JensenShannon::noiseFloor)).isCloseTo(1, within(0.05));
        assertThat(meanOverFloor(Hellinger::of, Hellinger::noiseFloor)).isCloseTo(1, within(0.05));
        assertThat(meanOverFloor(TotalVariation::of, TotalVariation::noiseFloor))
                .isCloseTo(1, within(0.05));
        assertThat(meanOverFloor(LInfinity::of, LInfinity::noiseFloor)).isBetween(0.5, 1.0);
    }

    private static double meanOverFloor(
            ToDoubleBiFunction<long[], long[]> statistic, ToDoubleBiFunction<long[], long[]> floor) {
        Random random = new Random(11);
        double measured = 0;
        double expected = 0;
        for (int repeat = 0; repeat < 400; repeat++) {
            long[] baseline = draw(random, 5000);
            long[] current = draw(random, 1000);
            measured += statistic.applyAsDouble(baseline, current);
            expected += floor.applyAsDouble(baseline, current);
        }
        return measured / expected;
    }

    private static long[] draw(Random random, int rows) {
        long[] counts = new long[10];
        for (int i = 0; i < rows; i++) {
            counts[(int) (10 * Math.pow(random.nextDouble(), 1.3))]++;
        }
        return counts;
    }
}
