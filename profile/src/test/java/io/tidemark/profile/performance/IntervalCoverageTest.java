package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How often the 95 % intervals hold what is true of the process, which a million of its rows tell. Of 2,000 windows of 300 rows. */
class IntervalCoverageTest {
    private static final int WINDOWS = 2000;
    private static final int ROWS = 300;
    private static final int TRUTH_ROWS = 1_000_000;

    @Test
    void shouldCoverMetricsOfTwoClasses() {
        assertCoverage(
                random -> {
                    double score = random.nextDouble() * random.nextDouble();
                    return LabelledRow.binary(score, score > 0.3, random.nextDouble() < 0.1 + 0.8 * score);
                },
                Metric.ACCURACY,
                Metric.PRECISION,
                Metric.RECALL,
                Metric.F1,
                Metric.MACRO_PRECISION,
                Metric.MACRO_RECALL,
                Metric.MACRO_F1,
                Metric.ROC_AUC,
                Metric.LOG_LOSS,
                Metric.BRIER);
    }

    @Test
    void shouldCoverMetricsOfGoodModels() {
        assertCoverage(
                random -> {
                    boolean yes = random.nextInt(4) == 0;
                    double score = 1 / (1 + Math.exp(-(2 * random.nextGaussian() + (yes ? 3 : -3))));
                    return LabelledRow.binary(score, score > 0.5, yes);
                },
                Metric.ACCURACY,
                Metric.PRECISION,
                Metric.RECALL,
                Metric.F1,
                Metric.MACRO_F1,
                Metric.ROC_AUC);
    }

    @Test
    void shouldCoverMacroAveragesOfFiveClasses() {
        assertCoverage(
                random -> {
                    int truth = Math.min(4, (int) (5 * Math.sqrt(random.nextDouble())));
                    int said = random.nextInt(10) < 6 ? truth : random.nextInt(5);
                    return new LabelledRow(
                            new Answer.OfClass("c" + said, Map.of(), OptionalDouble.empty()),
                            OptionalLong.empty(),
                            new Truth.OfClass("c" + truth));
                },
                Metric.ACCURACY,
                Metric.MACRO_PRECISION,
                Metric.MACRO_RECALL,
                Metric.MACRO_F1);
    }

    @Test
    void shouldCoverMetricsOfNumbers() {
        assertCoverage(
                random -> {
                    double truth = 1e6 + 10 * random.nextGaussian();
                    return LabelledRow.number(truth + 0.3 + 2 * random.nextGaussian(), truth);
                },
                Metric.MAE,
                Metric.RMSE,
                Metric.MAPE,
                Metric.R_SQUARED,
                Metric.BIAS);
    }

    private static void assertCoverage(Function<Random, LabelledRow> process, Metric... metrics) {
        Random random = new Random(20261121);
        Map<Metric, MetricValue> truth = profile(process, random, TRUTH_ROWS).metrics();
        int[] covered = new int[metrics.length];
        for (int window = 0; window < WINDOWS; window++) {
            Map<Metric, MetricValue> measured = profile(process, random, ROWS).metrics();
            for (int i = 0; i < metrics.length; i++) {
                double value = of(truth, metrics[i]).value();
                MetricValue interval = of(measured, metrics[i]);
                covered[i] += interval.low() <= value && value <= interval.high() ? 1 : 0;
            }
        }
        for (int i = 0; i < metrics.length; i++) {
            assertThat((double) covered[i] / WINDOWS).as(metrics[i].key()).isBetween(0.92, 0.98);
        }
    }

    private static MetricValue of(Map<Metric, MetricValue> metrics, Metric metric) {
        return Optional.ofNullable(metrics.get(metric)).orElseThrow();
    }

    private static PerformanceProfile profile(Function<Random, LabelledRow> process, Random random, int rows) {
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < rows; i++) {
            process.apply(random).addTo(profile);
        }
        return profile;
    }
}
