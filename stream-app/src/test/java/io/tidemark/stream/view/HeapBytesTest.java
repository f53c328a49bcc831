package io.tidemark.stream.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.CategoryCount;
import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Quantile;
import io.tidemark.schemas.avro.Severity;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Beside what HotSpot needs at the least: two bytes a character that is not of Latin-1, 24 a boxed number, 32 an entry of a map, 16 an object. */
class HeapBytesTest {
    private static FeatureProfile.Builder profile() {
        return FeatureProfile.newBuilder()
                .setName("x")
                .setKind(FeatureKind.NUMERIC)
                .setPresent(90)
                .setQuantiles(List.of())
                .setTopCategories(List.of())
                .setSeverity(Severity.NONE);
    }

    private static FeatureProfile profile(String category) {
        return profile()
                .setTopCategories(List.of(new CategoryCount(category, 1L)))
                .build();
    }

    @Test
    void shouldCountTexts() {
        assertThat(HeapBytes.of("ä".repeat(1_000))).isBetween(2_000L, 2_200L);
        long longer = HeapBytes.of(profile("ж".repeat(10_000))) - HeapBytes.of(profile("ж".repeat(1_000)));
        assertThat(longer).isEqualTo(18_000);
    }

    @Test
    void shouldCountManySmallThings() {
        Map<String, Double> numbers =
                IntStream.range(0, 1_000).boxed().collect(Collectors.toMap(each -> "n" + each, Double::valueOf));
        assertThat(HeapBytes.of(numbers)).isBetween(1_000L * (32 + 24 + 40), 1_000L * 300);
        FeatureProfile profile = profile()
                .setQuantiles(IntStream.range(0, 1_000)
                        .mapToObj(each -> new Quantile(each / 1_000.0, (double) each))
                        .toList())
                .build();
        assertThat(HeapBytes.of(profile)).isBetween(1_000L * 32, 1_000L * 300);
    }

    @Test
    void shouldCountBytesThatASliceHoldsOnTo() {
        assertThat(HeapBytes.of(ByteBuffer.allocate(10_000).limit(1))).isGreaterThan(10_000);
        assertThat(HeapBytes.of(null)).isZero();
    }
}
