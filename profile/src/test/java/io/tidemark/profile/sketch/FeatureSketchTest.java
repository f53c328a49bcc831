package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.stats.EmpiricalCdf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FeatureSketchTest {
    private static final SketchConfig CONFIG = SketchConfig.window();
    private static final NumericBinning TENTHS = NumericBinning.ofDeciles(
            EmpiricalCdf.ofValues(new Random(9).doubles(1000).toArray()));
    private static final NumericBinning OTHERS = NumericBinning.ofDeciles(EmpiricalCdf.ofValues(1, 2, 3, 4));
    private static final CategoricalBinning AIRPORTS = CategoricalBinning.of(List.of("ORD", "DFW"), true, 10);

    @Test
    void shouldCountEveryKindOfValueOnce() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.AUTO);
        sketch.updateNumber(1);
        sketch.updateNumber(Double.NaN);
        sketch.updateNumber(Double.NEGATIVE_INFINITY);
        sketch.updateNumber(Double.POSITIVE_INFINITY);
        sketch.updateBoolean(true);
        sketch.updateText("x");
        sketch.updateText("y".repeat(300));
        sketch.updateNull();

        assertThat(sketch.numbers()).isEqualTo(1);
        assertThat(sketch.nans()).isEqualTo(1);
        assertThat(sketch.infinities()).isEqualTo(2);
        assertThat(sketch.booleans()).isEqualTo(1);
        assertThat(sketch.texts()).isEqualTo(2);
        assertThat(sketch.oversized()).isEqualTo(1);
        assertThat(sketch.nulls()).isEqualTo(1);
        assertThat(sketch.present()).isEqualTo(6);
        assertThat(sketch.numeric().orElseThrow().n()).isEqualTo(1);
        assertThat(sketch.categories().orElseThrow().n()).isEqualTo(3);
    }

    @Test
    void shouldTakeNumbersForCategoriesWhereTold() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.CATEGORICAL);
        sketch.updateNumber(3.0);
        sketch.updateText("3");
        sketch.updateBoolean(false);

        assertThat(sketch.numeric()).isEmpty();
        assertThat(sketch.categories().orElseThrow().counts())
                .containsExactly(new CategoryCount("3", 2), new CategoryCount("false", 1));
    }

    @Test
    void shouldOnlyCountTextsWhereNumbersAreExpected() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.NUMERIC);
        sketch.updateText("three");
        sketch.updateBoolean(true);

        assertThat(sketch.categories()).isEmpty();
        assertThat(sketch.numeric()).isEmpty();
        assertThat(sketch.present()).isEqualTo(2);
    }

    @Test
    void shouldCountBinsAndRangeExactly() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.NUMERIC);
        assertThat(sketch.bind(OTHERS)).isTrue();
        for (double value : new double[] {0, 1, 1, 2.5, 4, 5, 1e9}) {
            sketch.updateNumber(value);
        }

        BinCounts bins = sketch.bins().orElseThrow();
        // Edges: below 1, 1, below 2, 2, …, as every value holds more than a tenth.
        assertThat(OTHERS.labels())
                .containsExactly("< 1", "= 1", "(1, 2)", "= 2", "(2, 3)", "= 3", "(3, 4)", "= 4", "> 4");
        assertThat(bins.cells()).containsExactly(1, 2, 0, 0, 1, 0, 0, 1, 2);
        assertThat(bins.belowRange()).isEqualTo(1);
        assertThat(bins.aboveRange()).isEqualTo(2);
    }

    @Test
    void shouldCountUnseenCategories() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.CATEGORICAL);
        sketch.bind(AIRPORTS);
        List.of("ORD", "KORD", "DFW", "KORD").forEach(sketch::updateText);

        assertThat(sketch.bins().orElseThrow().cells()).containsExactly(1, 1, 2);
    }

    @Test
    void shouldNotBindOnceValuesWentUncounted() {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.NUMERIC);
        sketch.updateNumber(1);

        assertThat(sketch.bind(TENTHS)).isFalse();
        assertThat(sketch.bins()).isEmpty();
    }

    @Test
    void shouldGoOnCountingOnceBoundAgain() {
        FeatureSketch sketch = bound(TENTHS, 0.5);
        FeatureSketch restored = FeatureSketch.fromBytes(sketch.toBytes());
        assertThat(restored.bins().orElseThrow().cells())
                .isEqualTo(sketch.bins().orElseThrow().cells());

        assertThat(restored.bind(TENTHS)).isTrue();
        restored.updateNumber(0.5);
        sketch.updateNumber(0.5);
        assertThat(restored.bins().orElseThrow().cells())
                .isEqualTo(sketch.bins().orElseThrow().cells());
    }

    @Test
    void shouldDropCountsThatCanNotGoOn() {
        byte[] bytes = bound(TENTHS, 0.5).toBytes();
        FeatureSketch unbound = FeatureSketch.fromBytes(bytes);
        unbound.updateNumber(0.5);
        FeatureSketch rebound = FeatureSketch.fromBytes(bytes);

        assertThat(unbound.bins()).isEmpty();
        assertThat(rebound.bind(OTHERS)).isFalse();
        assertThat(rebound.bins()).isEmpty();
    }

    @Test
    void shouldDropCountsOverDifferentBinsForGood() {
        FeatureSketch mixed = merged(bound(TENTHS, 0.5), bound(OTHERS, 2));
        assertThat(mixed.bins()).isEmpty();
        assertThat(merged(mixed, bound(TENTHS, 0.5)).bins()).isEmpty();
        assertThat(merged(bound(TENTHS, 0.5), mixed).bins()).isEmpty();
        assertThat(merged(bound(TENTHS, 0.5), bound(TENTHS)).bins()).isPresent();
        assertThat(merged(bound(OTHERS), bound(TENTHS, 0.5))
                        .bins()
                        .orElseThrow()
                        .binningId())
                .isEqualTo(TENTHS.id());
    }

    /** However rows are spread over sketches, and however those are merged or stored between, the counts are the same. */
    @Property(tries = 100)
    void shouldCountTheSameForEverySplit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int parts) {
        Random random = new Random(seed);
        FeatureSketch whole = bound(TENTHS);
        List<FeatureSketch> shards = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            shards.add(bound(TENTHS));
        }
        for (int row = 0; row < 1500; row++) {
            FeatureSketch shard = shards.get(random.nextInt(parts));
            long rowSeed = random.nextLong();
            update(whole, new Random(rowSeed));
            update(shard, new Random(rowSeed));
        }
        while (shards.size() > 1) {
            FeatureSketch target = shards.remove(random.nextInt(shards.size()));
            FeatureSketch other = shards.remove(random.nextInt(shards.size()));
            shards.add(merged(
                    random.nextBoolean() ? FeatureSketch.fromBytes(target.toBytes()) : target,
                    random.nextBoolean() ? FeatureSketch.fromBytes(other.toBytes()) : other));
        }

        FeatureSketch merged = shards.getFirst();
        assertThat(merged.numbers()).isEqualTo(whole.numbers());
        assertThat(merged.texts()).isEqualTo(whole.texts());
        assertThat(merged.booleans()).isEqualTo(whole.booleans());
        assertThat(merged.nulls()).isEqualTo(whole.nulls());
        assertThat(merged.nans()).isEqualTo(whole.nans());
        assertThat(merged.infinities()).isEqualTo(whole.infinities());
        assertThat(merged.categories().orElseThrow().counts())
                .isEqualTo(whole.categories().orElseThrow().counts());
        assertThat(merged.bins().orElseThrow().cells())
                .isEqualTo(whole.bins().orElseThrow().cells());
        assertThat(merged.bins().orElseThrow().aboveRange())
                .isEqualTo(whole.bins().orElseThrow().aboveRange());
    }

    private static void update(FeatureSketch sketch, Random random) {
        switch (random.nextInt(9)) {
            case 0 -> sketch.updateNull();
            case 1 -> sketch.updateText("c" + random.nextInt(20));
            case 2 -> sketch.updateBoolean(random.nextBoolean());
            case 3 -> sketch.updateNumber(random.nextInt(3) == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
            default -> sketch.updateNumber(random.nextGaussian());
        }
    }

    private static FeatureSketch bound(NumericBinning binning, double... values) {
        FeatureSketch sketch = new FeatureSketch(CONFIG, KindHint.AUTO);
        sketch.bind(binning);
        for (double value : values) {
            sketch.updateNumber(value);
        }
        return sketch;
    }

    private static FeatureSketch merged(FeatureSketch one, FeatureSketch other) {
        one.merge(other);
        return one;
    }
}
