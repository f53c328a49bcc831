package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.profile.stats.EmpiricalCdf;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NumericSketchTest {

    @Test
    void shouldBeExactUpToK() {
        NumericSketch sketch = sketch(1024, new Random(1).doubles(1024).toArray());
        EmpiricalCdf exact = EmpiricalCdf.ofValues(new Random(1).doubles(1024).toArray());

        assertThat(sketch.rankError()).isZero();
        for (double rank = 0; rank <= 1; rank += 0.001) {
            assertThat(sketch.quantile(rank)).isEqualTo(exact.quantile(rank));
        }
    }

    @Test
    void shouldKeepRanksWithinItsErrorBeyond() {
        double[] values = new Random(2).doubles(200_000).toArray();
        NumericSketch sketch = sketch(1024, values);
        EmpiricalCdf exact = EmpiricalCdf.ofValues(values);

        assertThat(sketch.rankError()).isCloseTo(0.0027, within(1e-4));
        for (double rank = 0.01; rank < 1; rank += 0.01) {
            assertThat(exact.rank(sketch.quantile(rank))).isCloseTo(rank, within(1.5 * sketch.rankError()));
        }
        assertThat(sketch.quantile(0)).isEqualTo(sketch.min());
        assertThat(sketch.quantile(1)).isEqualTo(sketch.max());
    }

    /** Two passes over the values as they are, the textbook formulas. */
    @Property(tries = 100)
    void shouldMeasureMomentsAsTwoPassesDo(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int rows, @ForAll @IntRange(max = 9) int offset) {
        Random random = new Random(seed);
        double[] values = random.doubles(rows)
                .map(value -> Math.pow(10, offset) + random.nextGaussian())
                .toArray();
        NumericSketch sketch = sketch(1024, values);
        double mean = Arrays.stream(values).sum() / rows;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();

        assertThat(sketch.n()).isEqualTo(rows);
        assertThat(sketch.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
        assertThat(sketch.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
        assertThat(sketch.mean()).isCloseTo(mean, withinPercentage(1e-10));
        if (rows > 1) {
            assertThat(sketch.variance()).isCloseTo(squares / (rows - 1), withinPercentage(1e-3));
        }
    }

    @Property(tries = 60)
    void shouldMergeAssociativelyAndCommutatively(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6000) int rows) {
        Random random = new Random(seed);
        double[] values =
                random.doubles(rows).map(value -> random.nextGaussian()).toArray();
        int first = random.nextInt(rows);
        int second = first + random.nextInt(rows - first);
        double[] a = Arrays.copyOfRange(values, 0, first);
        double[] b = Arrays.copyOfRange(values, first, second);
        double[] c = Arrays.copyOfRange(values, second, rows);

        NumericSketch left = merged(merged(sketch(64, a), sketch(64, b)), sketch(64, c));
        NumericSketch right = merged(sketch(64, a), merged(sketch(64, b), sketch(64, c)));
        NumericSketch turned = merged(merged(sketch(64, c), sketch(64, b)), sketch(64, a));

        EmpiricalCdf exact = EmpiricalCdf.ofValues(values);
        for (NumericSketch each : new NumericSketch[] {left, right, turned}) {
            assertThat(each.n()).isEqualTo(rows);
            assertThat(each.min()).isEqualTo(exact.value(0));
            assertThat(each.max()).isEqualTo(exact.value(exact.size() - 1));
            assertThat(each.mean()).isCloseTo(left.mean(), within(1e-12));
            assertThat(exact.rank(each.quantile(0.5))).isCloseTo(0.5, within(1.0 / rows + 2 * each.rankError()));
        }
    }

    /** Means by python's fractions, which are exact: 1e308, 5e307, and 0 of both ends. */
    @Test
    void shouldHaveAMeanOfNumbersWhoseSumOverflows() {
        double[] huge = new double[1000];
        Arrays.fill(huge, 1e308);
        double[] half = new double[1000];
        double[] ends = new double[1000];
        for (int i = 0; i < 1000; i++) {
            half[i] = i % 2 == 0 ? 1e308 : 0;
            ends[i] = i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE;
        }

        assertThat(sketch(1024, huge).mean()).isCloseTo(1e308, withinPercentage(1e-9));
        assertThat(sketch(1024, huge).variance()).isZero();
        assertThat(sketch(1024, half).mean()).isCloseTo(5e307, withinPercentage(1e-9));
        assertThat(sketch(1024, half).variance()).isPositive().isInfinite();
        assertThat(Math.abs(sketch(1024, ends).mean())).isLessThan(1e297);
        assertThat(merged(sketch(1024, Double.MAX_VALUE), sketch(1024, -Double.MAX_VALUE))
                        .mean())
                .isZero();
        assertThat(merged(sketch(1024), sketch(1024, huge)).mean()).isCloseTo(1e308, withinPercentage(1e-9));
    }

    @Test
    void shouldCallEqualValuesConstant() {
        double[] values = new double[1000];
        Arrays.fill(values, 0.1);

        assertThat(sketch(1024, values).variance()).isZero();
        assertThat(sketch(1024, 0.1).variance()).isNaN();
        assertThat(sketch(1024).mean()).isNaN();
    }

    @Test
    void shouldTakeBothZerosForOne() {
        NumericSketch sketch = sketch(1024, 0.0, -0.0);

        assertThat(sketch.distribution().size()).isEqualTo(1);
        assertThat(sketch.min()).isEqualTo(0.0);
    }

    private static NumericSketch merged(NumericSketch one, NumericSketch other) {
        one.merge(other);
        return one;
    }

    private static NumericSketch sketch(int k, double... values) {
        NumericSketch sketch = new NumericSketch(k);
        for (double value : values) {
            sketch.update(value);
        }
        return sketch;
    }
}
