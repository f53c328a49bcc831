package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CategorySketchTest {
    private static final SketchConfig CONFIG = SketchConfig.window();

    @Test
    void shouldBeExactUpToItsCapacity() {
        CategorySketch sketch = new CategorySketch(CONFIG);
        for (int i = 0; i < 30_000; i++) {
            sketch.update("category-" + i % 10_000);
        }

        assertThat(sketch.isExact()).isTrue();
        assertThat(sketch.distinctCount()).isEqualTo(10_000);
        assertThat(sketch.counts()).hasSize(10_000).allMatch(count -> count.count() == 3);
    }

    @Test
    void shouldKeepTheFrequentOnesWithinItsErrorBeyond() {
        Random random = new Random(4);
        Map<String, Long> exact = new HashMap<>();
        CategorySketch sketch = new CategorySketch(CONFIG);
        for (int part = 0; part < 4; part++) {
            CategorySketch shard = new CategorySketch(CONFIG);
            for (int i = 0; i < 100_000; i++) {
                String category = random.nextInt(10) == 0 ? "hub" : "c" + random.nextInt(100_000);
                shard.update(category);
                exact.merge(category, 1L, Long::sum);
            }
            sketch.merge(shard);
        }

        assertThat(sketch.n()).isEqualTo(400_000);
        assertThat(sketch.isExact()).isFalse();
        assertThat(sketch.error()).isBetween(1L, 2 * 400_000L / CONFIG.maxCategories());
        assertThat(sketch.distinctCount()).isCloseTo(exact.size(), withinPercentage(5));
        assertThat(sketch.counts().size()).isLessThanOrEqualTo(CONFIG.maxCategories());
        assertThat(sketch.counts().getFirst().category()).isEqualTo("hub");
        for (CategoryCount count : sketch.counts()) {
            long truth = exact.getOrDefault(count.category(), 0L);
            assertThat(count.count()).isBetween(truth - sketch.error(), truth);
        }
    }

    @Test
    void shouldStayWithinItsBytes() {
        CategorySketch sketch = new CategorySketch(CONFIG);
        for (int i = 0; i < 5000; i++) {
            sketch.update("x".repeat(200) + i);
        }

        assertThat(sketch.isExact()).isFalse();
        assertThat(sketch.counts().stream()
                        .mapToInt(count -> count.category().length())
                        .sum())
                .isLessThanOrEqualTo(CONFIG.maxCategoryBytes());
    }

    @Test
    void shouldShortenLongTextsButTellThemApart() {
        CategorySketch sketch = new CategorySketch(CONFIG);
        String megabyte = "é".repeat(1 << 20);
        String known = sketch.update(megabyte + "1");
        sketch.update(megabyte + "2");
        sketch.update(megabyte + "1");

        assertThat(known).hasSize(256).startsWith("éé").matches(".*…#[0-9a-f]{16}");
        assertThat(sketch.oversized()).isEqualTo(3);
        assertThat(sketch.counts()).extracting(CategoryCount::count).containsExactly(2L, 1L);
    }

    @Test
    void shouldNotCutACharacterInHalf() {
        String known = new CategorySketch(CONFIG).update("x".repeat(237) + "🛫".repeat(50));

        assertThat(known).startsWith("x".repeat(237) + "…#");
    }

    @Test
    void shouldKnowBrokenTextByAWellFormedOne() {
        CategorySketch sketch = new CategorySketch(CONFIG);

        assertThat(sketch.update("a\ud800")).isEqualTo("a?");
        assertThat(sketch.update("a\udc00")).isEqualTo("a?");
        assertThat(sketch.counts()).isEqualTo(List.of(new CategoryCount("a?", 2)));
    }

    @Test
    void shouldWriteNumbersTheShortestWay() {
        assertThat(CategoryText.ofNumber(3.0)).isEqualTo("3");
        assertThat(CategoryText.ofNumber(-0.0)).isEqualTo("0");
        assertThat(CategoryText.ofNumber(0.1)).isEqualTo("0.1");
        assertThat(CategoryText.ofNumber(1e15)).isEqualTo("1.0E15");
        assertThat(CategoryText.ofNumber(123456789012345d)).isEqualTo("123456789012345");
    }
}
