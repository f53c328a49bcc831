package io.tidemark.retrain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.train.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected numbers are of numpy and scipy on the same rows: metrics by their definitions, tests by scipy.stats, DeLong's by all pairs. */
class HoldoutAnswersTest {
    private static final Offset<Double> CLOSE = within(1e-12);
    private static final HoldoutAnswers CLASSES = Holdouts.classes(Holdouts::good, Holdouts::poor);
    private static final HoldoutAnswers SWAPPED = Holdouts.classes(Holdouts::poor, Holdouts::good);
    private static final HoldoutAnswers NUMBERS = Holdouts.numbers();

    @Test
    void shouldMeasureBothModels() {
        assertMetric(CLASSES, Metric.LOG_LOSS, 0.37251969551394193, 0.6425209497813842);
        assertMetric(CLASSES, Metric.BRIER, 0.10857166666666668, 0.2309083333333333);
        assertMetric(CLASSES, Metric.ACCURACY, 0.9166666666666666, 0.6);
        assertMetric(CLASSES, Metric.ROC_AUC, 0.9820601851851852, 0.6788194444444444);
        assertMetric(NUMBERS, Metric.MAE, 0.76, 1.0407407407407407);
        assertMetric(NUMBERS, Metric.RMSE, 0.8822320178577365, 1.1953269780115146);
    }

    @Test
    void shouldTestPairsOfRows() {
        assertPValue(CLASSES, Metric.LOG_LOSS, 8.307367572796955e-06);
        assertPValue(CLASSES, Metric.BRIER, 5.116084159971593e-06);
        assertPValue(NUMBERS, Metric.MAE, 0.002286883027690132);
        assertPValue(NUMBERS, Metric.RMSE, 0.00045819360903314604);
        assertThat(CLASSES.mcNemar(CLASSES.comparable(Metric.ACCURACY))).isCloseTo(1.7940998077392565e-05, CLOSE);
        assertPValue(SWAPPED, Metric.LOG_LOSS, 1 - 8.307367572796955e-06);
    }

    @Test
    void shouldTestAreasAsDeLong() {
        int[] rows = CLASSES.comparable(Metric.ROC_AUC);

        Estimate difference = CLASSES.contrast(Metric.ROC_AUC, 1, rows);
        assertThat(difference.value()).isCloseTo(-0.3032407407407408, CLOSE);
        assertThat(difference.standardError()).isCloseTo(0.06810249684303232, CLOSE);
        assertThat(difference.pValueThatNotBelow()).isCloseTo(4.239641246717461e-06, CLOSE);
        Estimate allowed = CLASSES.contrast(Metric.ROC_AUC, 1.1, rows);
        assertThat(allowed.value()).isCloseTo(-0.3353587962962964, CLOSE);
        assertThat(allowed.standardError()).isCloseTo(0.0750557749003394, CLOSE);
    }

    @Test
    void shouldCompareWithAMultipleOfTheChampionsLoss() {
        Estimate allowed = CLASSES.contrast(Metric.LOG_LOSS, 1.1, CLASSES.comparable(Metric.LOG_LOSS));

        assertThat(allowed.pValueThatNotAbove()).isCloseTo(0.9999991473109103, CLOSE);
    }

    @Test
    void shouldGiveMidPValuesOfMcNemar() {
        assertThat(McNemar.pValue(10, 3)).isCloseTo(0.028686523437499986, CLOSE);
        assertThat(McNemar.pValue(3, 10)).isCloseTo(0.9713134765625, CLOSE);
        assertThat(McNemar.pValue(120, 80)).isCloseTo(0.0023300259873200624, CLOSE);
        assertThat(McNemar.pValue(0, 0)).isEqualTo(1);
    }

    @Test
    void shouldMeasureCalibration() {
        int[] rows = CLASSES.comparable(Metric.CALIBRATION_ERROR);

        assertThat(rows).hasSize(Holdouts.ROWS);
        assertMetric(CLASSES, Metric.CALIBRATION_ERROR, 0.20816666666666664, 0.15683333333333338);
    }

    @Test
    void shouldMeasureSeveralClasses() {
        HoldoutAnswers holdout = several(List.of("a", "b", "c"), i -> i * 11 % 3);
        int[] rows = holdout.comparable(Metric.LOG_LOSS);

        assertThat(holdout.ofChallenger(Metric.LOG_LOSS, rows).getAsDouble()).isCloseTo(0.7445924998228098, CLOSE);
        assertThat(holdout.ofChallenger(Metric.BRIER, rows).getAsDouble()).isCloseTo(0.4169782905803389, CLOSE);
        assertThat(holdout.ofChallenger(Metric.ROC_AUC, rows).getAsDouble()).isCloseTo(0.9679166666666665, CLOSE);
        assertThat(holdout.ofChallenger(Metric.ACCURACY, rows).getAsDouble()).isCloseTo(0.8833333333333333, CLOSE);
    }

