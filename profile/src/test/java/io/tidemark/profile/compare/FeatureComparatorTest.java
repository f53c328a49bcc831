package io.tidemark.profile.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The cases where something is missing, constant, empty or of another type: each is defined. */
class FeatureComparatorTest {
    private static final SketchConfig WINDOW = SketchConfig.window();
    private static final SketchConfig SMALL = new SketchConfig(256, 50, 4096, 40);

    @Test
    void shouldCountBothSidesFates() {
        FeatureBaseline baseline = numeric(sketch -> {
            fill(sketch, 1000, 0);
            sketch.updateNull();
            sketch.updateNumber(Double.NaN);
        });
        FeatureComparison comparison = compare(baseline, 510, sketch -> {
            fill(sketch, 450, 900);
            sketch.updateNull();
            sketch.updateText("n/a");
            sketch.updateNumber(Double.POSITIVE_INFINITY);
        });

        assertThat(comparison.baseline().rows()).isEqualTo(1002);
        assertThat(comparison.baseline().missing()).isEqualTo(2);
        assertThat(comparison.baseline().invalid()).isZero();
        SideSummary now = comparison.current();
        assertThat(now.rows()).isEqualTo(510);
        assertThat(now.values()).isEqualTo(450);
        assertThat(now.invalid()).isEqualTo(2);
        assertThat(now.missing()).isEqualTo(58);
        assertThat(now.outOfRange()).isEqualTo(350);
        assertThat(now.outOfRangeRate()).isEqualTo(350 / 450.0);
        assertThat(comparison.value(Statistic.MISSING_RATE)).hasValueCloseTo(58 / 510.0 - 2 / 1002.0, within(1e-12));
        assertThat(comparison.value(Statistic.INVALID_RATE)).hasValueCloseTo(2 / 452.0, within(1e-12));
        assertThat(comparison.value(Statistic.OUT_OF_RANGE_RATE)).hasValueCloseTo(350 / 450.0, within(1e-12));
        assertThat(comparison.value(Statistic.TOTAL_VARIATION)).isEmpty();
        assertThat(comparison.value(Statistic.UNSEEN_RATE)).isEmpty();
        assertThat(comparison.bins()).hasSize(10);
        assertThat(comparison.bins().stream().mapToDouble(BinShare::current).sum())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void shouldSayThatANumericFeatureTurnedToText() {
        FeatureComparison comparison = compare(numeric(sketch -> fill(sketch, 1000, 0)), 500, sketch -> {
            for (int i = 0; i < 500; i++) {
                sketch.updateText("7");
            }
        });

        assertThat(comparison.current().invalidRate()).isEqualTo(1);
        assertThat(comparison.current().numbers()).isEmpty();
        assertThat(comparison.measurements()).containsOnlyKeys(Statistic.MISSING_RATE, Statistic.INVALID_RATE);
        assertThat(comparison.pValue(Statistic.INVALID_RATE).orElseThrow()).isLessThan(1e-100);
    }

    @Test
    void shouldStandAnEmptyWindow() {
        FeatureComparison comparison = compare(numeric(sketch -> fill(sketch, 1000, 0)), 0, sketch -> {});

        assertThat(comparison.measurements()).isEmpty();
        assertThat(comparison.current().missingRate()).isZero();
        assertThat(comparison.bins()).allMatch(bin -> bin.current() == 0 && bin.baseline() == 0.1);
    }

    @Test
    void shouldStandAnEmptyBaseline() {
        FeatureBaseline baseline = FeatureBaseline.of("x", 0, new FeatureSketch(WINDOW, KindHint.AUTO));
        FeatureComparison comparison = compare(baseline, 500, sketch -> fill(sketch, 500, 0));

        assertThat(comparison.measurements()).isEmpty();
    }

    @Test
    void shouldJudgeOnlyMissingRowsOfAnAllNullBaseline() {
        FeatureBaseline baseline = FeatureBaseline.of("x", 800, new FeatureSketch(WINDOW, KindHint.AUTO));
        FeatureComparison comparison = compare(baseline, 500, sketch -> fill(sketch, 500, 0));

        assertThat(comparison.measurements()).containsOnlyKeys(Statistic.MISSING_RATE);
        assertThat(comparison.value(Statistic.MISSING_RATE)).hasValue(-1);
    }

    @Test
    void shouldHaveNoWassersteinDistanceFromAConstant() {
        FeatureBaseline baseline = numeric(sketch -> {
            for (int i = 0; i < 1000; i++) {
                sketch.updateNumber(0.1);
            }
        });
        FeatureComparison same = compare(baseline, 300, sketch -> {
            for (int i = 0; i < 300; i++) {
                sketch.updateNumber(0.1);
            }
        });
        FeatureComparison moved = compare(baseline, 300, sketch -> {
            for (int i = 0; i < 300; i++) {
                sketch.updateNumber(0.2);
            }
        });

        assertThat(same.value(Statistic.WASSERSTEIN)).isEmpty();
        assertThat(same.value(Statistic.POPULATION_STABILITY_INDEX)).hasValue(0);
        assertThat(same.value(Statistic.KOLMOGOROV_SMIRNOV)).hasValue(0);
        assertThat(moved.value(Statistic.WASSERSTEIN)).isEmpty();
        assertThat(moved.value(Statistic.KOLMOGOROV_SMIRNOV)).hasValue(1);
        assertThat(moved.value(Statistic.JENSEN_SHANNON)).hasValueCloseTo(1.0, within(1e-12));
        assertThat(moved.value(Statistic.OUT_OF_RANGE_RATE)).hasValue(1);
    }

    @Test
    void shouldSeeACategorySetThatChangedEntirely() {
        FeatureBaseline baseline = categorical("a", "b", "b");
        FeatureComparison comparison = compare(baseline, 300, sketch -> {
            for (int i = 0; i < 300; i++) {
                sketch.updateText(i % 3 == 0 ? "x" : "y");
            }
        });

        assertThat(comparison.value(Statistic.JENSEN_SHANNON)).hasValueCloseTo(1.0, within(1e-12));
        assertThat(comparison.value(Statistic.TOTAL_VARIATION)).hasValueCloseTo(1.0, within(1e-12));
        assertThat(comparison.value(Statistic.UNSEEN_RATE)).hasValue(1);
        assertThat(comparison.largestUnseen()).contains(new CategoryCount("y", 200));
        assertThat(comparison.current().distinct()).hasValue(2);
    }

    /** "Aa" and "BB" have the same hash in Java, so maps keep them in the order in which they came. */
    @Test
    void shouldNotDependOnTheOrderOfRowsWhereRareBinsArePooled() {
        Map<DistributionTest, Double> tests = pooling("Aa", "BB").tests();

        assertThat(pooling("BB", "Aa").tests()).isEqualTo(tests);
        assertThat(tests).containsKey(DistributionTest.SHAPE);
    }

    /** Two categories with 400 rows of both sides each, and one that is too rare for a bin of its own. */
    private static FeatureComparison pooling(String first, String second) {
        FeatureSketch before = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        before.updateText(first);
        before.updateText(second);
        add(before, "Aa", 309);
        add(before, "BB", 289);
        return compare(FeatureBaseline.of("c", 600, before), 203, window -> {
            add(window, "Aa", 90);
            add(window, "BB", 110);
            add(window, "rare", 3);
        });
    }

    private static void add(FeatureSketch sketch, String category, int rows) {
        for (int i = 0; i < rows; i++) {
            sketch.updateText(category);
        }
    }

    @Test
    void shouldTellUnseenOnesThoughTheBaselineForgotSome() {
        FeatureBaseline baseline = forgetful(new FeatureSketch(SMALL, KindHint.CATEGORICAL));
        FeatureComparison comparison = compare(baseline, 400, window -> {
            for (int i = 0; i < 400; i++) {
                window.updateText(i % 4 == 0 ? "hub" : "new" + i);
            }
        });

        // Half of the baseline's values are the only ones of their category.
        assertThat(comparison.baseline().unseenRate()).isCloseTo(0.5, within(0.005));
        assertThat(comparison.current().unseenRate()).isEqualTo(0.75);
        assertThat(comparison.value(Statistic.UNSEEN_RATE)).hasValueCloseTo(0.25, within(0.005));
        assertThat(comparison.value(Statistic.TOTAL_VARIATION)).hasValueCloseTo(0.25, within(0.005));
        assertThat(comparison.largestUnseen().orElseThrow().category()).startsWith("new");
    }

    @Test
    void shouldNotTellUnseenOnesWhereTheBaselineDoesNotRememberThem() {
        FeatureSketch sketch = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        sketch.bind(CategoricalBinning.of(List.of("hub"), true, 10));
        FeatureBaseline baseline = forgetful(sketch);
        FeatureComparison comparison = compare(baseline, 400, window -> {
            for (int i = 0; i < 400; i++) {
                window.updateText(i % 2 == 0 ? "hub" : "new" + i);
            }
        });

        assertThat(comparison.value(Statistic.UNSEEN_RATE)).isEmpty();
        assertThat(comparison.value(Statistic.DISTINCT)).isEmpty();
        assertThat(comparison.value(Statistic.TOTAL_VARIATION).orElseThrow()).isLessThan(0.05);
        assertThat(comparison.largestUnseen()).isEmpty();
    }

    private static FeatureBaseline forgetful(FeatureSketch sketch) {
        for (int i = 0; i < 5000; i++) {
            sketch.updateText(i % 2 == 0 ? "hub" : "c" + i);
        }
        return FeatureBaseline.of("c", 5000, sketch);
    }

    @Test
    void shouldTakeCategoriesThatAWindowForgotForUnseen() {
        FeatureBaseline baseline = categorical("a", "b");
        FeatureSketch forgetful = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        for (int i = 0; i < 2000; i++) {
            forgetful.updateText(i % 2 == 0 ? "a" : "new" + i);
        }
        SideSummary now = FeatureComparator.compare(baseline, forgetful, 2000).current();

        assertThat(forgetful.categories().orElseThrow().isExact()).isFalse();
        assertThat(now.values()).isEqualTo(2000);
        assertThat(now.unseen())
                .isBetween(1000L, 1000 + forgetful.categories().orElseThrow().error());
    }

    @Test
    void shouldFallBackToRanksWhereBinsWereNotCounted() {
        FeatureBaseline baseline = numeric(sketch -> fill(sketch, 1000, 0));
        FeatureSketch unbound = new FeatureSketch(WINDOW, KindHint.NUMERIC);
        FeatureSketch bound = baseline.newSketch(WINDOW);
        fill(unbound, 900, 300);
        fill(bound, 900, 300);

        assertThat(FeatureComparator.compare(baseline, unbound, 900))
                .isEqualTo(FeatureComparator.compare(baseline, bound, 900));
    }

    @Test
    void shouldStandNumbersAtTheEndOfTheirRange() {
        FeatureBaseline baseline = numeric(sketch -> {
            for (int i = 0; i < 1000; i++) {
                sketch.updateNumber(i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
            }
        });
        FeatureComparison comparison = compare(baseline, 300, sketch -> fill(sketch, 300, 0));

        assertThat(comparison.value(Statistic.WASSERSTEIN)).isEmpty();
        assertThat(comparison.value(Statistic.KOLMOGOROV_SMIRNOV)).hasValueCloseTo(0.5, within(1e-12));
    }

    @Test
    void shouldNotLoseRowsWhenAFeatureIsNamedTwice() {
        FeatureComparison comparison =
                compare(numeric(sketch -> fill(sketch, 1000, 0)), 5, sketch -> fill(sketch, 9, 0));

        assertThat(comparison.current().rows()).isEqualTo(9);
        assertThat(comparison.current().missing()).isZero();
    }

    private static FeatureBaseline numeric(Consumer<FeatureSketch> rows) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        rows.accept(sketch);
        return FeatureBaseline.of("x", sketch.present() + sketch.nulls() + sketch.nans(), sketch);
    }

    private static FeatureBaseline categorical(String... rows) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        for (int i = 0; i < 300; i++) {
            Arrays.stream(rows).forEach(sketch::updateText);
        }
        return FeatureBaseline.of("c", FeatureKind.CATEGORICAL, sketch.present(), sketch, 1000);
    }

    private static FeatureComparison compare(FeatureBaseline baseline, long rows, Consumer<FeatureSketch> values) {
        FeatureSketch window = baseline.newSketch(WINDOW);
        values.accept(window);
        return FeatureComparator.compare(baseline, window, rows);
    }

    /** The numbers from {@code from} on, one by one. */
    private static void fill(FeatureSketch sketch, int rows, int from) {
        for (int i = 0; i < rows; i++) {
            sketch.updateNumber(from + i);
        }
    }
}
