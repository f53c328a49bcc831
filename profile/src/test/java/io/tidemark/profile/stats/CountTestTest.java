package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTestTest {
    /** scipy: min(1, 2 * min(cdf(k), sf(k - 1))) of poisson(mean) and nbinom(1 / phi, 1 / (1 + phi * mean)). */
    @ParameterizedTest
    @CsvSource({
        "50, 100, 0, 4.803184471233787e-08",
        "150, 100, 0, 3.7684209320773687e-06",
        "0, 20, 0, 4.122307244877113e-09",
        "100, 100, 0, 1",
        "300, 1000, 0.04, 1.271973005062158e-06",
        "2000, 1000, 0.04, 8.197206093470461e-05",
        "400, 1000, 0.01, 1.3535238451562748e-13",
        "0, 50, 0.1, 3.307634337584039e-08",
        "4000000, 1000000, 0.25, 0.00018628722079441678",
    })
    void shouldBeTheTailOfTheDistribution(long count, double mean, double dispersion, double pValue) {
        assertThat(CountTest.pValue(count, mean, dispersion)).isCloseTo(pValue, withinPercentage(1e-6));
    }

    @Test
    void shouldGoOverIntoPoissonsWithoutAJump() {
        assertThat(CountTest.pValue(150, 100, 1e-10)).isCloseTo(CountTest.pValue(150, 100, 0), withinPercentage(1e-3));
    }

    /** 200,000 draws of numpy's negative_binomial: 0.2348 at a mean of 1,000 and 0.04; 0.1157 of poisson(100). */
    @Test
    void shouldKnowHowFarACountIsFromItsMean() {
        assertThat(CountTest.noiseFloorOfLog2(1000, 0.04)).isCloseTo(0.2348, offset(0.01));
        assertThat(CountTest.noiseFloorOfLog2(100, 0)).isCloseTo(0.1157, offset(0.002));
    }

    @Property
    void shouldBeAProbability(
            @ForAll @LongRange(max = 1_000_000) long count,
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double mean,
            @ForAll @DoubleRange(max = 2) double dispersion) {
        assertThat(CountTest.pValue(count, mean, dispersion)).isBetween(0.0, 1.0);
    }

    @Test
    void shouldRefuseWhatIsNoCount() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountTest.pValue(-1, 10, 0))
                .withMessage("a count of -1, expected 10.0 with a dispersion of 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> CountTest.pValue(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> CountTest.pValue(1, 1, -1));
    }
}
