package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ExactSumTest {

    @Property
    void shouldBeTheExactSumRounded(@ForAll @Size(max = 50) List<Double> terms) {
        BigDecimal exact = terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(sum(terms).value()).isEqualTo(exact.doubleValue() + 0.0);
    }

    /** Python's math.fsum is correctly rounded too. */
    @Example
    void shouldSumAsFsumDoes() {
        assertThat(sum(List.of(1e100, 1.0, -1e100)).value()).isEqualTo(1);
        assertThat(sum(Collections.nCopies(10, 0.1)).value()).isEqualTo(1);
        assertThat(sum(List.of(1e308, 1e308, -1e308)).value()).isEqualTo(1e308);
        assertThat(sum(List.of(1e308, 1e308)).value()).isInfinite();
        assertThat(sum(List.of(Double.MIN_VALUE, Double.MIN_VALUE)).value()).isEqualTo(2 * Double.MIN_VALUE);
        assertThat(sum(List.of(1.0, 0x1p-53)).value()).isEqualTo(1);
        assertThat(sum(List.of(1.0, 0x1p-53, Double.MIN_VALUE)).value()).isEqualTo(1 + 0x1p-52);
        assertThat(sum(List.of(-1.0, -0x1p-53, -Double.MIN_VALUE)).value()).isEqualTo(-1 - 0x1p-52);
        assertThat(sum(List.of(1.0, 0x1p-52, 0x1p-53)).value()).isEqualTo(1 + 0x1p-51);
    }

    /** The law that all else rests on. */
    @Property
    void shouldNotDependOnOrderSplitsOrWhatWasTakenAway(@ForAll @Size(max = 60) List<Double> terms, @ForAll long seed) {
        Random random = new Random(seed);
        List<Double> shuffled = new ArrayList<>(terms);
        Collections.shuffle(shuffled, random);
        ExactSum[] parts = {new ExactSum(), new ExactSum(), new ExactSum()};
        for (double term : shuffled) {
            ExactSum part = parts[random.nextInt(3)];
            double wrong = Math.scalb(random.nextDouble() - 0.5, random.nextInt(2000) - 1000);
            part.add(wrong);
            part.add(term);
            part.subtract(wrong);
        }
        parts[1].merge(ExactSum.fromBytes(parts[2].toBytes()));
        parts[0].merge(parts[1]);

        assertThat(parts[0].toBytes()).isEqualTo(sum(terms).toBytes());
        assertThat(parts[0].value()).isEqualTo(sum(terms).value());
    }

    @Property
    void shouldReadWhatItWrote(@ForAll @Size(max = 20) List<Double> terms) {
        ExactSum read = ExactSum.fromBytes(sum(terms).toBytes());

        assertThat(read.toBytes()).isEqualTo(sum(terms).toBytes());
        assertThat(read.exact().minus(sum(terms).exact()).units()).isEqualTo(BigInteger.ZERO);
    }

    @Property(tries = 5000)
    void shouldRefuseOtherBytesOrWorkWithThem(@ForAll @Size(max = 300) byte[] bytes) {
        try {
            ExactSum read = ExactSum.fromBytes(bytes);
            assertThat(read.toBytes()).isEqualTo(bytes);
            read.add(1);
            read.merge(read);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).hasMessageContaining("exact sum");
        }
    }

    /** Merged 40 times with itself it passes any number of carries on; 2^40 terms would take too long one by one. */
    @Example
    void shouldCarryAsOftenAsNeeded() {
        ExactSum sum = sum(List.of(-0.75, 0x1.fffffffffffffp3));
        for (int i = 0; i < 40; i++) {
            sum.merge(sum);
        }

        assertThat(sum.value()).isEqualTo((-0.75 + 0x1.fffffffffffffp3) * 0x1p40);
        assertThat(sum.toBytes()).hasSizeLessThan(16);
    }

    @Example
    void shouldRefuseWhatIsNotFinite() {
        assertThatIllegalArgumentException().isThrownBy(() -> sum(Arrays.asList(1.0, Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> sum(List.of(Double.NEGATIVE_INFINITY)));
    }

    private static ExactSum sum(List<Double> terms) {
        ExactSum sum = new ExactSum();
        terms.forEach(sum::add);
        return sum;
    }
}
