package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CombinedTestsTest {

    /** scipy: cauchy.sf(0.5 tan(0.499π) + 0.25 tan(0.3π) + 0.25 tan(0.47π)). */
    @Test
    void shouldCombineTestsAsCauchyVariables() {
        double combined = new CauchyCombination()
                .add(0.001, 0.5)
                .add(0.2, 0.25)
                .add(0.03, 0.25)
                .pValue();

        assertThat(combined).isCloseTo(0.001963115162690987, within(1e-12));
    }

    @Test
    void shouldNotLoseAVerySmallProbability() {
        assertThat(new CauchyCombination().add(1e-200, 0.5).add(1, 0.5).pValue())
                .isBetween(1.99e-200, 2.01e-200);
        assertThat(new CauchyCombination().add(0, 1).pValue()).isLessThan(1e-300);
        assertThat(new CauchyCombination().pValue()).isEqualTo(1);
    }

    /** The example of Benjamini and Hochberg (1995), section 3.2: at 0.05 the four smallest of fifteen are sure. */
    @Test
    void shouldFindTheCutOfThePublishedExample() {
        double[] pValues = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.000
        };

        assertThat(BenjaminiHochberg.cut(pValues, 0.05)).isEqualTo(0.0095);
        assertThat(BenjaminiHochberg.cut(new double[] {0.2, 0.6}, 0.05)).isNegative();
        assertThat(BenjaminiHochberg.cut(new double[0], 0.05)).isNegative();
    }

    @Test
    void shouldCallAnythingAtMostAsOftenAsTheLevelSays() {
        Random random = new Random(3);
        int windows = 20_000;
        long alarms = IntStream.range(0, windows)
                .filter(i -> {
                    double[] pValues = random.doubles(60).toArray();
                    return Arrays.stream(pValues).min().orElseThrow() <= BenjaminiHochberg.cut(pValues, 0.01);
                })
                .count();

        assertThat(alarms).isBetween(200L - 4 * 14, 200L + 4 * 14);
    }

    /** By numpy, 200,000 repeats of 200 values after 1,000: 0.3066, 0.0740, 0.0162 and 0.0033 had 1 to 4 outside or more. */
    @Test
    void shouldKnowHowOftenValuesExceedAnEarlierRange() {
        assertThat(Exceedances.pValue(1000, 200, 0)).isEqualTo(1);
        assertThat(Exceedances.pValue(1000, 200, 1)).isCloseTo(0.3066, within(0.004));
        assertThat(Exceedances.pValue(1000, 200, 2)).isCloseTo(0.0740, within(0.002));
        assertThat(Exceedances.pValue(1000, 200, 3)).isCloseTo(0.0162, within(0.001));
        assertThat(Exceedances.pValue(1000, 200, 4)).isCloseTo(0.0033, within(0.0004));
        assertThat(Exceedances.noiseFloor(1000)).isCloseTo(0.002, within(1e-5));
    }
}
