package io.tidemark.load.scorecard.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.ValueType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drawn values against the moments of their distributions, within about five standard errors. */
class StreamsTest {
    private static final int ROWS = 400_000;
    private static final Seeds SEEDS = new Seeds(3);

    @ParameterizedTest
    @CsvSource({
        // mean and variance: e^0.5 and (e − 1)e of the log-normal, 0.3 and 0.51 of the zero-inflated
        "NORMAL, 0, 1, 0.008, 0.012",
        "LOG_NORMAL, 1.6487212707, 4.6707742705, 0.018, 0.45",
        "ZERO_INFLATED, 0.3, 0.51, 0.006, 0.02"
    })
    void shouldHaveTheMomentsOfItsFamily(
            Family family, double mean, double variance, double meanWithin, double varianceWithin) {
        RowSource rows = RowSource.quiet(family, false, new NameDictionary(20), SEEDS.generator("moments"));
        double[] values = values(rows, 0, event -> event.number(7));

        double drawnMean = Arrays.stream(values).average().orElseThrow();
        assertThat(drawnMean).isEqualTo(mean, within(meanWithin));
        assertThat(Arrays.stream(values)
                        .map(value -> (value - drawnMean) * (value - drawnMean))
                        .average()
                        .orElseThrow())
                .isEqualTo(variance, within(varianceWithin));
    }

    @Test
    void shouldDrawCategoriesByZipfsLaw() {
        // r = arange(1, 1001) ** -1.1; r / r.sum()
        assertThat(Shape.categoryShare(0)).isEqualTo(0.17944214993143698, within(1e-12));
        assertThat(Shape.categoryShare(999)).isEqualTo(8.993411472026707e-05, within(1e-12));

        Map<String, Integer> counts = categories(Scenario.NEW_CATEGORY, 5);
        assertShare(counts, "category-1", 0.17944214993143698);
        assertShare(counts, "category-2", 0.08371272297916248);
        assertShare(counts, "category-10", 0.014253596619016816);
        assertShare(counts, "category-100", 0.0011322034240855612);
    }

    @Test
    void shouldSwapTwoCategoriesOfTheAffectedFeatureOnly() {
        Map<String, Integer> swapped = categories(Scenario.SWAP, 0);
        assertShare(swapped, "category-10", 0.08371272297916248);
        assertShare(swapped, "category-2", 0.014253596619016816);
        assertShare(swapped, "category-1", 0.17944214993143698);

        assertShare(categories(Scenario.SWAP, 1), "category-2", 0.08371272297916248);
    }

    @Test
    void shouldBringANewCategory() {
        assertShare(categories(Scenario.NEW_CATEGORY, 0), "new", 0.01);
    }

    @Test
    void shouldMoveTheTailOnly() {
        double[] values = values(rows(Scenario.TAIL), 0, event -> event.number(0));
        double[] bulk = Arrays.stream(values)
                .filter(value -> value <= 3.090232306167813)
                .toArray();

        // 0.98 of the thousandth that is there anyway, and 2 %
        assertThat(1 - (double) bulk.length / ROWS).isEqualTo(0.02098, within(0.0012));
        // The normal distribution, cut there: its mean is −φ(3.0902) / 0.999
        assertThat(Arrays.stream(bulk).average().orElseThrow()).isEqualTo(-0.003370, within(0.008));
    }

    @Test
    void shouldShiftAndSpread() {
        double[] shifted = values(rows(Scenario.SHIFT_025), 0, event -> event.number(0));
        double[] spread = values(rows(Scenario.VARIANCE), 0, event -> event.number(0));
        double[] zeroInflated = values(rows(Scenario.ZERO_INFLATED_SHIFT), 0, event -> event.number(0));

        assertThat(Arrays.stream(shifted).average().orElseThrow()).isEqualTo(0.25, within(0.008));
        assertThat(Arrays.stream(spread).map(v -> v * v).average().orElseThrow())
                .isEqualTo(1.5, within(0.02));
        // 0.3 and a quarter of the root of 0.51
        assertThat(Arrays.stream(zeroInflated).average().orElseThrow()).isEqualTo(0.4785, within(0.01));
    }

    @Test
    void shouldGrowGradually() {
        double[] half = values(rows(Scenario.GRADUAL), 5, event -> event.number(0));
        double[] after = values(rows(Scenario.GRADUAL), 12, event -> event.number(0));

        assertThat(Arrays.stream(half).average().orElseThrow()).isEqualTo(0.25, within(0.008));
        assertThat(Arrays.stream(after).average().orElseThrow()).isEqualTo(0.5, within(0.008));
    }

