package io.tidemark.profile.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds sketched comparisons against the exact ones on raw values. */
class FeatureComparatorAccuracyTest {
    private static final SketchConfig OFFLINE = SketchConfig.offline(20);

    static Stream<Arguments> numericPairs() {
        Samples samples = new Samples(2001);
        return Stream.of(
                Arguments.of("normal, equal", samples.normal(10_000, 0, 1), samples.normal(10_000, 0, 1)),
                Arguments.of("normal, shifted", samples.normal(300_000, 0, 1), samples.normal(200_000, 0.3, 1)),
                Arguments.of("normal, wider", samples.normal(100_000, 5, 1), samples.normal(20_000, 5, 1.5)),
                Arguments.of("log-normal", samples.logNormal(200_000, 0), samples.logNormal(100_000, 0.2)),
                Arguments.of(
                        "zero-inflated", samples.zeroInflated(200_000, 0.6, 10), samples.zeroInflated(50_000, 0.5, 12)),
                Arguments.of("delays of flights", samples.delays(34_000, 1), samples.delays(36_000, 0.8)),
                Arguments.of("many ties", samples.counts(150_000, 4), samples.counts(150_000, 5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numericPairs")
    void shouldAgreeWithRawValuesOffline(String name, double[] before, double[] now) {
        ExactStatistics exact = ExactStatistics.ofNumbers(before, now);
        FeatureBaseline baseline = twoPassBaseline(before, OFFLINE);
        FeatureComparison comparison = compare(baseline, now, OFFLINE);
        double rankError = OFFLINE.k() < before.length ? baselineError(comparison) : 0;

        assertThat(comparison.value(Statistic.POPULATION_STABILITY_INDEX)).hasValueCloseTo(exact.psi, within(0.001));
        assertThat(comparison.value(Statistic.JENSEN_SHANNON)).hasValueCloseTo(exact.jensenShannon, within(0.001));
        assertThat(comparison.value(Statistic.HELLINGER)).hasValueCloseTo(exact.hellinger, within(0.001));
        assertThat(comparison.value(Statistic.KOLMOGOROV_SMIRNOV)).hasValueCloseTo(exact.ks, within(3e-4));
        assertThat(comparison.value(Statistic.WASSERSTEIN)).hasValueCloseTo(exact.wasserstein, within(0.002));
        assertThat(rankError).isLessThan(5e-5);
        assertQuantiles(comparison.current(), now);
        assertQuantiles(comparison.baseline(), before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numericPairs")
    void shouldAgreeWithinTheSketchesErrorInWindows(String name, double[] before, double[] now) {
        ExactStatistics exact = ExactStatistics.ofNumbers(before, now);
        FeatureBaseline baseline = twoPassBaseline(before, SketchConfig.baseline());
        FeatureComparison comparison = compare(baseline, now, SketchConfig.window());
        double rankErrors = baselineError(comparison)
                + comparison.current().numbers().orElseThrow().rankError();

        // Bins are counted exactly, but their edges come from the baseline's sketch.
        assertThat(comparison.value(Statistic.POPULATION_STABILITY_INDEX)).hasValueCloseTo(exact.psi, within(0.01));
        assertThat(comparison.value(Statistic.JENSEN_SHANNON)).hasValueCloseTo(exact.jensenShannon, within(0.01));
        assertThat(comparison.value(Statistic.HELLINGER)).hasValueCloseTo(exact.hellinger, within(0.01));
        assertThat(comparison.value(Statistic.KOLMOGOROV_SMIRNOV))
                .hasValueCloseTo(exact.ks, within(1.5 * rankErrors + 1e-9));
        assertThat(comparison.value(Statistic.WASSERSTEIN))
                .hasValueCloseTo(exact.wasserstein, within(wassersteinTolerance(name, before, now, rankErrors)));
    }

    /**
     * On a heavy tail only this holds: the area between two distribution functions is off by no more than their ranks are,
     * over the whole range.
     */
    private static double wassersteinTolerance(String name, double[] before, double[] now, double rankErrors) {
        if (!name.equals("log-normal")) {
            return 0.02;
        }
        double range = Math.max(max(before), max(now)) - Math.min(min(before), min(now));
        return 1.5 * rankErrors * range / standardDeviation(before);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElseThrow();
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double standardDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    private static double baselineError(FeatureComparison comparison) {
        return comparison.baseline().numbers().orElseThrow().rankError();
    }

    private static void assertQuantiles(SideSummary side, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        NumericSummary numbers = side.numbers().orElseThrow();
        Quantiles quantiles = numbers.quantiles();
        double[] ranks = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
        double[] found = {
            quantiles.p1(),
            quantiles.p5(),
            quantiles.p25(),
            quantiles.p50(),
            quantiles.p75(),
            quantiles.p95(),
            quantiles.p99()
        };
        double slack = 1.5 * numbers.rankError() + 1e-9;
        for (int i = 0; i < ranks.length; i++) {
            // With ties a value covers an interval of ranks.
            assertThat(ExactStatistics.rank(sorted, found[i])).isGreaterThanOrEqualTo(ranks[i] - slack);
            assertThat(ExactStatistics.rank(sorted, Math.nextDown(found[i]))).isLessThanOrEqualTo(ranks[i] + slack);
        }
        assertThat(numbers.min()).isEqualTo(sorted[0]);
        assertThat(numbers.max()).isEqualTo(sorted[sorted.length - 1]);
        assertThat(numbers.mean()).isCloseTo(Arrays.stream(sorted).average().orElseThrow(), within(1e-9));
    }

    @Test
    void shouldBeExactForCategories() {
        Samples samples = new Samples(7);
        for (int distinct : new int[] {3, 300, 5000}) {
            String[] before = samples.categories(200_000, distinct, 3);
            String[] now = samples.categories(50_000, distinct + distinct / 10, 2.5);
            ExactStatistics exact = ExactStatistics.ofCategories(before, now);
            FeatureSketch sketch = new FeatureSketch(OFFLINE, KindHint.CATEGORICAL);
            Arrays.stream(before).forEach(sketch::updateText);
            FeatureBaseline baseline =
                    FeatureBaseline.of("c", FeatureKind.CATEGORICAL, before.length, sketch, Integer.MAX_VALUE);
            FeatureSketch window = baseline.newSketch(OFFLINE);
            Arrays.stream(now).forEach(window::updateText);
            FeatureSketch unbound = new FeatureSketch(OFFLINE, KindHint.CATEGORICAL);
            Arrays.stream(now).forEach(unbound::updateText);

            for (FeatureSketch current : new FeatureSketch[] {window, unbound}) {
                FeatureComparison comparison = FeatureComparator.compare(baseline, current, now.length);
                assertThat(comparison.value(Statistic.POPULATION_STABILITY_INDEX))
                        .hasValueCloseTo(exact.psi, within(1e-9));
                assertThat(comparison.value(Statistic.JENSEN_SHANNON))
                        .hasValueCloseTo(exact.jensenShannon, within(1e-9));
                assertThat(comparison.value(Statistic.HELLINGER)).hasValueCloseTo(exact.hellinger, within(1e-9));
                assertThat(comparison.value(Statistic.TOTAL_VARIATION))
                        .hasValueCloseTo(exact.totalVariation, within(1e-9));
            }
        }
    }

    private static FeatureBaseline twoPassBaseline(double[] values, SketchConfig config) {
        FeatureSketch sketch = new FeatureSketch(config, KindHint.NUMERIC);
        Arrays.stream(values).forEach(sketch::updateNumber);
        FeatureBaseline rough = FeatureBaseline.of("x", values.length, sketch);
        FeatureSketch again = rough.newSketch(SketchConfig.window());
        Arrays.stream(values).forEach(again::updateNumber);
        return rough.withExactCounts(again.bins().orElseThrow());
    }

    private static FeatureComparison compare(FeatureBaseline baseline, double[] values, SketchConfig config) {
        FeatureSketch window = baseline.newSketch(config);
        Arrays.stream(values).forEach(window::updateNumber);
        return FeatureComparator.compare(baseline, window, values.length);
    }
}