    /** The covariance of three areas by all pairs, which a jackknife over the rows has within 2 %. */
    @Test
    void shouldTestMeanAreasOfSeveralClasses() {
        HoldoutAnswers three = several(List.of("a", "b", "c"), i -> i * 11 % 3);
        int[] rows = three.comparable(Metric.ROC_AUC);

        assertMetric(three, Metric.ROC_AUC, 0.9679166666666665, 0.7233333333333333);
        assertEstimate(three.contrast(Metric.ROC_AUC, 1, rows), -0.24458333333333335, 0.05127733332182042);
        assertThat(three.contrast(Metric.ROC_AUC, 1, rows).pValueThatNotBelow())
                .isCloseTo(9.219813170345461e-07, CLOSE);
        assertEstimate(three.contrast(Metric.ROC_AUC, 1.1, rows), -0.27225000000000005, 0.05598281991332982);
    }

    /** One row ranks somewhere, and nobody can tell how far from where the next would: it must not make all others untold. */
    @Test
    void shouldLeaveOutClassesOfOneRow() {
        HoldoutAnswers four = several(List.of("a", "b", "c", "d"), i -> i == 59 ? 3 : i * 11 % 3);
        int[] rows = four.comparable(Metric.ROC_AUC);

        assertMetric(four, Metric.ROC_AUC, 0.9660702824133504, 0.7254434103551562);
        assertEstimate(four.contrast(Metric.ROC_AUC, 1, rows), -0.2406268720581943, 0.04686863546066133);
        // Where no class has more, one has to do for the area, and there is no test.
        int[] few = {0, 2, 59};
        assertThat(four.ofChallenger(Metric.ROC_AUC, few)).isPresent();
        assertThat(four.contrast(Metric.ROC_AUC, 1, few).standardError()).isInfinite();
    }

    private static HoldoutAnswers several(List<String> names, IntUnaryOperator truth) {
        List<Answer> challenger = IntStream.range(0, Holdouts.ROWS)
                .mapToObj(i -> soft(i, names, truth, 13, 7, 5, 89, 0.6))
                .toList();
        return HoldoutAnswers.of(
                        Holdouts.rows(
                                Holdouts.ROWS, i -> new Target.OfClass(names.get(truth.applyAsInt(i))), i -> Map.of()),
                        names,
                        Optional.empty(),
                        challenger)
                .against(
                        "3",
                        IntStream.range(0, Holdouts.ROWS)
                                .mapToObj(i -> Optional.of(soft(i, names, truth, 17, 5, 3, 83, 0.3)))
                                .toList());
    }

    private static void assertEstimate(Estimate estimate, double value, double standardError) {
        assertThat(estimate.value()).isCloseTo(value, CLOSE);
        assertThat(estimate.standardError()).isCloseTo(standardError, CLOSE);
    }

    @Test
    void shouldReadOneScoreOfTwoClassesAsBoth() {
        HoldoutAnswers one = Holdouts.classes(Holdouts::good, Holdouts::poor)
                .against(
                        "3",
                        IntStream.range(0, Holdouts.ROWS)
                                .<Optional<Answer>>mapToObj(i -> Optional.of(new Answer.OfClass(
                                        "no", Map.of("yes", Holdouts.poor(i)), OptionalDouble.empty())))
                                .toList());

        assertMetric(one, Metric.LOG_LOSS, 0.37251969551394193, 0.6425209497813842);
    }

    @Test
    void shouldLeaveOutRowsThatTheChampionDidNotAnswer() {
        HoldoutAnswers half = Holdouts.classes(Holdouts::good, Holdouts::poor)
                .against(
                        "3",
                        IntStream.range(0, Holdouts.ROWS)
                                .mapToObj(i -> i % 2 == 0
                                        ? Optional.<Answer>empty()
                                        : Optional.of(
                                                i % 3 == 0
                                                        ? new Answer.OfClass("no", Map.of(), OptionalDouble.empty())
                                                        : Holdouts.answer(Holdouts.poor(i))))
                                .toList());

        assertThat(half.comparable(Metric.ACCURACY)).hasSize(30);
        assertThat(half.comparable(Metric.LOG_LOSS)).hasSize(20);
    }

    /** {@code softmax(((i·(a + b·c) + d·c) mod m)/m + w·[c is the truth])} over the classes c. */
    private static Answer soft(
            int i, List<String> names, IntUnaryOperator truth, int a, int b, int d, int m, double w) {
        double[] z = new double[names.size()];
        double sum = 0;
        int best = 0;
        for (int c = 0; c < z.length; c++) {
            z[c] = Math.exp((i * (a + b * c) + d * c) % m / (double) m + (truth.applyAsInt(i) == c ? w : 0));
            sum += z[c];
            best = z[c] > z[best] ? c : best;
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int c = 0; c < z.length; c++) {
            scores.put(names.get(c), z[c] / sum);
        }
        return new Answer.OfClass(names.get(best), scores, OptionalDouble.empty());
    }

    private static void assertMetric(HoldoutAnswers holdout, Metric metric, double challenger, double champion) {
        int[] rows = holdout.comparable(metric);
        assertThat(holdout.ofChallenger(metric, rows).getAsDouble()).isCloseTo(challenger, CLOSE);
        assertThat(holdout.ofChampion(metric, rows).getAsDouble()).isCloseTo(champion, CLOSE);
    }

    private static void assertPValue(HoldoutAnswers holdout, Metric metric, double expected) {
        assertThat(holdout.contrast(metric, 1, holdout.comparable(metric)).pValueThatNotBelow())
                .isCloseTo(expected, CLOSE);
    }
}
