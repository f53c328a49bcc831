package io.tidemark.load.scorecard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KolmogorovTailTest {

    /** {@code -numpy.log(scipy.special.kolmogorov(x))}; for 20, which underflows, 2x² − ln 2. */
    @ParameterizedTest
    @CsvSource({
        "0.1, 0",
        "0.3, 9.305844633751613e-06",
        "0.5, 0.03672078716235486",
        "0.8, 0.6085442804041838",
        "1.1, 1.727556170860352",
        "1.17, 2.044923853619714",
        "1.19, 2.1392570014781143",
        "2, 7.306852819477806",
        "6, 71.30685281944005",
        "20, 799.3068528194401"
    })
    void shouldAgreeWithScipy(double x, double minusLogP) {
        assertThat(KolmogorovTail.minusLogP(x)).isEqualTo(minusLogP, within(1e-9));
    }

    @Test
    void shouldScaleByBothSampleSizes() {
        // x = sqrt(1e5 * 1e3 / 1.01e5) * 0.05 = 1.5733
        assertThat(KolmogorovTail.minusLogP(0.05, 100_000, 1_000)).isEqualTo(4.257348223825417, within(1e-9));
    }
}
