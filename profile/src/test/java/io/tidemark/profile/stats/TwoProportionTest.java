package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoProportionTest {

    /** Expected: min(1, 2·min(sf(x2 − 1), cdf(x2))) of scipy.stats.hypergeom(n1 + n2, x1 + x2, n2). */
    @ParameterizedTest
    @CsvSource({
        "0,     10000,   2,    200,    0.0007651653660777967",
        "50,    1000,    30,   300,    0.003840903060885316",
        "0,     200,     500,  100000, 0.734656316773363",
        "900,   1000,    150,  200,    1.0829268316612258e-07",
        "30000, 1000000, 3300, 100000, 1.9323911166560437e-07",
        "5,     100,     5,    100,    1",
        "10000, 10000,   199,  200,    0.0392156862745098",
        "0,     31000,   52,   1000,   2.9188639534550665e-79",
        "0,     1000,    0,    10,     1",
        "7,     7,       9,    9,      1"
    })
    void shouldMatchTheHypergeometricDistribution(
            long baselineHits, long baselineRows, long currentHits, long currentRows, double expected) {
        assertThat(TwoProportion.pValue(baselineHits, baselineRows, currentHits, currentRows))
                .isCloseTo(expected, withinPercentage(1e-4));
    }

    /**
     * 15 hits where 2 are expected, of windows whose rates vary by ρ = 0.0007: their distribution is skewed, of which Student's t knows
     * nothing (1.6e-9). And 20 where 100 are, by ρ = 0.01: there it is the other way round (the beta distribution has 0.00034). By scipy.
     */
    @Test
    void shouldReckonWithWindowsThatVary() {
        assertThat(TwoProportion.pValue(66, 33_000, 15, 1_000, Precision.ofWindows(0.0007, 31, 33_000, 1_000)))
                .isCloseTo(0.0012341527152255473, withinPercentage(1e-6));
        assertThat(TwoProportion.pValue(3_300, 33_000, 20, 1_000, Precision.ofWindows(0.01, 31, 33_000, 1_000)))
                .isCloseTo(0.015908339123163556, withinPercentage(1e-6));
    }

    @Test
    void shouldTellNothingFromAnEmptySample() {
        assertThat(TwoProportion.pValue(0, 0, 5, 10)).isEqualTo(1);
        assertThat(TwoProportion.noiseFloor(0, 0, 5, 10)).isZero();
    }

    @Test
    void shouldStandHugeSamples() {
        assertThat(TwoProportion.pValue(3_000_000_000L, 6_000_000_000L, 501_000, 1_000_000))
                .isBetween(0.02, 0.08); // z = 2
        assertThat(TwoProportion.pValue(0, 6_000_000_000L, 1_000_000, 1_000_000))
                .isZero();
    }

    @Test
    void shouldRefuseMoreHitsThanRows() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoProportion.pValue(11, 10, 0, 10))
                .withMessage("11 hits of 10 rows");
    }

    @Test
    void shouldExpectTheDifferenceThatANormalVariableHas() {
        // sqrt(2/pi * 0.1 * 0.9 * (1/1000 + 1/500))
        assertThat(TwoProportion.noiseFloor(100, 1000, 50, 500)).isCloseTo(0.01311058116710495, withinPercentage(1e-4));
    }
}
