package io.tidemark.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelDelayTest {
    private static final LabelDelay DELAY = new LabelDelay(Duration.ofHours(1), Duration.ofHours(11), 7);

    @Test
    void shouldGiveAnInferenceTheSameDelayAgain() {
        assertThat(DELAY.of("a-1")).isEqualTo(new LabelDelay(DELAY.least(), DELAY.most(), 7).of("a-1"));
        assertThat(DELAY.withSeed(8).of("a-1")).isNotEqualTo(DELAY.of("a-1"));
        assertThat(DELAY.of("a-2")).isNotEqualTo(DELAY.of("a-1"));
    }

    /** χ² of ten bins of 1,000 expected each; its 99.99 % quantile with 9 degrees of freedom is 33.7. */
    @Test
    void shouldSpreadDelaysEvenlyOverTheRange() {
        int[] bins = new int[10];
        IntStream.range(0, 10_000).forEach(i -> {
            Duration delay = DELAY.of("may.csv-" + i);
            assertThat(delay).isBetween(DELAY.least(), DELAY.most());
            bins[(int) Math.min(9, delay.minus(DELAY.least()).toHours())]++;
        });

        double chiSquared = IntStream.of(bins)
                .mapToDouble(count -> (count - 1_000.0) * (count - 1_000) / 1_000)
                .sum();
        assertThat(chiSquared).isLessThan(33.7);
    }

    @Test
    void shouldAlwaysDelayAsLongWhereBothEndsAreEqual() {
        assertThat(LabelDelay.always(Duration.ofDays(2)).of("x")).isEqualTo(Duration.ofDays(2));
        assertThat(LabelDelay.NONE.of("x")).isZero();
        assertThat(LabelDelay.NONE.isRandom()).isFalse();
        assertThat(DELAY.isRandom()).isTrue();
    }

    @Test
    void shouldRefuseARangeThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> new LabelDelay(Duration.ofHours(2), Duration.ofHours(1), 0))
                .hasMessageContaining("PT2H to PT1H");
        assertThatThrownBy(() -> LabelDelay.always(Duration.ofHours(-1))).hasMessageContaining("zero or more");
    }
}
