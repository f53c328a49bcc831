package io.tidemark.retrain.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.serving.Scored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GatesTest {
    private static final HoldoutAnswers BETTER = Holdouts.classes(Holdouts::good, Holdouts::poor);
    private static final HoldoutAnswers WORSE = Holdouts.classes(Holdouts::poor, Holdouts::good);
    private static final HoldoutAnswers ALONE = HoldoutAnswers.of(
            Holdouts.rows(60, i -> new Target.OfClass(Holdouts.yes(i) ? "yes" : "no"), i -> Map.of()),
            List.of("no", "yes"),
            Optional.of("yes"),
            IntStream.range(0, 60)
                    .mapToObj(i -> Holdouts.answer(Holdouts.good(i)))
                    .toList());

    @Test
    void shouldAskForLessLoss() {
        // 1 - 0.3725/0.6425 = 0.42022
        assertPassed(Improvement.judge(BETTER, Metric.LOG_LOSS, 0.42), 0.42022);
        assertThat(Improvement.judge(BETTER, Metric.LOG_LOSS, 0.43)).satisfies(GatesTest::failed);
        // Of the accuracy what it lacks of 1: 1 - 0.08333/0.4 = 0.79167
        assertPassed(Improvement.judge(BETTER, Metric.ACCURACY, 0.79), 0.79167);
        assertThat(Improvement.judge(WORSE, Metric.LOG_LOSS, 0.01))
                .satisfies(GatesTest::failed)
                .satisfies(
                        result -> assertThat(result.getExplanation())
                                .isEqualTo(
                                        "log loss 0.643 against 0.373 of version 3 on 60 later rows: 72.5 % worse, 1.0 % better was asked for"));
        assertThat(Improvement.judge(ALONE, Metric.LOG_LOSS, 0.01).getVerdict()).isEqualTo(GateVerdict.NOT_JUDGED);
    }

    @Test
    void shouldAskWhetherItIsChance() {
        for (Metric metric : List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ACCURACY, Metric.ROC_AUC)) {
            assertThat(Significance.judge(BETTER, metric, 0.05).getVerdict()).isEqualTo(GateVerdict.PASSED);
            assertThat(Significance.judge(WORSE, metric, 0.05).getVerdict()).isEqualTo(GateVerdict.FAILED);
        }
        assertThat(Significance.judge(BETTER, Metric.LOG_LOSS, 1e-6)).satisfies(GatesTest::failed);
        assertThat(Significance.judge(WORSE, Metric.LOG_LOSS, 1).getVerdict()).isEqualTo(GateVerdict.NOT_JUDGED);
        // The same answers: nothing tells them apart.
        assertThat(Significance.judge(Holdouts.classes(Holdouts::good, Holdouts::good), Metric.LOG_LOSS, 0.05))
                .satisfies(GatesTest::failed);
    }

    @Test
    void shouldFindASegmentThatGetsWorse() {
        // Everywhere as good, but in the south the challenger knows nothing.
        IntPredicate south = i -> i % 3 == 0;
        HoldoutAnswers holdout = tagged(
                900,
                i -> south.test(i) ? "south" : "north",
                i -> south.test(i) ? 0.5 : Holdouts.good(i),
                Holdouts::good);

        GateResult result = Segments.judge(holdout, Metric.LOG_LOSS, List.of("region"), 0.1);

        assertThat(result).satisfies(GatesTest::failed);
        assertThat(result.getExplanation())
                .startsWith("region=south: loss by log loss 0.693 against ")
                .contains("on 300 rows");
        assertThat(Segments.judge(holdout, Metric.LOG_LOSS, List.of("region"), 2)
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
        assertThat(Segments.judge(holdout, Metric.LOG_LOSS, List.of("shop"), 0.1)
                        .getVerdict())
                .isEqualTo(GateVerdict.NOT_JUDGED);
        assertThat(Segments.judge(holdout, Metric.ROC_AUC, List.of("region"), 0.1))
                .satisfies(GatesTest::failed);
    }

    @Test
    void shouldNotTakeChanceInASegmentForWorse() {
        // 120 rows a segment, 3 more of which the challenger has wrong: 20 % more loss, and no news.
        HoldoutAnswers holdout = tagged(
                480,
                i -> "r" + i % 4,
                i -> i % 160 == 0 ? 1 - certain(i) : certain(i),
                i -> i % 32 == 1 ? 1 - certain(i) : certain(i));

        assertThat(Segments.judge(holdout, Metric.ACCURACY, List.of("region"), 0.1)
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
    }

    private static double certain(int i) {
        return Holdouts.yes(i) ? 0.9 : 0.1;
    }

    /** A tag that is an id: rows are looked at once, not once for each value. */
    @Test
    @Timeout(20)
    void shouldJudgeTagsOfManyValues() {
        int rows = 60_000;
        HoldoutAnswers holdout =
                tagged(rows, i -> i < 400 ? "r" + i % 2 : "id-" + i, GatesTest::certain, GatesTest::certain);
        FairnessSpec spec =
                FairnessSpec.newBuilder().setTag("region").setFavourable("yes").build();

        assertThat(Segments.judge(holdout, Metric.LOG_LOSS, List.of("region"), 0.1)
                        .getExplanation())
                .contains("the worst of 2 segments");
        assertThat(Fairness.judge(holdout, spec))
                .allSatisfy(result -> assertThat(result.getVerdict()).isEqualTo(GateVerdict.PASSED));
        assertThat(ComparedMetrics.of(holdout, Metric.LOG_LOSS, List.of("region")))
                .hasSizeLessThan(100);
    }

    @Test
    void shouldMeasureFairnessBetweenGroups() {
        // Of 200 rows each: a gets yes in 40 %, b in 20 %; of those who are yes 40 % of a are found and 20 % of b.
        HoldoutAnswers holdout = tagged(
                400,
                i -> i % 2 == 0 ? "a" : "b",
                i -> i / 2 % 5 < (i % 2 == 0 ? 2 : 1) ? 0.9 : 0.1,
                i -> 0.5,
                i -> i % 4 < 2);
        FairnessSpec spec =
                FairnessSpec.newBuilder().setTag("region").setFavourable("yes").build();

        List<GateResult> results = Fairness.judge(holdout, spec);

        assertThat(results.get(0))
                .satisfies(GatesTest::failed)
                .satisfies(result -> assertThat(result.getValue()).isEqualTo(0.5));
        assertThat(results.get(1))
                .satisfies(GatesTest::failed)
                .satisfies(result -> assertThat(result.getValue()).isEqualTo(0.2));
        assertThat(results.get(0).getExplanation()).contains("20.0 % of region=b and 40.0 % of a: a ratio of 0.500");
        FairnessSpec.Builder lenient =
                FairnessSpec.newBuilder(spec).setMinDisparateImpact(0.5).setMaxEqualOpportunityDifference(0.21);
        assertThat(Fairness.judge(holdout, lenient.build()))
                .allSatisfy(result -> assertThat(result.getVerdict()).isEqualTo(GateVerdict.PASSED));
        assertThat(Fairness.judge(holdout, lenient.setMinRows(201).build()))
                .allSatisfy(result -> assertThat(result.getVerdict()).isEqualTo(GateVerdict.NOT_JUDGED));
        assertThat(Fairness.judge(holdout, lenient.setFavourable("granted").build()))
                .allSatisfy(GatesTest::failed);
    }

    @Test
    void shouldLimitLatencyAndCalibrationAndRows() {
        assertThat(CalibrationError.judge(BETTER, 0.2)).satisfies(GatesTest::failed);
        assertThat(CalibrationError.judge(BETTER, 0.21).getVerdict()).isEqualTo(GateVerdict.PASSED);
        assertThat(CalibrationError.judge(BETTER, 1).getVerdict()).isEqualTo(GateVerdict.NOT_JUDGED);
        assertThat(HoldoutSize.judge(49)).satisfies(GatesTest::failed);
        assertThat(HoldoutSize.judge(50).getVerdict()).isEqualTo(GateVerdict.PASSED);
        assertThat(Latency.judge(_ -> new Scored.OfNumber(1), BETTER.rows(), 1_000_000)
                        .getVerdict())
                .isEqualTo(GateVerdict.PASSED);
        assertThat(Latency.judge(GatesTest::slow, BETTER.rows(), 1)).satisfies(GatesTest::failed);
    }

    private static Scored slow(Map<String, ?> question) {
        long until = System.nanoTime() + 20_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return new Scored.OfNumber(question.size());
    }

    private static HoldoutAnswers tagged(
            int rows, IntFunction<String> region, IntFunction<Double> challenger, IntFunction<Double> champion) {
        return tagged(rows, region, challenger, champion, Holdouts::yes);
    }

    private static HoldoutAnswers tagged(
            int rows,
            IntFunction<String> region,
            IntFunction<Double> challenger,
            IntFunction<Double> champion,
            IntPredicate yes) {
        return HoldoutAnswers.of(
                        Holdouts.rows(
                                rows,
                                i -> new Target.OfClass(yes.test(i) ? "yes" : "no"),
                                i -> Map.of("region", region.apply(i))),
                        List.of("no", "yes"),
                        Optional.of("yes"),
                        IntStream.range(0, rows)
                                .mapToObj(i -> Holdouts.answer(challenger.apply(i)))
                                .toList())
                .against(
                        "3",
                        IntStream.range(0, rows)
                                .<Optional<Answer>>mapToObj(i -> Optional.of(Holdouts.answer(champion.apply(i))))
                                .toList());
    }

    private static void assertPassed(GateResult result, double value) {
        assertThat(result.getVerdict()).as(result.getExplanation()).isEqualTo(GateVerdict.PASSED);
        assertThat(result.getValue()).isCloseTo(value, within(1e-5));
    }

    private static void failed(GateResult result) {
        assertThat(result.getVerdict()).as(result.getExplanation()).isEqualTo(GateVerdict.FAILED);
    }
}
