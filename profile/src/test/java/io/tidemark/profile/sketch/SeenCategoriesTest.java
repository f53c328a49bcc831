package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.CategoryFilter;
import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.stats.FrequencyCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a sketch remembers of all categories beyond its limits. */
class SeenCategoriesTest {
    private static final SketchConfig SMALL = new SketchConfig(256, 50, 4096, 40);

    /** Partitions, their order, bytes on the way: what is remembered follows from the rows alone. */
    @Property(tries = 25)
    void shouldRememberTheSameHoweverItWasMerged(
            @ForAll long seed, @ForAll @IntRange(min = 60, max = 6000) int distinct) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < distinct; i++) {
            rows.add("c" + i);
            for (int more = random.nextInt(4); more > 0; more--) {
                rows.add("c" + random.nextInt(1 + random.nextInt(distinct)));
            }
        }
        FeatureSketch whole = sketchOf(rows);
        Collections.shuffle(rows, random);
        FeatureSketch merged = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        for (int from = 0; from < rows.size(); ) {
            int to = Math.min(rows.size(), from + 1 + random.nextInt(rows.size()));
            FeatureSketch part = sketchOf(rows.subList(from, to));
            if (random.nextBoolean()) {
                part.merge(merged);
                merged = part;
            } else {
                merged.merge(FeatureSketch.fromBytes(part.toBytes()));
            }
            from = to;
        }

        assertThat(remembered(merged)).isEqualTo(remembered(whole));
        assertThat(seen(merged).distinctCount()).isCloseTo(distinct, withinPercentage(1));
    }

    private static List<Object> remembered(FeatureSketch sketch) {
        CategorySketch categories = seen(sketch);
        FrequencyCounts counts = categories.frequencies().orElseThrow();
        DocumentWriter filter = new DocumentWriter(new DocumentType("TEST", 1));
        categories.filter().orElseThrow().writeTo(filter);
        return List.of(
                ContentHash.of(filter.toBytes(), 16),
                categories.distinctCount(),
                counts.rows(),
                counts.distinct(),
                counts.ofSize(1),
                counts.ofSize(2),
                counts.sum(size -> size * size));
    }

    @Example
    void shouldEstimateFromASampleOfTheCategories() {
        CategorySketch sketch = new CategorySketch(SketchConfig.window());
        for (int i = 0; i < 50_000; i++) {
            for (int row = i % 4; row >= 0; row--) {
                sketch.update("user-" + i);
            }
        }
        FrequencyCounts counts = sketch.frequencies().orElseThrow();

        assertThat(counts.weight()).isCloseTo(50_000.0 / 4096, withinPercentage(1));
        for (int size = 1; size <= 4; size++) {
            int wanted = size;
            double deviation = Math.sqrt(counts.varianceOfSum(found -> found == wanted ? 1 : 0));
            assertThat(deviation).isCloseTo(12_500 * Math.sqrt(3.0 / 4096), withinPercentage(10));
            assertThat(counts.ofSize(size)).isCloseTo(12_500, within(4 * deviation));
        }
        assertThat(sketch.distinctError()).isLessThan(1e-3);
    }

    @Example
    void shouldForgetWhatAnotherSketchDoesNotRemember() {
        FeatureSketch bound = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        bound.bind(CategoricalBinning.of(List.of("c1"), true, 10));
        manyInto(bound);
        FeatureSketch unbound = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        manyInto(unbound);

        assertThat(seen(bound).filter()).isEmpty();
        assertThat(seen(bound).frequencies()).isEmpty();
        assertThat(seen(bound).distinctError()).isCloseTo(0.016, within(1e-3));
        assertThat(seen(unbound).filter()).isPresent();
        unbound.merge(bound);
        assertThat(seen(unbound).filter()).isEmpty();
        assertThat(seen(FeatureSketch.fromBytes(unbound.toBytes())).frequencies())
                .isEmpty();
    }

    @Example
    void shouldRememberNothingTwiceInAWindowThatCountsBins() {
        FeatureSketch bound = new FeatureSketch(SketchConfig.window(), KindHint.CATEGORICAL);
        bound.bind(CategoricalBinning.of(List.of(), CategoryFilter.empty(), 10));
        FeatureSketch unbound = new FeatureSketch(SketchConfig.window(), KindHint.CATEGORICAL);
        for (int i = 0; i < 1_000_000; i++) {
            bound.updateText("id-" + i);
            unbound.updateText("id-" + i);
        }

        assertThat(bound.toBytes()).hasSizeLessThan(200_000);
        assertThat(unbound.toBytes()).hasSizeLessThan(780_000);
        assertThat(bound.bins().orElseThrow().cells()[1]).isEqualTo(1_000_000);
        assertThat(seen(unbound).distinctCount()).isCloseTo(1_000_000, withinPercentage(0.2));
        assertThat(seen(bound).distinctCount()).isCloseTo(1_000_000, withinPercentage(7));
    }

    private static void manyInto(FeatureSketch sketch) {
        for (int i = 0; i < 500; i++) {
            sketch.updateText("c" + i);
        }
    }

    private static CategorySketch seen(FeatureSketch sketch) {
        return sketch.categories().orElseThrow();
    }

    private static FeatureSketch sketchOf(List<String> rows) {
        FeatureSketch sketch = new FeatureSketch(SMALL, KindHint.CATEGORICAL);
        rows.forEach(sketch::updateText);
        return sketch;
    }
}
