package io.tidemark.profile.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.decision.DriftDecision;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.FeatureCandidate;
import io.tidemark.profile.decision.Finding;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Features of 100,000 categories: baselines of 300,000 rows of Zipf's law with exponent 1.1. */
class ManyCategoriesTest {
    private static final int ROWS = 300_000;

    /** Over 20 baselines with 50 windows of the same law each. */
    @ParameterizedTest
    @ValueSource(ints = {1000, 10_000})
    void shouldStayQuietWithoutDrift(int rows) {
        Zipf zipf = new Zipf(100_000, 1.1, rows);
        List<FeatureComparison> windows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FeatureBaseline baseline = baseline(ROWS, zipf::next);
            for (int j = 0; j < 50; j++) {
                windows.add(compare(baseline, rows, zipf::next));
            }
        }

        for (Statistic statistic : List.of(Statistic.UNSEEN_RATE, Statistic.DISTINCT)) {
            assertThat(share(windows, statistic, 0.05)).isLessThan(0.07);
            assertThat(share(windows, statistic, 1e-3)).isLessThanOrEqualTo(0.004);
        }
        assertThat(windows.stream().filter(window -> decide(window).severity() != Severity.NONE))
                .hasSizeLessThanOrEqualTo((int) (0.02 * windows.size()));
    }

    private static double share(List<FeatureComparison> windows, Statistic statistic, double level) {
        double below = windows.stream()
                .filter(window -> window.pValue(statistic).orElseThrow() < level)
                .count();
        return below / windows.size();
    }

    /** Good's estimate of a baseline that forgot most of its categories is that of all its counts. */
    @Test
    void shouldExpectAsManyUnseenAsThereAre() {
        Zipf zipf = new Zipf(100_000, 1.1, 3);
        long[] counts = new long[100_000];
        FeatureBaseline baseline = baseline(ROWS, () -> {
            int category = zipf.category();
            counts[category]++;
            return "id-" + category;
        });
        double mass = 0;
        for (int category = 0; category < counts.length; category++) {
            mass += counts[category] == 0 ? zipf.probability(category) : 0;
        }

        assertThat(baseline.sketch().categories().orElseThrow().isExact()).isFalse();
        assertThat(baseline.expectedUnseen().orElseThrow().rate()).isCloseTo(mass, within(0.005));
        assertThat(baseline.toBytes()).hasSizeLessThan(800_000);
    }

    @Test
    void shouldFindNewCategories() {
        Zipf zipf = new Zipf(100_000, 1.1, 4);
        FeatureBaseline baseline =
                FeatureBaseline.fromBytes(baseline(ROWS, zipf::next).toBytes());
        for (int repeat = 0; repeat < 20; repeat++) {
            Measurement one = unseen(baseline, zipf, 50_000, 0.01);
            Measurement five = unseen(baseline, zipf, 10_000, 0.05);
            Measurement fewRows = unseen(baseline, zipf, 1000, 0.05);

            assertThat(one.value()).isCloseTo(0.01, within(0.006));
            assertThat(one.pValue()).isLessThan(1e-4);
            assertThat(five.value()).isCloseTo(0.05, within(0.014));
            assertThat(five.pValue()).isLessThan(1e-20);
            assertThat(fewRows.pValue()).isLessThan(0.05);
        }
    }

    /** A stream of ids that is as long as it likes: collapses, explosions and everything between give numbers. */
    @Test
    void shouldFindAChangeOfHowManyThereAre() {
        Zipf zipf = new Zipf(100_000, 1.1, 5);
        FeatureBaseline baseline = baseline(ROWS, zipf::next);
        int[] row = {0};

        FeatureComparison few = compare(baseline, 10_000, () -> "id-" + zipf.category() % 200);
        FeatureComparison one = compare(baseline, 10_000, () -> "id-7");
        FeatureComparison fresh = compare(baseline, 10_000, () -> "session-" + row[0]++);

        assertThat(decide(few).severity()).isEqualTo(Severity.MAJOR);
        assertThat(decide(few).findings()).extracting(Finding::statistic).contains(Statistic.DISTINCT);
        assertThat(decide(fresh).severity()).isEqualTo(Severity.MAJOR);
        assertThat(decide(fresh).kind()).isEqualTo(DriftKind.DATA_QUALITY);
        assertThat(decide(fresh).findings()).extracting(Finding::statistic).contains(Statistic.UNSEEN_RATE);
        assertThat(few.value(Statistic.DISTINCT).orElseThrow()).isLessThan(-0.9);
        assertThat(few.pValue(Statistic.DISTINCT).orElseThrow()).isLessThan(1e-20);
        assertThat(few.value(Statistic.UNSEEN_RATE)).hasValue(0);
        assertThat(one.value(Statistic.DISTINCT).orElseThrow()).isCloseTo(-1, within(1e-3));
        assertThat(one.pValue(Statistic.DISTINCT).orElseThrow()).isLessThan(1e-20);
        assertThat(one.value(Statistic.TOTAL_VARIATION).orElseThrow()).isGreaterThan(0.9);
        assertThat(fresh.current().unseenRate()).isGreaterThan(0.999);
        assertThat(fresh.value(Statistic.UNSEEN_RATE).orElseThrow()).isGreaterThan(0.9);
        assertThat(fresh.value(Statistic.DISTINCT).orElseThrow()).isGreaterThan(1);
        assertThat(fresh.pValue(Statistic.DISTINCT).orElseThrow()).isLessThan(1e-20);
        assertThat(fresh.largestUnseen().orElseThrow().category()).startsWith("session-");
    }

    @Test
    void shouldStandAMillionCategoriesInOneWindow() {
        Zipf zipf = new Zipf(100_000, 1.1, 6);
        FeatureBaseline baseline = baseline(ROWS, zipf::next);
        int[] row = {0};
        FeatureComparison comparison = compare(baseline, 1_000_000, () -> "session-" + row[0]++);

        assertThat(comparison.current().unseenRate()).isGreaterThan(0.999);
        assertThat(comparison.current().distinct().orElseThrow()).isCloseTo(1e6, within(7e4));
        assertThat(comparison.value(Statistic.DISTINCT).orElseThrow()).isGreaterThan(5);
    }

    @Test
    void shouldStandIdsThatNeverRepeat() {
        int[] row = {0};
        FeatureBaseline baseline = baseline(ROWS, () -> "event-" + row[0]++);
        FeatureComparison comparison = compare(baseline, 10_000, () -> "event-" + row[0]++);

        assertThat(comparison.baseline().unseenRate()).isCloseTo(1, within(0.01));
        assertThat(comparison.pValue(Statistic.UNSEEN_RATE).orElseThrow()).isGreaterThan(1e-3);
        assertThat(comparison.value(Statistic.DISTINCT).orElseThrow()).isCloseTo(0, within(0.02));
        assertThat(comparison.pValue(Statistic.DISTINCT).orElseThrow()).isGreaterThan(1e-3);
    }

    @Test
    void shouldStandLongTextsAndNoneAtAll() {
        int[] row = {0};
        String stem = "✈".repeat(250);
        FeatureBaseline longTexts = baseline(20_000, () -> stem + row[0]++ % 15_000);
        FeatureSketch nulls = longTexts.newSketch(SketchConfig.window());
        for (int i = 0; i < 1000; i++) {
            nulls.updateNull();
        }
        FeatureComparison same = compare(longTexts, 1000, () -> stem + row[0]++ % 15_000);
        FeatureComparison missing = FeatureComparator.compare(longTexts, nulls, 1000);
        FeatureBaseline nothing =
                FeatureBaseline.of("id", FeatureKind.CATEGORICAL, 1000, nulls, FeatureBaseline.MAX_CATEGORY_BINS);
        FeatureComparison first = compare(nothing, 1000, () -> "x");

        assertThat(longTexts.toBytes()).hasSizeLessThan(900_000);
        assertThat(same.pValue(Statistic.UNSEEN_RATE)).hasValue(1);
        assertThat(same.current().oversized()).isZero();
        assertThat(missing.value(Statistic.MISSING_RATE)).hasValue(1);
        assertThat(missing.measurements()).doesNotContainKeys(Statistic.UNSEEN_RATE, Statistic.DISTINCT);
        assertThat(first.measurements()).doesNotContainKeys(Statistic.UNSEEN_RATE, Statistic.DISTINCT);
    }

    private static Verdict decide(FeatureComparison comparison) {
        return DriftDecision.decide(
                        List.of(new FeatureCandidate(comparison, Thresholds.defaults(), DriftKind.FEATURE)), 0.01)
                .getFirst();
    }

    private static Measurement unseen(FeatureBaseline baseline, Zipf zipf, int rows, double share) {
        int[] row = {0};
        return compare(baseline, rows, () -> row[0]++ < share * rows ? "new-" + row[0] % 97 : zipf.next())
                .measurement(Statistic.UNSEEN_RATE)
                .orElseThrow();
    }

    private static FeatureBaseline baseline(int rows, Supplier<String> categories) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        for (int i = 0; i < rows; i++) {
            sketch.updateText(categories.get());
        }
        return FeatureBaseline.of("id", rows, sketch);
    }

    private static FeatureComparison compare(FeatureBaseline baseline, int rows, Supplier<String> categories) {
        FeatureSketch window = baseline.newSketch(SketchConfig.window());
        for (int i = 0; i < rows; i++) {
            window.updateText(categories.get());
        }
        return FeatureComparator.compare(baseline, window, rows);
    }
}
