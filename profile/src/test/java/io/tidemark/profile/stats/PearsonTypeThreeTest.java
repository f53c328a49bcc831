package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PearsonTypeThreeTest {
    /** scipy.stats.pearson3.sf. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0.5, 0.4667448913877211",
        "3.0, 0.5, 0.005425745355836205",
        "6.0, 0.5, 5.463980711299846e-06",
        "-1.0, 0.5, 0.8444156524501832",
        "3.0, -0.5, 4.892610719877837e-06",
        "-3.0, -0.5, 0.9945742546441638",
        "8.0, 2.0, 0.00012340980408667962",
        "4.0, 0.001, 3.2007079309375806e-05",
        "4.0, -0.001, 3.1337924824947874e-05",
        "4, 0, 3.167124183311986e-05"
    })
    void shouldMatchScipy(double z, double skewness, double expected) {
        assertThat(PearsonTypeThree.upperTail(z, skewness)).isCloseTo(expected, withinPercentage(1e-6));
    }

    @Test
    void shouldKnowWhereTheDistributionEnds() {
        assertThat(PearsonTypeThree.upperTail(-2.1, 1)).isEqualTo(1);
        assertThat(PearsonTypeThree.upperTail(2.1, -1)).isZero();
    }
}
