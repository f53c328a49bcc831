package io.tidemark.load.scorecard.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers are scipy's. */
class EstimatesTest {
    private static final Offset<Double> CLOSE = within(1e-9);

    /** {@code binomtest(hits, trials).proportion_ci(method='wilson')}. */
    @ParameterizedTest
    @CsvSource({
        "0, 20, 0, 0.16112515805281935",
        "20, 20, 0.8388748419471808, 1",
        "17, 20, 0.6395811352592431, 0.9476312541037835",
        "193, 200, 0.9295293884777092, 0.9829444579914328",
        "1, 200, 0.0008831687156009762, 0.02777370439789293",
        "200, 200, 0.9811546736227335, 1"
    })
    void shouldGiveWilsonsInterval(long hits, long trials, double lower, double upper) {
        Interval interval = new Proportion(hits, trials).interval();

        assertThat(interval.lower()).isEqualTo(lower, CLOSE);
        assertThat(interval.upper()).isEqualTo(upper, CLOSE);
    }

    /** {@code chi2.ppf(0.025, 2 * k) / 2} and {@code chi2.ppf(0.975, 2 * k + 2) / 2}, over four weeks. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3.6888794541139354",
        "1, 0.025317807984289876, 5.571643390938898",
        "5, 1.6234863901184207, 11.66833207932267",
        "40, 28.576586441788965, 54.468646963984064"
    })
    void shouldGiveTheExactIntervalOfARate(long events, double lower, double upper) {
        EventRate rate = new EventRate(events, 4);

        assertThat(rate.value()).isEqualTo(events / 4.0);
        assertThat(rate.interval().lower()).isEqualTo(lower / 4, CLOSE);
        assertThat(rate.interval().upper()).isEqualTo(upper / 4, CLOSE);
    }

    /** {@code binomtest(min(a, b), a + b, 0.5).pvalue}. */
    @ParameterizedTest
    @CsvSource({
        "8, 0, 0.0078125",
        "5, 1, 0.21875",
        "12, 7, 0.359283447265625",
        "3, 3, 1",
        "0, 0, 1",
        "1, 9, 0.021484375"
    })
    void shouldTestPairs(int onlyFirst, int onlySecond, double pValue) {
        assertThat(PairedTest.pValue(onlyFirst, onlySecond)).isEqualTo(pValue, CLOSE);
    }

    @Test
    void shouldRefuseMoreHitsThanTrials() {
        assertThatThrownBy(() -> new Proportion(3, 2)).hasMessage("3 hits in 2 trials");
    }
}
