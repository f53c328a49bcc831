package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected numbers by numpy and scipy. */
class WindowVariationTest {
    private static final Offset<Double> TIGHT = within(1e-9);

    @Test
    void shouldEstimateTheCorrelationWithinWindows() {
        double[] means = {0.1, -0.2, 0.05, 0.3, -0.15, 0.0};
        double[] rows = {100, 120, 80, 150, 90, 110};

        assertThat(IntraclassCorrelation.of(means, rows, 1.2)).isCloseTo(0.017605218855218856, TIGHT);
        assertThat(IntraclassCorrelation.of(means, rows, 100)).isZero();
        assertThat(IntraclassCorrelation.of(means, rows, 0)).isZero();
    }

    @Test
    void shouldEstimateTheCommonCorrelationOfShares() {
        double[][] shares = {{.5, .3, .2}, {.6, .25, .15}, {.4, .35, .25}, {.55, .2, .25}, {.45, .3, .25}};

        assertThat(IntraclassCorrelation.ofShares(shares, new double[] {200, 150, 180, 220, 160}))
                .isCloseTo(0.012841011311517301, TIGHT);
    }

    @Test
    void shouldKnowWhatRowsAreWorth() {
        Precision precision =
                new WindowVariation(31, Map.of(Aspect.LOCATION, 0.05)).precision(Aspect.LOCATION, 34_000, 1_100);

        assertThat(precision.baselineRows()).isCloseTo(608.896591565569, TIGHT);
        assertThat(precision.currentRows()).isCloseTo(19.642857142857142, TIGHT);
        assertThat(precision.degreesOfFreedom()).isCloseTo(31.100928536787713, TIGHT);
    }

    @Test
    void shouldTakeRowsAtFaceValueWhereWindowsDoNotVary() {
        assertThat(WindowVariation.NONE.precision(Aspect.SHAPE, 1_000, 200)).isEqualTo(Precision.ofRows(1_000, 200));
    }

    @Test
    void shouldRefuseWhatIsNoCorrelation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WindowVariation(31, Map.of(Aspect.SCALE, 1.5)))
                .withMessage("a correlation within windows is 0 to 1, not 1.5 of SCALE");
    }
}
