package io.tidemark.retrain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.ComparedMetric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparedMetricsTest {
    /** Two hundred shops of one row, whose names come first, and the one that decides. */
    @Test
    void shouldShowTheSegmentsThatAreJudged() {
        HoldoutAnswers holdout = holdout(400, i -> Map.of("shop", i < 200 ? "a" + i : "z"), i -> Optional.of(good(i)));

        List<String> shown = ComparedMetrics.of(holdout, Metric.LOG_LOSS, List.of("shop")).stream()
                .map(ComparedMetric::getSegment)
                .filter(segment -> !segment.equals("all"))
                .toList();
        assertThat(Segments.judge(holdout, Metric.LOG_LOSS, List.of("shop"), 0.1)
                        .getExplanation())
                .contains("shop=z");
        assertThat(shown).hasSize(50).startsWith("shop=z", "shop=a0");
    }

    /** Numpy's, as in {@link HoldoutAnswersTest}. */
    @Test
    void shouldShowTheCalibrationOfBoth() {
        HoldoutAnswers both = Holdouts.classes(Holdouts::good, Holdouts::poor);

        assertThat(calibration(both)).satisfies(metric -> {
            assertThat(metric.getChallenger()).isCloseTo(0.20816666666666664, within(1e-12));
            assertThat(metric.getChampion()).isCloseTo(0.15683333333333338, within(1e-12));
            assertThat(metric.getRows()).isEqualTo(Holdouts.ROWS);
        });
        assertThat(ComparedMetrics.ofChallenger(both)).containsKey("calibrationError");
    }

    @Test
    void shouldCountRowsThatBothScored() {
        Answer unscored = new Answer.OfClass("yes", Map.of(), OptionalDouble.empty());
        HoldoutAnswers half = holdout(100, i -> Map.of(), i -> Optional.of(i % 2 == 0 ? good(i) : unscored));

        assertThat(calibration(half).getRows()).isEqualTo(50);
    }

    private static ComparedMetric calibration(HoldoutAnswers holdout) {
        return ComparedMetrics.of(holdout, Metric.LOG_LOSS, List.of()).stream()
                .filter(metric -> metric.getMetric().equals("calibrationError"))
                .findFirst()
                .orElseThrow();
    }

    private static Answer good(int i) {
        return Holdouts.answer(Holdouts.good(i));
    }

    private static HoldoutAnswers holdout(
            int rows, IntFunction<Map<String, String>> tags, IntFunction<Optional<Answer>> champion) {
        return HoldoutAnswers.of(
                        Holdouts.rows(rows, i -> new Target.OfClass(Holdouts.yes(i) ? "yes" : "no"), tags),
                        List.of("no", "yes"),
                        Optional.of("yes"),
                        IntStream.range(0, rows)
                                .mapToObj(ComparedMetricsTest::good)
                                .toList())
                .against("3", IntStream.range(0, rows).mapToObj(champion).toList());
    }
}
