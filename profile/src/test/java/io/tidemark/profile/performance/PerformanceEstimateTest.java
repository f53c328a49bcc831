package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimates without labels beside the metrics that the labels of the same windows give. */
class PerformanceEstimateTest {
    /** A score is the truth's probability, or what an over-confident model makes of it. */
    private static double overConfident(double probability) {
        double odds = Math.pow(probability / (1 - probability), 2.5);
        return odds / (1 + odds);
    }

    private static double oftenLow(Random random) {
        return random.nextDouble() * Math.sqrt(random.nextDouble());
    }

    private static double oftenInBetween(Random random) {
        return (random.nextDouble() + random.nextDouble()) / 2;
    }

    /** A calibration for every four windows. Where the calibration is from few rows, its own uncertainty is most of the interval. */
    @ParameterizedTest
    @CsvSource({
        "500, 20000, false",
        "2000, 20000, false",
        "20000, 20000, false",
        "20000, 1000, false",
        "500, 20000, true",
        "2000, 20000, true",
        "20000, 20000, true",
        "20000, 1000, true"
    })
    void shouldFollowShiftsOfTheInputs(int rows, int labelledRows, boolean overConfident) {
        DoubleUnaryOperator score = overConfident ? PerformanceEstimateTest::overConfident : p -> p;
        Random random = new Random(3);
        Map<Metric, Integer> covered = new EnumMap<>(Metric.class);
        double off = 0;
        double before = 0;
        int windows = rows < 20_000 ? 200 : 100;
        PerformanceProfile reference = new PerformanceProfile();
        for (int i = 0; i < windows; i++) {
            if (i % 4 == 0) {
                reference = profile(random, labelledRows, score, PerformanceEstimateTest::oftenLow, p -> p);
            }
            PerformanceProfile window = profile(random, rows, score, PerformanceEstimateTest::oftenInBetween, p -> p);
            Map<Metric, MetricValue> estimates =
                    PerformanceEstimate.of(window, Calibration.of(reference).orElseThrow());
            Map<Metric, MetricValue> realised = window.metrics();
            estimates.forEach((metric, estimate) -> {
                double value = of(realised, metric).value();
                covered.merge(metric, estimate.low() <= value && value <= estimate.high() ? 1 : 0, Integer::sum);
            });
            double accuracy = of(realised, Metric.ACCURACY).value();
            off += of(estimates, Metric.ACCURACY).value() - accuracy;
            before += of(reference.metrics(), Metric.ACCURACY).value() - accuracy;
        }

        assertThat(covered)
                .containsOnlyKeys(
                        Metric.ACCURACY,
                        Metric.PRECISION,
                        Metric.RECALL,
                        Metric.F1,
                        Metric.ROC_AUC,
                        Metric.LOG_LOSS,
                        Metric.BRIER);
        double all = windows;
        covered.forEach(
                (metric, hits) -> assertThat(hits / all).as(metric.key()).isGreaterThanOrEqualTo(0.9));
        assertThat(off / windows).isCloseTo(0, within(0.005));
        assertThat(before / windows).isGreaterThan(0.05); // there was a shift to follow
    }

    @Test
    void shouldBeWithinTwoInAHundredOfTheAccuracy() {
        Random random = new Random(5);
        PerformanceProfile reference = profile(
                random, 20_000, PerformanceEstimateTest::overConfident, PerformanceEstimateTest::oftenLow, p -> p);
        PerformanceProfile window = profile(
                random,
                20_000,
                PerformanceEstimateTest::overConfident,
                PerformanceEstimateTest::oftenInBetween,
                p -> p);

        MetricValue estimate =
                of(PerformanceEstimate.of(window, Calibration.of(reference).orElseThrow()), Metric.ACCURACY);

        assertThat(estimate.value())
                .isCloseTo(of(window.metrics(), Metric.ACCURACY).value(), within(0.02));
        assertThat(estimate.high() - estimate.low()).isLessThan(0.04);
        assertThat(estimate.rows()).isEqualTo(20_000);
    }

    /** The blind spot: the same scores, another truth behind them. */
    @Test
    void shouldNotSeeThatTheTruthChanged() {
        Random random = new Random(4);
        PerformanceProfile reference = profile(random, 20_000, p -> p, PerformanceEstimateTest::oftenLow, p -> p);
        PerformanceProfile window =
                profile(random, 5000, p -> p, PerformanceEstimateTest::oftenLow, p -> 0.5 * p + 0.25);

        MetricValue estimate =
                of(PerformanceEstimate.of(window, Calibration.of(reference).orElseThrow()), Metric.ACCURACY);

        assertThat(of(window.metrics(), Metric.ACCURACY).value()).isLessThan(estimate.low() - 0.05);
    }

    /** Of confidence alone there is an accuracy to tell, and no more. */
    @Test
    void shouldTellTheAccuracyOfConfidence() {
        Random random = new Random(6);
        PerformanceProfile reference = new PerformanceProfile();
        PerformanceProfile window = new PerformanceProfile();
        for (int i = 0; i < 20_000; i++) {
            double confidence = 0.5 + random.nextDouble() / 2;
            LabelledRow.confident(confidence, random.nextDouble() < confidence - 0.2)
                    .addTo(reference);
            double higher = Math.sqrt(random.nextDouble());
            LabelledRow.confident(0.5 + higher / 2, random.nextDouble() < higher / 2 + 0.3)
                    .addTo(window);
        }

        Map<Metric, MetricValue> estimates =
                PerformanceEstimate.of(window, Calibration.of(reference).orElseThrow());

        assertThat(estimates).containsOnlyKeys(Metric.ACCURACY);
        assertThat(of(estimates, Metric.ACCURACY).value()).isCloseTo(0.3 + 1.0 / 3, within(0.02));
    }

    @Test
    void shouldSayNothingWithoutLabelsOrOfOtherScores() {
        Random random = new Random(7);
        PerformanceProfile few = profile(random, 99, p -> p, PerformanceEstimateTest::oftenLow, p -> p);
        PerformanceProfile confident = new PerformanceProfile();
        LabelledRow.confident(0.7, true).addTo(confident);
        PerformanceProfile enough = profile(random, 100, p -> p, PerformanceEstimateTest::oftenLow, p -> p);
        Calibration calibration = Calibration.of(enough).orElseThrow();

        assertThat(Calibration.of(few)).isEmpty();
        assertThat(PerformanceEstimate.of(confident, calibration)).isEmpty();
        assertThat(PerformanceEstimate.of(new PerformanceProfile(), calibration))
                .isEmpty();
        assertThat(PerformanceEstimate.of(few, calibration)).isNotEmpty();
    }

    private static MetricValue of(Map<Metric, MetricValue> metrics, Metric metric) {
        return Optional.ofNullable(metrics.get(metric)).orElseThrow();
    }

    private static PerformanceProfile profile(
            Random random,
            int rows,
            DoubleUnaryOperator score,
            ToDoubleFunction<Random> inputs,
            DoubleUnaryOperator truth) {
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < rows; i++) {
            double probability = inputs.applyAsDouble(random);
            double given = score.applyAsDouble(probability);
            LabelledRow.binary(given, given > 0.5, random.nextDouble() < truth.applyAsDouble(probability))
                    .addTo(profile);
        }
        return profile;
    }
}
