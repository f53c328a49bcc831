package io.tidemark.retrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimeSplitTest {
    @Test
    void shouldHoldOutTheLatestRows() {
        TimeSplit split = TimeSplit.of(rows(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0.2).orElseThrow();

        assertThat(split.earlier()).hasSize(8);
        assertThat(split.later()).extracting(Example::eventTimeMs).containsExactly(9L, 10L);
    }

    @Test
    void shouldKeepRowsOfOneTimeTogether() {
        assertThat(TimeSplit.of(rows(1, 2, 2, 2, 2), 0.2).orElseThrow().earlier())
                .hasSize(1);
        assertThat(TimeSplit.of(rows(1, 1, 1, 1, 2), 0.8).orElseThrow().earlier())
                .hasSize(4);
        assertThat(TimeSplit.of(rows(3, 3, 3), 0.5)).isEmpty();
        assertThat(TimeSplit.of(List.of(), 0.5)).isEmpty();
    }

    @Property
    void shouldDivideAllRowsByTime(
            @ForAll @Size(min = 2, max = 60) List<@LongRange(min = 0, max = 20) Long> times,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
        List<Example> rows =
                rows(times.stream().sorted().mapToLong(Long::longValue).toArray());

        TimeSplit.of(rows, share)
                .ifPresentOrElse(
                        split -> {
                            assertThat(split.earlier().size() + split.later().size())
                                    .isEqualTo(rows.size());
                            assertThat(split.earlier().getLast().eventTimeMs())
                                    .isLessThan(split.later().getFirst().eventTimeMs());
                        },
                        () -> assertThat(times).containsOnly(times.getFirst()));
    }

    @Test
    void shouldHalveWeightsWithEachHalfLife() {
        double[] weights = Recency.weights(rows(0, 100, 200), 100);

        assertThat(weights[1] / weights[2]).isCloseTo(0.5, within(1e-12));
        assertThat(weights[0] / weights[2]).isCloseTo(0.25, within(1e-12));
        assertThat(Arrays.stream(weights).average().orElseThrow()).isCloseTo(1, within(1e-12));
        assertThat(Recency.weights(rows(0, 100, 200), 0)).containsOnly(1);
    }

    private static List<Example> rows(long... times) {
        return Arrays.stream(times)
                .mapToObj(time -> new Example(
                        "id",
                        time,
                        new Target.OfNumber(1),
                        FeatureRow.of(new FeatureNames(), Map.of()),
                        Map.of(),
                        Map.of()))
                .toList();
    }
}
