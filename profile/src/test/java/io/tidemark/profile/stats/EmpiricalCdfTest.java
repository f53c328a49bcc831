package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EmpiricalCdfTest {
    private static final EmpiricalCdf CDF = EmpiricalCdf.ofValues(3, 1, 2, 2, 2);

    @Test
    void shouldCountAtBelowAndBetweenValues() {
        assertThat(CDF.n()).isEqualTo(5);
        assertThat(CDF.size()).isEqualTo(3);
        assertThat(CDF.countAtOrBelow(2)).isEqualTo(4);
        assertThat(CDF.countBelow(2)).isEqualTo(1);
        assertThat(CDF.countAtOrBelow(2.5)).isEqualTo(4);
        assertThat(CDF.countAtOrBelow(0)).isZero();
        assertThat(CDF.countBelow(99)).isEqualTo(5);
        assertThat(CDF.rank(1)).isEqualTo(0.2);
    }

    @Test
    void shouldTakeBothZerosForOne() {
        EmpiricalCdf zeros = EmpiricalCdf.ofValues(-0.0, 0.0, 1);

        assertThat(zeros.size()).isEqualTo(2);
        assertThat(zeros.countAtOrBelow(-0.0)).isEqualTo(2);
        assertThat(zeros.countBelow(-0.0)).isZero();
    }

    /** numpy.quantile(values, rank, method='inverted_cdf'), by its definition: sort, count, take. */
    @Property(tries = 300)
    void shouldTakeTheNearestRank(
            @ForAll @Size(min = 1, max = 200) List<@IntRange(min = -20, max = 20) Integer> sample,
            @ForAll @IntRange(max = 100) int percent) {
        double[] values = sample.stream().mapToDouble(Integer::doubleValue).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int row = Math.max(1, (percent * sorted.length + 99) / 100);

        assertThat(EmpiricalCdf.ofValues(values).quantile(percent / 100.0)).isEqualTo(sorted[row - 1]);
    }

    @Test
    void shouldRefuseWhatHasNoAnswer() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EmpiricalCdf.empty().quantile(0.5))
                .withMessage("no rows, no quantiles");
        assertThatIllegalArgumentException().isThrownBy(() -> CDF.quantile(1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> CDF.quantile(Double.NaN));
        assertThat(EmpiricalCdf.empty().rank(1)).isZero();
    }
}
