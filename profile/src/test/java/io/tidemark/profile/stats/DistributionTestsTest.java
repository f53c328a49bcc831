package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTestsTest {
    private static final EmpiricalCdf X = EmpiricalCdf.ofValues(1, 2, 2, 3, 5, 8, 13);
    private static final EmpiricalCdf Y = EmpiricalCdf.ofValues(2, 4, 4, 6, 9);
    /** numpy: x.std(ddof=1). */
    private static final double X_DEVIATION = 4.298393941484479;

    @Test
    void shouldMatchScipy() {
        // scipy.stats.ks_2samp(x, y).statistic and scipy.stats.wasserstein_distance(x, y)
        assertThat(KolmogorovSmirnov.distance(X, Y)).isCloseTo(0.37142857142857144, within(1e-15));
        assertThat(Wasserstein.distance(X, Y)).isCloseTo(1.685714285714286, within(1e-14));
        assertThat(Wasserstein.normalised(X, Y, X_DEVIATION).orElseThrow())
                .isCloseTo(1.685714285714286 / X_DEVIATION, within(1e-14));
    }

    /** scipy.special.kolmogorov; 1.18 is where one series takes over from the other. */
    @Test
    void shouldKnowTheKolmogorovDistribution() {
        double[][] expected = {
            {0.25, 0.9999999731761899},
            {0.5, 0.9639452436648751},
            {1.0, 0.26999967167735456},
            {1.17, 0.12939004218561884},
            {1.18, 0.1234538094297657},
            {1.19, 0.11774229287977166},
            {1.5, 0.022217962616525127},
            {2, 0.0006709252557796953},
            {3, 3.045995948942526e-08},
            {5, 3.8574996959278356e-22}
        };
        for (double[] row : expected) {
            assertThat(KolmogorovSmirnov.survival(row[0])).isCloseTo(row[1], withinPercentage(1e-8));
        }
        assertThat(KolmogorovSmirnov.survival(0)).isEqualTo(1);
    }

    @Property(tries = 200)
    void shouldEqualTheDefinitionsTakenLiterally(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -9, max = 9) Integer> x,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -9, max = 9) Integer> y) {
        EmpiricalCdf f = cdf(x);
        EmpiricalCdf g = cdf(y);
        double largest = 0;
        double area = 0;
        for (int at = -9; at <= 9; at++) {
            int value = at;
            double fAt = x.stream().filter(each -> each <= value).count() / (double) x.size();
            double gAt = y.stream().filter(each -> each <= value).count() / (double) y.size();
            largest = Math.max(largest, Math.abs(fAt - gAt));
            area += Math.abs(fAt - gAt);
        }

        assertThat(KolmogorovSmirnov.distance(f, g)).isCloseTo(largest, within(1e-12));
        assertThat(Wasserstein.distance(f, g)).isCloseTo(area, within(1e-12));
    }

    private static EmpiricalCdf cdf(List<Integer> values) {
        return EmpiricalCdf.ofValues(
                values.stream().mapToDouble(Integer::doubleValue).toArray());
    }

    @Test
    void shouldTakeTheSketchesErrorOffBeforeItSpeaksOfChance() {
        EmpiricalCdf baseline = uniform(0, 50_000);
        EmpiricalCdf shifted = uniform(0.02, 50_000);
        double distance = KolmogorovSmirnov.distance(baseline, shifted);

        KolmogorovSmirnov exact = KolmogorovSmirnov.of(baseline, shifted, 0, 0);
        KolmogorovSmirnov sketched = KolmogorovSmirnov.of(baseline, shifted, 0.01, 0.013);

        assertThat(exact.statistic()).isEqualTo(distance).isCloseTo(0.02, within(1e-4));
        assertThat(exact.pValue()).isLessThan(1e-7);
        assertThat(sketched.statistic()).isEqualTo(distance);
        assertThat(sketched.pValue()).isEqualTo(1);
        assertThat(sketched.noiseFloor()).isCloseTo(exact.noiseFloor() + 0.023, within(1e-12));
    }

    private static EmpiricalCdf uniform(double from, int rows) {
        double[] values = new double[rows];
        Arrays.setAll(values, i -> from + (double) i / rows);
        return EmpiricalCdf.ofValues(values);
    }

    @Test
    void shouldGiveAShiftInStandardDeviations() {
        double[] values = new Random(3).doubles(1000).toArray();
        double[] shifted = Arrays.stream(values).map(value -> value + 5).toArray();

        assertThat(Wasserstein.normalised(EmpiricalCdf.ofValues(values), EmpiricalCdf.ofValues(shifted), 2))
                .hasValueCloseTo(2.5, within(1e-12));
    }

    @Test
    void shouldNotBeDefinedForAConstantBaselineOrAnOverflow() {
        EmpiricalCdf constant = EmpiricalCdf.ofValues(4, 4, 4);
        EmpiricalCdf huge = EmpiricalCdf.ofValues(-Double.MAX_VALUE, Double.MAX_VALUE);

        assertThat(Wasserstein.normalised(constant, Y, 0)).isEmpty();
        assertThat(Wasserstein.normalised(huge, Y, Double.POSITIVE_INFINITY)).isEmpty();
        assertThat(Wasserstein.normalised(constant, Y, Double.NaN)).isEmpty();
    }

    /** The floors are what the statistics come to on average when both samples are drawn from one distribution. */
    @Test
    void shouldHaveNoiseFloorsThatSimulationConfirms() {
        Random random = new Random(5);
        double distances = 0;
        double distanceFloors = 0;
        double areas = 0;
        double areaFloors = 0;
        for (int repeat = 0; repeat < 400; repeat++) {
            EmpiricalCdf baseline = EmpiricalCdf.ofValues(normal(random, 3000));
            EmpiricalCdf current = EmpiricalCdf.ofValues(normal(random, 700));
            KolmogorovSmirnov test = KolmogorovSmirnov.of(baseline, current, 0, 0);
            distances += test.statistic();
            distanceFloors += test.noiseFloor();
            areas += Wasserstein.normalised(baseline, current, 1).orElseThrow();
            areaFloors += Wasserstein.noiseFloor(baseline, Precision.ofRows(baseline.n(), 700), 1, 0, 0)
                    .orElseThrow();
        }

        assertThat(distances / distanceFloors).isCloseTo(1, within(0.05));
        assertThat(areas / areaFloors).isCloseTo(1, within(0.05));
    }

    private static double[] normal(Random random, int rows) {
        return random.doubles(rows).map(ignored -> random.nextGaussian()).toArray();
    }
}
