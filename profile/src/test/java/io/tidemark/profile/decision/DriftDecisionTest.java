package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.compare.FeatureComparison;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class DriftDecisionTest {
    private static final Thresholds DEFAULTS = Thresholds.defaults();
    /** So low that the few windows of a test give no false alarm. */
    private static final double LEVEL = 1e-4;

    @Test
    void shouldSayInOneSentenceWhereToANumberMoved() {
        Verdict verdict = decideNumbers(
                (random, sketch) -> sketch.updateNumber(2 + random.nextGaussian()),
                (random, sketch) -> sketch.updateNumber(2.5 + random.nextGaussian()));

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.FEATURE);
        assertThat(verdict.reason())
                .matches("origin_delay moved up: median (2|1\\.9\\d|2\\.0\\d) → 2\\.[45]\\d?,"
                        + " normalised Wasserstein distance 0\\.(4|5)\\d* \\(threshold 0\\.25\\)");
        assertThat(verdict.findings()).extracting(Finding::statistic).contains(Statistic.WASSERSTEIN);
    }

    @Test
    void shouldCallAChangeOfUnitAMatterOfDataQuality() {
        Verdict verdict = decideNumbers(
                (random, sketch) -> sketch.updateNumber(10 + 3 * random.nextGaussian()),
                (random, sketch) -> sketch.updateNumber(60 * (10 + 3 * random.nextGaussian())));

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.DATA_QUALITY);
        assertThat(verdict.reason())
                .containsPattern("origin_delay moved up: median (10|9\\.9\\d) → 60\\d")
                .containsPattern(
                        "(100|9\\d(\\.\\d)?) % of the values of origin_delay lie outside of the baseline's range of");
    }

    @Test
    void shouldNameTheCategoryThatIsNew() {
        Verdict verdict = decideCategories(
                (random, sketch) -> sketch.updateText(random.nextInt(20) == 0 ? "ORD" : "C" + random.nextInt(9)),
                (random, sketch) -> sketch.updateText(random.nextInt(20) == 0 ? "KORD" : "C" + random.nextInt(9)));

        assertThat(verdict.severity().isDrift()).isTrue();
        assertThat(verdict.kind()).isEqualTo(DriftKind.DATA_QUALITY);
        assertThat(verdict.reason())
                .containsPattern("'KORD' was never seen in the baseline and makes up (4|5)(\\.\\d)? % of origin");
    }

    @Test
    void shouldNameTheCategoryWhoseShareChangedMost() {
        Verdict verdict = decideCategories(
                (random, sketch) -> sketch.updateText(random.nextInt(10) < 2 ? "ORD" : "DFW"),
                (random, sketch) -> sketch.updateText(random.nextInt(10) < 6 ? "ORD" : "DFW"));

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.FEATURE);
        assertThat(verdict.reason()).startsWith("origin has another mix: '").contains(" % → ");
    }

    @Test
    void shouldSayHowManyRowsAreMissing() {
        Verdict verdict =
                decideNumbers((random, sketch) -> sketch.updateNumber(random.nextGaussian()), (random, sketch) -> {
                    if (random.nextInt(20) == 0) {
                        sketch.updateNull();
                    } else {
                        sketch.updateNumber(random.nextGaussian());
                    }
                });

        assertThat(verdict.severity()).isEqualTo(Severity.MINOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.DATA_QUALITY);
        assertThat(verdict.reason())
                .matches("origin_delay is missing in [456](\\.\\d)? % of 2,000 rows \\(baseline 0 %\\)");
    }

    @Test
    void shouldSayThatTypesAreWrong() {
        Verdict verdict = decideNumbers(
                (random, sketch) -> sketch.updateNumber(random.nextGaussian()),
                (random, sketch) -> sketch.updateText("late"));

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.reason())
                .isEqualTo("100 % of the values of origin_delay are of a wrong type or infinite (baseline 0 %)");
    }

    @Test
    void shouldSayThatAFeatureSpreadOut() {
        Verdict verdict = decideNumbers(
                (random, sketch) -> sketch.updateNumber(random.nextGaussian()),
                (random, sketch) -> sketch.updateNumber(2 * random.nextGaussian()));

        assertThat(verdict.reason()).contains("origin_delay spread out: standard deviation ");
    }

    @Test
    void shouldSayThatAConstantChanged() {
        Verdict all = decideNumbers((_, sketch) -> sketch.updateNumber(5), (_, sketch) -> sketch.updateNumber(7));
        Verdict some = decideNumbers(
                (_, sketch) -> sketch.updateNumber(5),
                (random, sketch) -> sketch.updateNumber(random.nextInt(4) == 0 ? 6 : 5));

        assertThat(all.reason())
                .isEqualTo("origin_delay moved up: median 5 → 7, population stability index 18.4 (threshold 0.2);"
                        + " 100 % of the values of origin_delay differ from the one that all of the baseline's are: 5");
        assertThat(some.severity()).isEqualTo(Severity.MAJOR);
        assertThat(some.reason()).startsWith("origin_delay spread out: standard deviation 0 → 0.4");
    }

    @Test
    void shouldSayWhatChangedOfNumbersWhoseDeviationOverflows() {
        Verdict moved = decideNumbers(
                (random, sketch) -> sketch.updateNumber(1e300 * (1 + random.nextDouble())),
                (random, sketch) -> sketch.updateNumber(-1e300 * (1 + random.nextDouble())));
        Verdict frozen = decideNumbers(
                (random, sketch) -> sketch.updateNumber((random.nextBoolean() ? 1e308 : -1e308) * random.nextDouble()),
                (_, sketch) -> sketch.updateNumber(Double.MAX_VALUE));

        assertThat(moved.reason())
                .matches("origin_delay moved down: median 1\\.5\\d?E300 → -1\\.(5|4\\d)\\d?E300, .*")
                .contains("100 % of the values of origin_delay lie outside of the baseline's range of 1E300 to 2E300")
                .doesNotContain("thousandth");
        assertThat(frozen.severity()).isEqualTo(Severity.MAJOR);
        assertThat(moved.reason() + frozen.reason()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void shouldNotCutACharacterOfALongCategoryInHalf() {
        String category = "x".repeat(39) + "\uD83D\uDE00 and more";
        Verdict verdict = decideCategories(
                (random, sketch) -> sketch.updateText("C" + random.nextInt(9)),
                (random, sketch) -> sketch.updateText(random.nextInt(20) == 0 ? category : "C" + random.nextInt(9)));

        assertThat(verdict.reason()).contains("'" + "x".repeat(39) + "…'");
    }

    @Test
    void shouldSayThatAllCategoriesAreNew() {
        Verdict verdict = decideCategories(
                (random, sketch) -> sketch.updateText("a" + random.nextInt(3)),
                (random, sketch) -> sketch.updateText("b" + random.nextInt(3)));

        assertThat(verdict.reason())
                .startsWith("origin has another mix: categories never seen before 0 % → 100 %")
                .contains("categories never seen in the baseline make up 100 % of origin, the largest is 'b");
    }

    /** Of few values each has bins of its own, and no window's rows lie exactly there. */
    @Test
    void shouldNotJudgeBesideAHandfulOfValues() {
        for (int values = 1; values < 10; values++) {
            Random random = new Random(values);
            FeatureSketch before = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
            for (int i = 0; i < values; i++) {
                before.updateNumber(random.nextGaussian());
            }
            FeatureBaseline baseline = FeatureBaseline.of("x", values, before);
            FeatureSketch window = baseline.newSketch(SketchConfig.window());
            for (int i = 0; i < 600; i++) {
                window.updateNumber(random.nextGaussian());
            }
            FeatureComparison comparison = FeatureComparator.compare(baseline, window, 600);
            Thresholds fromOneRow = new Thresholds(1, DEFAULTS.levels());

            FeatureCandidate candidate = new FeatureCandidate(comparison, fromOneRow, DriftKind.FEATURE);

            assertThat(candidate.pValues())
                    .as("only the range of %d values", values)
                    .hasSize(1);
            assertThat(DriftDecision.decide(List.of(candidate), 0.01).getFirst().findings())
                    .isEmpty();
        }
    }

    @Test
    void shouldStayQuietWithoutDrift() {
        for (int seed = 0; seed < 50; seed++) {
            Verdict verdict = decide(
                    seed,
                    FeatureKind.NUMERIC,
                    200,
                    (random, sketch) -> sketch.updateNumber(Math.exp(random.nextGaussian())),
                    (random, sketch) -> sketch.updateNumber(Math.exp(random.nextGaussian())));
            assertThat(verdict.severity()).as(verdict.reason()).isEqualTo(Severity.NONE);
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.reason())
                    .startsWith("no drift of origin_delay in 200 rows: ")
                    .contains("that noise explains");
        }
    }

    @Test
    void shouldNotCallRareCategoriesNewsWhereNewOnesAreToBeExpected() {
        for (int seed = 0; seed < 50; seed++) {
            Verdict verdict = decide(
                    seed,
                    FeatureKind.CATEGORICAL,
                    500,
                    (random, sketch) -> sketch.updateText("c" + (int) (50_000 * Math.pow(random.nextDouble(), 3))),
                    (random, sketch) -> sketch.updateText("c" + (int) (50_000 * Math.pow(random.nextDouble(), 3))));
            assertThat(verdict.severity()).as(verdict.reason()).isEqualTo(Severity.NONE);
        }
        Verdict more = decide(
                1,
                FeatureKind.CATEGORICAL,
                500,
                (random, sketch) -> sketch.updateText("c" + (int) (50_000 * Math.pow(random.nextDouble(), 3))),
                (random, sketch) -> sketch.updateText("c" + (int) (500_000 * Math.pow(random.nextDouble(), 3))));
        assertThat(more.severity()).isEqualTo(Severity.MAJOR);
        // Σ p(1 − p)^10,000 over the old categories, and the same with the new ones' p outside of the power, by numpy:
        // 0.619, 0.823.
        assertThat(more.reason())
                .containsPattern(
                        "categories never seen in the baseline make up 8[0-5](\\.\\d)? % of origin \\(expected 6[0-3](\\.\\d)? %\\)");
    }

    @Test
    void shouldNotCallTheSameRowsDriftWhereEachHasACategoryOfItsOwn() {
        Verdict verdict = decideIds(0);

        assertThat(verdict.severity()).as(verdict.reason()).isEqualTo(Severity.NONE);
    }

    @Test
    void shouldSayThatAChangeBeyondItsThresholdIsNotSignificant() {
        Verdict verdict = decideIds(1000);

        assertThat(verdict.severity()).as(verdict.reason()).isEqualTo(Severity.NONE);
        assertThat(verdict.reason()).endsWith(" that noise explains; not sure among all that was asked, p = 1)");
    }

    /** The verdict on 1,000 ids, compared with those from 0 to 999. */
    private static Verdict decideIds(int first) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        for (int i = 0; i < 1000; i++) {
            sketch.updateText("id" + i);
        }
        FeatureBaseline baseline = FeatureBaseline.of("id", 1000, sketch);
        FeatureSketch window = baseline.newSketch(SketchConfig.window());
        for (int i = first; i < first + 1000; i++) {
            window.updateText("id" + i);
        }
        return decide(FeatureComparator.compare(baseline, window, 1000), DEFAULTS);
    }

    @Test
    void shouldNotGuessFromFewRows() {
        Verdict verdict = decide(
                1,
                FeatureKind.NUMERIC,
                37,
                (random, sketch) -> sketch.updateNumber(random.nextGaussian()),
                (random, sketch) -> sketch.updateNumber(99));

        assertThat(verdict.severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(verdict.reason()).isEqualTo("only 37 of the 200 rows needed to judge origin_delay");
    }

    @Test
    void shouldTellAPredictionFromAFeature() {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        for (int i = 0; i < 1000; i++) {
            sketch.updateNumber(i % 100 / 100.0);
        }
        FeatureBaseline baseline = FeatureBaseline.of("score", 1000, sketch);
        FeatureSketch window = baseline.newSketch(SketchConfig.window());
        for (int i = 0; i < 1000; i++) {
            window.updateNumber(i % 50 / 100.0);
        }

        var candidate =
                new FeatureCandidate(FeatureComparator.compare(baseline, window, 1000), DEFAULTS, DriftKind.PREDICTION);
        assertThat(DriftDecision.decide(List.of(candidate), LEVEL).getFirst().kind())
                .isEqualTo(DriftKind.PREDICTION);
    }

    @Test
    void shouldJudgeOnlyWhatHasAThreshold() {
        Thresholds missingOnly = new Thresholds(200, Map.of(Statistic.MISSING_RATE, new Levels(0.02, 0.1)));
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        FeatureSketch window = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        for (int i = 0; i < 1000; i++) {
            sketch.updateNumber(i);
            window.updateNumber(i + 5000);
        }
        var comparison = FeatureComparator.compare(FeatureBaseline.of("x", 1000, sketch), window, 1000);

        assertThat(decide(comparison, DEFAULTS).severity()).isEqualTo(Severity.MAJOR);
        assertThat(decide(comparison, missingOnly).severity()).isEqualTo(Severity.NONE);
        assertThat(decide(comparison, DEFAULTS.withMinRows(1001)).severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(DEFAULTS.without(Statistic.WASSERSTEIN).levels()).doesNotContainKey(Statistic.WASSERSTEIN);
        assertThat(DEFAULTS.with(Statistic.WASSERSTEIN, new Levels(1, 2)).levels())
                .containsEntry(Statistic.WASSERSTEIN, new Levels(1, 2));
    }

    @Test
    void shouldRefuseThresholdsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Levels(0.3, 0.2))
                .withMessage("levels are 0 ≤ minor ≤ major, not minor 0.3 and major 0.2");
        assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.withMinRows(0));
    }

    @Test
    void shouldKeepASentenceOnOneLineWhateverNamesHold() {
        Verdict verdict = decideCategories(
                (_, sketch) -> sketch.updateText("a"), (_, sketch) -> sketch.updateText("b\n\u001b[31m\u2028ä"));

        assertThat(verdict.reason())
                .contains("'b\\n\\u001b[31m\\u2028ä' was never seen in the baseline")
                .doesNotContain("\n", "\u001b", "\u2028");
    }

    @Test
    void shouldWriteNumbersAsASentenceHasThem() {
        assertThat(Figures.of(126.04)).isEqualTo("126");
        assertThat(Figures.of(2.104)).isEqualTo("2.1");
        assertThat(Figures.of(-0.03123)).isEqualTo("-0.0312");
        assertThat(Figures.of(12345.6)).isEqualTo("12,346");
        assertThat(Figures.of(4.5e12)).isEqualTo("4.5E12");
        assertThat(Figures.of(0.0)).isEqualTo("0");
        assertThat(Figures.of(Double.NaN)).isEqualTo("NaN");
        assertThat(Figures.percent(0.052)).isEqualTo("5.2 %");
        assertThat(Figures.percent(0.00034)).isEqualTo("0.03 %");
        assertThat(Figures.percent(0.00001)).isEqualTo("less than 0.01 %");
        assertThat(Figures.percent(1)).isEqualTo("100 %");
        assertThat(Figures.percent(0)).isEqualTo("0 %");
    }

    private static Verdict decide(FeatureComparison comparison, Thresholds thresholds) {
        return DriftDecision.decide(List.of(new FeatureCandidate(comparison, thresholds, DriftKind.FEATURE)), LEVEL)
                .getFirst();
    }

    private static Verdict decideNumbers(
            BiConsumer<Random, FeatureSketch> baselineRow, BiConsumer<Random, FeatureSketch> windowRow) {
        return decide(5, FeatureKind.NUMERIC, 2000, baselineRow, windowRow);
    }

    private static Verdict decideCategories(
            BiConsumer<Random, FeatureSketch> baselineRow, BiConsumer<Random, FeatureSketch> windowRow) {
        return decide(5, FeatureKind.CATEGORICAL, 2000, baselineRow, windowRow);
    }

    private static Verdict decide(
            int seed,
            FeatureKind kind,
            int windowRows,
            BiConsumer<Random, FeatureSketch> baselineRow,
            BiConsumer<Random, FeatureSketch> windowRow) {
        Random random = new Random(seed);
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), kind.hint());
        for (int i = 0; i < 10_000; i++) {
            baselineRow.accept(random, sketch);
        }
        String name = kind == FeatureKind.NUMERIC ? "origin_delay" : "origin";
        FeatureBaseline baseline = FeatureBaseline.of(name, kind, 10_000, sketch, 1000);
        FeatureSketch window = baseline.newSketch(SketchConfig.window());
        for (int i = 0; i < windowRows; i++) {
            windowRow.accept(random, window);
        }
        return decide(FeatureComparator.compare(baseline, window, windowRows), DEFAULTS);
    }

    /** A baseline of many categories that each were seen once leads one to expect unseen ones; their absence harms nobody. */
    @Test
    void shouldNotCallItDriftThatFewerCategoriesAreUnseenThanExpected() {
        FeatureSketch before = new FeatureSketch(SketchConfig.baseline(), KindHint.CATEGORICAL);
        FeatureSketch now = new FeatureSketch(SketchConfig.window(), KindHint.CATEGORICAL);
        for (int i = 0; i < 5_000; i++) {
            before.updateText("id-" + i);
            now.updateText("id-" + i);
        }
        Verdict verdict =
                decide(FeatureComparator.compare(FeatureBaseline.of("id", 5_000, before), now, 5_000), DEFAULTS);

        assertThat(verdict.findings()).extracting(Finding::statistic).doesNotContain(Statistic.UNSEEN_RATE);
    }
}
