package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LinearRankTestTest {
    private static final long[] BASELINE = {5, 95, 400, 300, 150, 50};
    private static final long[] CURRENT = {2, 10, 60, 80, 40, 28};
    private static final Precision ROWS = Precision.ofRows(1000, 220);
    private static final Offset<Double> TIGHT = within(1e-9);

    /** By numpy and scipy: normal scores averaged over pooled cells, the permutation's moments, pearson3. */
    @Test
    void shouldEqualAnIndependentComputation() {
        LinearRankTest location = LinearRankTest.ofLocation(BASELINE, CURRENT, ROWS);
        LinearRankTest scale = LinearRankTest.ofScale(BASELINE, CURRENT, ROWS);

        assertThat(location.effect()).isCloseTo(0.35940965641803196, TIGHT);
        assertThat(location.z()).isCloseTo(5.05195158534171, TIGHT);
        assertThat(location.pValue()).isCloseTo(4.542409839380923e-07, within(1e-15));
        assertThat(scale.effect()).isCloseTo(0.1756216564816149, TIGHT);
        assertThat(scale.z()).isCloseTo(1.8917067282026971, TIGHT);
        assertThat(scale.pValue()).isCloseTo(0.06447621207376053, TIGHT);
    }

    /** 200,000 permutations by numpy gave 0.06396 for the scale. */
    @Test
    void shouldBeNearTheProbabilityOverPermutations() {
        assertThat(LinearRankTest.ofScale(BASELINE, CURRENT, ROWS).pValue()).isCloseTo(0.06396, within(0.002));
    }

    @Test
    void shouldSayNothingWhereNothingCanDiffer() {
        LinearRankTest constant = LinearRankTest.ofLocation(new long[] {0, 9, 0}, new long[] {0, 3, 0}, ROWS);

        assertThat(constant.pValue()).isEqualTo(1);
        assertThat(constant.effect()).isZero();
    }

    @Test
    void shouldBeLessSureOfWhatASketchBlurs() {
        LinearRankTest sharp = LinearRankTest.ofLocation(BASELINE, CURRENT, ROWS);
        LinearRankTest blurred = LinearRankTest.ofLocation(BASELINE, CURRENT, ROWS.blurred(0.0027, 0.0027));

        assertThat(blurred.effect()).isEqualTo(sharp.effect());
        assertThat(blurred.z()).isLessThan(sharp.z());
    }

    @Test
    void shouldBeLessSureWithRowsThatAreWorthLess() {
        Precision few = new Precision(100, 22, 0, Double.POSITIVE_INFINITY, 0);
        Precision fewAndUncertain = new Precision(100, 22, 0, 5, 1);

        double sure = LinearRankTest.ofLocation(BASELINE, CURRENT, ROWS).pValue();
        double less = LinearRankTest.ofLocation(BASELINE, CURRENT, few).pValue();
        double least =
                LinearRankTest.ofLocation(BASELINE, CURRENT, fewAndUncertain).pValue();
        assertThat(sure).isLessThan(less);
        assertThat(less).isLessThan(least);
    }

    /** In the tail, where decisions are made: 1 of 1,000 windows without drift has p below 0.001, give or take 4 sigma. */
    @Test
    void shouldBeRightAboutSmallProbabilities() {
        Random random = new Random(11);
        int repeats = 20_000;
        int location = 0;
        int scale = 0;
        long[] baseline = {20, 180, 300, 500, 1000, 1000, 2000, 2000, 1500, 1000, 300, 180, 20};
        for (int i = 0; i < repeats; i++) {
            long[] window = new long[baseline.length];
            for (int row = 0; row < 200; row++) {
                window[cellOf(random.nextInt(10_000), baseline)]++;
            }
            Precision known = new Precision(1e12, 200, 0, Double.POSITIVE_INFINITY, 0);
            long[] law = baseline.clone();
            for (int cell = 0; cell < law.length; cell++) {
                law[cell] *= 100_000_000;
            }
            location += LinearRankTest.ofLocation(law, window, known).pValue() < 1e-3 ? 1 : 0;
            scale += LinearRankTest.ofScale(law, window, known).pValue() < 1e-3 ? 1 : 0;
        }
        assertThat(location).isBetween(20 - 18, 20 + 18);
        assertThat(scale).isBetween(20 - 18, 20 + 18);
    }

    private static int cellOf(int row, long[] counts) {
        int cell = 0;
        for (long below = counts[0]; row >= below; below += counts[cell]) {
            cell++;
        }
        return cell;
    }

    @Property(tries = 500)
    void shouldGiveAProbabilityForAnyCounts(
            @ForAll @Size(5) List<@IntRange(max = 1000) Integer> baseline,
            @ForAll @Size(5) List<@IntRange(max = 1000) Integer> current) {
        long[] before = baseline.stream().mapToLong(Integer::longValue).toArray();
        long[] now = current.stream().mapToLong(Integer::longValue).toArray();
        Precision rows =
                Precision.ofRows(Arrays.stream(before).sum(), Arrays.stream(now).sum());

        assertThat(LinearRankTest.ofLocation(before, now, rows).pValue()).isBetween(0.0, 1.0);
        assertThat(LinearRankTest.ofScale(before, now, rows).pValue()).isBetween(0.0, 1.0);
    }
}
