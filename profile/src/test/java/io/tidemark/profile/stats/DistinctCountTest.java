package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinctCountTest {
    private static final FrequencyCounts FEW = FrequencyCounts.of(100, UnseenMassTest.COUNTS);

    /** From the definitions (Python: fractions, scipy). */
    @ParameterizedTest
    @CsvSource({
        "10, 2, 4.0130961036692305, -0.5016316708260807, 0.27948508108193765, 0.9084243256096665",
        "10, 8, 4.0130961036692305, 0.9934733166956771, 0.2871587581108319, 0.1637607627651697",
        "50, 5, 9.228095183663672, -0.4581763732940891, 0.2056619683331448, 0.551117760484951",
        "40, 15, 8.24656663466314, 0.8189387977476434, 0.2321503239443274, 0.10400639718055434",
        "200, 10, 13, -0.23076923076923073, 0.36825441267824555, 1",
        "200, 15, 15, 0, 0.31915382432114614, 1",
        "200, 30, 19, 0.5789473684210527, 0.27215173399086373, 0.5294934582038257"
    })
    void shouldCompareWithWhatSoManyRowsHave(
            long rows, double distinct, double expected, double value, double floor, double pValue) {
        DistinctCount found = DistinctCount.of(FEW, rows, distinct, 0).orElseThrow();

        assertThat(found.expected()).isCloseTo(expected, within(1e-9));
        assertThat(found.value()).isCloseTo(value, within(1e-9));
        assertThat(found.noiseFloor()).isCloseTo(floor, within(1e-9));
        assertThat(found.pValue()).isCloseTo(pValue, within(1e-9));
    }

    /** By the logarithm of the gamma function to 50 digits (mpmath). */
    @ParameterizedTest
    @CsvSource({
        "1, 1000000000, 1000, 1e-06",
        "7, 1000000000, 1000, 6.999979021034874e-06",
        "1000, 1000000000, 1000000, 0.6323047590768249",
        "3, 300000, 10000, 0.09670401518689178",
        "5000000, 1000000000, 1000, 0.9933460481229537",
        "100000, 100000000, 1000, 0.6323064137138201",
        "99, 100, 2, 1"
    })
    void shouldStayAccurateForManyRows(long size, long n, long m, double expected) {
        assertThat(Rarefaction.seen(n, m).applyAsDouble(size)).isCloseTo(expected, offset(1e-8 * expected));
    }

    @Test
    void shouldFindACollapseAndAnExplosion() {
        FrequencyCounts ids = FrequencyCounts.of(50_000, filled(10_000, 5));

        DistinctCount same = DistinctCount.of(ids, 1000, 953, 0).orElseThrow();
        DistinctCount one = DistinctCount.of(ids, 1000, 1, 0).orElseThrow();
        DistinctCount repeated = DistinctCount.of(ids, 1000, 500, 0).orElseThrow();
        DistinctCount allNew = DistinctCount.of(FrequencyCounts.of(50_000, filled(10, 5000)), 1000, 1000, 0)
                .orElseThrow();

        assertThat(same.pValue()).isGreaterThan(0.5);
        assertThat(one.value()).isCloseTo(-0.999, within(1e-3));
        assertThat(one.pValue()).isLessThan(1e-100);
        assertThat(repeated.value()).isCloseTo(-0.48, within(0.01));
        assertThat(repeated.pValue()).isLessThan(1e-30);
        assertThat(allNew.value()).isCloseTo(99, within(1e-9));
        assertThat(allNew.pValue()).isZero();
    }

    /** One category in a thousand windows is absent by chance: a normal approximation would call that 1e-211. */
    @Test
    void shouldStandTheAbsenceOfOneRareCategory() {
        FrequencyCounts before = FrequencyCounts.of(1_000_000, new long[] {993_000, 7000});
        double absent = Math.pow(0.993, 1000);

        DistinctCount found = DistinctCount.of(before, 1000, 1, 0).orElseThrow();

        assertThat(absent).isCloseTo(8.9e-4, within(1e-5));
        assertThat(found.pValue()).isBetween(absent, 10 * absent);
    }

    /** A baseline with none of a category says little of its absence: by the definitions (Python, scipy). */
    @ParameterizedTest
    @CsvSource({"200, 0.10035100964977565", "2000, 0.7094855059257863", "10000, 1"})
    void shouldStandTheFirstRowOfARareCategory(long rows, double pValue) {
        FrequencyCounts before = FrequencyCounts.of(10_000, new long[] {3000, 2500, 2000, 1500, 1000});

        DistinctCount found = DistinctCount.of(before, rows, 6, 0).orElseThrow();

        assertThat(found.value()).isCloseTo(0.2, within(1e-9));
        assertThat(found.pValue()).isCloseTo(pValue, within(1e-9));
    }

    /** Five categories, and a sixth in one of 10,000 rows: of two samples often only one has it. */
    @ParameterizedTest
    @CsvSource({"10000, 2000", "10000, 10000", "1000, 10000"})
    void shouldStayQuietWhereOneOfFewCategoriesIsRare(int baselineRows, int windowRows) {
        Random random = new Random(12);
        double[] shares = {0.3, 0.25, 0.2, 0.15, 0.0999, 0.0001};
        int repeats = 300;
        int sure = 0;
        for (int i = 0; i < repeats; i++) {
            long[] before = Arrays.stream(drawn(random, shares, baselineRows))
                    .filter(count -> count > 0)
                    .toArray();
            double distinct = Arrays.stream(drawn(random, shares, windowRows))
                    .filter(count -> count > 0)
                    .count();
            DistinctCount found = DistinctCount.of(FrequencyCounts.of(baselineRows, before), windowRows, distinct, 0)
                    .orElseThrow();
            sure += found.pValue() < 0.01 ? 1 : 0;
        }

        assertThat(sure).isLessThanOrEqualTo(repeats / 100 + 3);
    }

    private static long[] drawn(Random random, double[] shares, int rows) {
        long[] counts = new long[shares.length];
        for (int i = 0; i < rows; i++) {
            double place = random.nextDouble();
            int category = 0;
            while (category < shares.length - 1 && place >= shares[category]) {
                place -= shares[category++];
            }
            counts[category]++;
        }
        return counts;
    }

    @Test
    void shouldNotJudgeASideWithoutRows() {
        assertThat(DistinctCount.of(FEW, 0, 0, 0)).isEmpty();
        assertThat(DistinctCount.of(FrequencyCounts.of(0, new long[0]), 5, 2, 0))
                .isEmpty();
    }

    @Test
    void shouldAllowForTheErrorOfAnEstimate() {
        FrequencyCounts before = FrequencyCounts.of(300_000, filled(100_000, 3));

        DistinctCount counted = DistinctCount.of(before, 30_000, 26_000, 0).orElseThrow();
        DistinctCount estimated =
                DistinctCount.of(before, 30_000, 26_000, 0.01625).orElseThrow();

        assertThat(counted.pValue()).isLessThan(1e-9);
        assertThat(estimated.pValue()).isGreaterThan(1e-3);
        assertThat(estimated.noiseFloor()).isCloseTo(Math.sqrt(2 / Math.PI) * 0.01625, within(1e-3));
    }

    /** Windows and baselines of one law: p-values are uniform or larger, whichever the ratio of rows. */
    @ParameterizedTest
    @CsvSource({"20000, 500", "20000, 10000", "20000, 20000", "5000, 20000"})
    void shouldStayQuietWithoutDrift(int baselineRows, int windowRows) {
        Random random = new Random(11);
        int repeats = 200;
        int below = 0;
        double sum = 0;
        for (int i = 0; i < repeats; i++) {
            long[] before = Arrays.stream(drawn(random, baselineRows))
                    .filter(count -> count > 0)
                    .toArray();
            double distinct = Arrays.stream(drawn(random, windowRows))
                    .filter(count -> count > 0)
                    .count();
            DistinctCount found = DistinctCount.of(FrequencyCounts.of(baselineRows, before), windowRows, distinct, 0)
                    .orElseThrow();
            below += found.pValue() < 0.05 ? 1 : 0;
            sum += Math.abs(found.value()) / found.noiseFloor() / repeats;
        }

        assertThat(below).isLessThanOrEqualTo(repeats / 20);
        assertThat(sum).isLessThanOrEqualTo(1.05);
    }

    private static long[] drawn(Random random, int rows) {
        long[] counts = new long[5000];
        for (int i = 0; i < rows; i++) {
            counts[(int) (counts.length * Math.pow(random.nextDouble(), 4))]++;
        }
        return counts;
    }

    private static long[] filled(int categories, long size) {
        long[] counts = new long[categories];
        Arrays.fill(counts, size);
        return counts;
    }
}
