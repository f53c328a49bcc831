package io.tidemark.profile.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowedCounterTest {
    private static final int WINDOWS = 60;
    private static final int ROWS = 400;

    /** The level of each window of values is normal with a variance of 0.25, that of values within it is 1: ρ = 0.2. */
    private static double[] levels(Random random) {
        return random.doubles(WINDOWS, 0, 1)
                .map(_ -> 0.5 * random.nextGaussian())
                .toArray();
    }

    private static Baseline baseline(double[] levels, long seed) {
        Random random = new Random(seed);
        double[][] values = new double[WINDOWS][];
        FeatureSketch all = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        for (int window = 0; window < WINDOWS; window++) {
            double level = levels[window];
            values[window] =
                    random.doubles(ROWS).map(_ -> level + random.nextGaussian()).toArray();
            for (double value : values[window]) {
                all.updateNumber(value);
            }
        }
        FeatureBaseline feature = FeatureBaseline.of("x", WINDOWS * ROWS, all);
        Baseline baseline = Baseline.of(WINDOWS * ROWS, Map.of("x", feature), false, "test", Instant.EPOCH);
        WindowedCounter counter = new WindowedCounter(baseline);
        for (int window = 0; window < WINDOWS; window++) {
            WindowedCounter.Window counted = counter.window(window).orElseThrow();
            for (double value : values[window]) {
                counted.values().getFirst().updateNumber(value);
                counted.endRow();
            }
        }
        return counter.learned(JointSketch.over(baseline.jointLayout()));
    }

    private static FeatureComparison compare(FeatureBaseline feature, double level, Random random) {
        FeatureSketch window = feature.newSketch(SketchConfig.window());
        for (int i = 0; i < ROWS; i++) {
            window.updateNumber(level + random.nextGaussian());
        }
        return FeatureComparator.compare(feature, window, ROWS);
    }

    /** Windows without a value say nothing of how values vary. */
    @Test
    void shouldLearnFromTheWindowsThatHaveValues() {
        Random random = new Random(4);
        FeatureSketch all = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        IntStream.range(0, 8 * ROWS).forEach(_ -> all.updateNumber(random.nextGaussian()));
        FeatureBaseline feature = FeatureBaseline.of("x", WINDOWS * ROWS, all);
        Baseline baseline = Baseline.of(WINDOWS * ROWS, Map.of("x", feature), false, "test", Instant.EPOCH);
        WindowedCounter counter = new WindowedCounter(baseline);
        for (int window = 0; window < WINDOWS; window++) {
            WindowedCounter.Window counted = counter.window(window).orElseThrow();
            for (int row = 0; row < ROWS; row++) {
                if (window < 8) {
                    counted.values().getFirst().updateNumber(random.nextGaussian());
                }
                counted.endRow();
            }
        }

        FeatureBaseline learned = counter.learned(JointSketch.over(baseline.jointLayout()))
                .feature("x")
                .orElseThrow();
        assertThat(learned.variation().windows()).isEqualTo(8);
        assertThat(learned.variation().of(Aspect.MISSING)).isGreaterThan(0.9);
    }

    /** Of 500 windows, all categories of each would be gigabytes. */
    @Test
    void shouldKeepFewOfEachWindowsCategories() {
        FeatureSketch all = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        IntStream.range(0, 3000).forEach(i -> all.updateText("user" + i));
        FeatureBaseline feature = FeatureBaseline.of("user", 3000, all);
        Baseline baseline = Baseline.of(3000, Map.of("user", feature), false, "test", Instant.EPOCH);
        FeatureSketch window =
                new WindowedCounter(baseline).window(0).orElseThrow().values().getFirst();
        IntStream.range(0, 3000).forEach(i -> window.updateText("user" + i));

        assertThat(window.categories().orElseThrow().names()).hasSizeLessThan(100);
        assertThat(feature.count(window)).isEqualTo(feature.cellCounts());
    }

    private static boolean drifted(FeatureComparison comparison) {
        FeatureCandidate candidate = new FeatureCandidate(comparison, Thresholds.defaults(), DriftKind.FEATURE);
        return DriftDecision.decide(List.of(candidate), 0.006)
                .getFirst()
                .severity()
                .isDrift();
    }

    @Test
    void shouldLearnHowMuchWindowsVary() {
        FeatureBaseline feature =
                baseline(levels(new Random(1)), 2).feature("x").orElseThrow();

        // An estimate of 60 windows is within 0.2·√(2/59)·2 of the truth 19 times of 20.
        assertThat(feature.variation().of(Aspect.LOCATION)).isBetween(0.12, 0.28);
        assertThat(feature.variation().windows()).isEqualTo(WINDOWS);
        assertThat(FeatureBaseline.fromBytes(feature.toBytes()).variation()).isEqualTo(feature.variation());
    }

    @Test
    void shouldFindHardlyAnyVariationInIndependentRows() {
        FeatureBaseline feature = baseline(new double[WINDOWS], 3).feature("x").orElseThrow();

        assertThat(feature.variation().of(Aspect.LOCATION)).isLessThan(0.002);
        assertThat(feature.variation().of(Aspect.SHAPE)).isLessThan(0.001);
    }

    @Test
    void shouldStayQuietOverWindowsThatVaryAsTheBaselinesDo() {
        Random random = new Random(5);
        FeatureBaseline knowing = baseline(levels(random), 6).feature("x").orElseThrow();
        FeatureBaseline ignorant = FeatureBaseline.of("x", knowing.rows(), knowing.sketch());
        double[] levels = levels(random);

        long alarms = IntStream.range(0, WINDOWS)
                .filter(i -> drifted(compare(knowing, levels[i], random)))
                .count();
        long withoutKnowing = IntStream.range(0, WINDOWS)
                .filter(i -> drifted(compare(ignorant, levels[i], random)))
                .count();
        assertThat(alarms).isLessThanOrEqualTo(2);
        assertThat(withoutKnowing).isGreaterThan(40);
    }

    @Test
    void shouldStillFindAWindowFarFromAllOthers() {
        FeatureBaseline knowing =
                baseline(levels(new Random(1)), 2).feature("x").orElseThrow();

        assertThat(drifted(compare(knowing, 3, new Random(8)))).isTrue();
    }

    @Test
    void shouldTakeRowsAtFaceValueWhereThereAreTooFewWindows() {
        Baseline baseline = Baseline.of(
                0,
                Map.of("x", FeatureBaseline.of("x", 0, new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC))),
                false,
                "test",
                Instant.EPOCH);

        assertThat(new WindowedCounter(baseline)
                        .learned(JointSketch.over(baseline.jointLayout()))
                        .feature("x")
                        .orElseThrow()
                        .variation()
                        .correlations())
                .isEmpty();
    }
}
