package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnseenMassTest {
    /** 100 rows of 13 categories, 6 of them with a single row and 3 with two. */
    static final long[] COUNTS = {1, 1, 1, 1, 1, 1, 2, 2, 2, 5, 9, 14, 60};

    private static final FrequencyCounts FEW = FrequencyCounts.of(100, COUNTS);

    /** Good's and Esty's formulas by hand: 6/100, and 0.06 · 0.94 / ((6 · 0.94 + 2 · 3) / 100²) = 48.45. */
    @Test
    void shouldExpectTheShareOfSingletonsToBeNew() {
        UnseenMass unseen = UnseenMass.of(FEW, 0);

        assertThat(unseen.rate()).isCloseTo(0.06, within(1e-15));
        assertThat(unseen.rows()).isEqualTo(48);
        assertThat(unseen.hits()).isEqualTo(3);
    }

    /** 0.75 · 6/100, and 0.045 · 0.955 / (0.75² · (6 · 0.94 + 6) / 100²) = 65.6. */
    @Test
    void shouldExpectFewerWhereSomeAreTakenForKnown() {
        UnseenMass unseen = UnseenMass.of(FEW, 0.25);

        assertThat(unseen.rate()).isCloseTo(0.045, within(1e-15));
        assertThat(unseen.rows()).isEqualTo(65);
    }

    @Test
    void shouldBeDefinedAtTheEnds() {
        assertThat(UnseenMass.of(FrequencyCounts.of(0, new long[0]), 0)).isEqualTo(new UnseenMass(0, 0));
        assertThat(UnseenMass.of(FrequencyCounts.of(9, new long[] {9}), 0)).isEqualTo(new UnseenMass(0, 9));
        assertThat(UnseenMass.of(FrequencyCounts.of(9, all(9, 1)), 0)).isEqualTo(new UnseenMass(1, 9));
        assertThat(UnseenMass.of(FrequencyCounts.of(9, all(9, 1)), 1)).isEqualTo(new UnseenMass(0, 9));
    }

    /** The variance says how far the estimate is from the truth: half of a sample's new rows against the other half's singletons. */
    @Test
    void shouldKnowHowFarItIsOff() {
        Random random = new Random(5);
        int repeats = 2000;
        double squares = 0;
        double promised = 0;
        for (int i = 0; i < repeats; i++) {
            int[] counts = new int[3000];
            for (int row = 0; row < 5000; row++) {
                counts[(int) (3000 * Math.pow(random.nextDouble(), 2))]++;
            }
            double mass = 0;
            for (int category = 0; category < 3000; category++) {
                mass += counts[category] > 0 ? 0 : Math.sqrt((category + 1) / 3e3) - Math.sqrt(category / 3e3);
            }
            UnseenMass unseen = UnseenMass.of(
                    FrequencyCounts.of(
                            5000,
                            Arrays.stream(counts)
                                    .filter(c -> c > 0)
                                    .asLongStream()
                                    .toArray()),
                    0);
            squares += Math.pow(unseen.rate() - mass, 2) / repeats;
            promised += unseen.rate() * (1 - unseen.rate()) / unseen.rows() / repeats;
        }

        assertThat(squares / promised).isBetween(0.85, 1.15);
    }

    @Test
    void shouldBeLessSureOfASample() {
        long[] sizes = LongStream.range(0, 40_000).map(i -> 1 + i % 5).toArray();
        FrequencyCounts all = FrequencyCounts.of(120_000, sizes);
        FrequencyCounts sample = FrequencyCounts.ofSample(120_000, 40_000, 0, Arrays.copyOf(sizes, 4000));

        assertThat(sample.ofSize(1)).isCloseTo(all.ofSize(1), within(1e-9)).isCloseTo(8000, within(1e-9));
        assertThat(UnseenMass.of(sample, 0).rate())
                .isCloseTo(UnseenMass.of(all, 0).rate(), within(1e-12));
        assertThat(UnseenMass.of(sample, 0).rows())
                .isLessThan(UnseenMass.of(all, 0).rows());
        assertThat(all.varianceOfSum(size -> size)).isZero();
        // D²/S · (1 − S/D) · s², with s² = 2 · 4000/3999 of the sizes 1 to 5: by hand 40,000² / 4,000 · 0.9 · 2.0005.
        assertThat(sample.varianceOfSum(size -> size)).isCloseTo(720_180.0, within(1.0));
    }

    private static long[] all(int categories, long size) {
        long[] counts = new long[categories];
        Arrays.fill(counts, size);
        return counts;
    }
}