    @Test
    void shouldLeaveOutValues() {
        double[] missing = values(rows(Scenario.MISSING_10), 0, event -> event.type(0) == ValueType.NULL ? 1 : 0);

        assertThat(Arrays.stream(missing).average().orElseThrow()).isEqualTo(0.1, within(0.0024));
    }

    @Test
    void shouldCorrelateTwoFeaturesThatStayNormal() {
        double[] products = values(rows(Scenario.CORRELATION), 0, event -> event.number(0) * event.number(1));
        double[] second = values(rows(Scenario.CORRELATION), 0, event -> event.number(1));

        assertThat(Arrays.stream(products).average().orElseThrow()).isEqualTo(0.5, within(0.009));
        assertThat(Arrays.stream(second).map(v -> v * v).average().orElseThrow())
                .isEqualTo(1, within(0.012));
    }

    @Test
    void shouldShiftOneSegmentOnly() {
        RowSource rows = rows(Scenario.SEGMENT);
        EventBuffer event = new EventBuffer();
        Map<String, Double> sums = new HashMap<>();
        for (int row = 0; row < ROWS; row++) {
            event.clear();
            rows.fill(event, row, 0);
            sums.merge(String.valueOf(event.tag("tenant")), event.number(0), Double::sum);
        }

        assertThat(sums).hasSize(10);
        sums.forEach(
                (tenant, sum) -> assertThat(sum * 10 / ROWS).isEqualTo(tenant.equals("t3") ? 0.5 : 0, within(0.026)));
    }

    @Test
    void shouldKnowWhichFeaturesAreConcerned() {
        assertThat(Scenario.SHIFT_010.concerns("f00")).isTrue();
        assertThat(Scenario.SHIFT_010.concerns("f01")).isFalse();
        assertThat(Scenario.SHIFT_010.concerns("$joint")).isFalse();
        assertThat(Scenario.CORRELATION.concerns("f01")).isTrue();
        assertThat(Scenario.CORRELATION.concerns("f02")).isFalse();
        assertThat(Scenario.CORRELATION.concerns("$joint")).isTrue();
        assertThat(Scenario.SEGMENT_ALL.concerns("f19")).isTrue();
    }

    @Test
    void shouldMakeTheSameBaselineFromTheSameSeed() {
        String id = SyntheticBaselines.create(Family.MIXED, 6_000, SEEDS, "one").id();

        assertThat(SyntheticBaselines.create(Family.MIXED, 6_000, SEEDS, "one").id())
                .isEqualTo(id);
        assertThat(SyntheticBaselines.create(Family.MIXED, 6_000, SEEDS, "two").id())
                .isNotEqualTo(id);
        assertThat(SyntheticBaselines.create(Family.MIXED, 6_000, new Seeds(4), "one")
                        .id())
                .isNotEqualTo(id);
        assertThat(SyntheticBaselines.create(Family.MIXED, 6_000, SEEDS, "one")
                        .features()
                        .values())
                .allMatch(feature -> feature.exactCounts() && feature.rows() == 6_000);
    }

    private static RowSource rows(Scenario scenario) {
        return scenario.rows(new NameDictionary(20), SEEDS.generator(scenario.name()));
    }

    private static double[] values(RowSource rows, double elapsed, ToDoubleFunction<EventBuffer> value) {
        EventBuffer event = new EventBuffer();
        double[] values = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            event.clear();
            rows.fill(event, row, elapsed);
            values[row] = value.applyAsDouble(event);
        }
        return values;
    }

    private static Map<String, Integer> categories(Scenario scenario, int feature) {
        RowSource rows = rows(scenario);
        EventBuffer event = new EventBuffer();
        Map<String, Integer> counts = new HashMap<>();
        for (int row = 0; row < ROWS; row++) {
            event.clear();
            rows.fill(event, row, 0);
            counts.merge(event.text(feature), 1, Integer::sum);
        }
        return counts;
    }

    private static void assertShare(Map<String, Integer> counts, String category, double share) {
        assertThat(counts.getOrDefault(category, 0) / (double) ROWS)
                .as(category)
                .isEqualTo(share, within(5 * Math.sqrt(share * (1 - share) / ROWS)));
    }
}
