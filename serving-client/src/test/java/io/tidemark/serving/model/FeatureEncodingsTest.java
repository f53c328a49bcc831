package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureEncodingsTest {
    private static final FeatureEncodings ENCODINGS = new FeatureEncodings(List.of(
            new NumberEncoding("age", 30, 40, 5), new CategoryEncoding("c", List.of("red")), new BooleanEncoding("b")));

    @Test
    void shouldGiveOneRowOfAllColumns() {
        assertThat(ENCODINGS.columns())
                .containsExactly("0:value", "0:missing", "1:other", "1:missing", "1=red", "2:value", "2:missing");
        assertThat(ENCODINGS.encode(Map.of("age", 50L, "c", "red", "b", true, "ignored", "x")))
                .containsExactly(2, 0, 0, 0, 1, 1, 0);
    }

    @Test
    void shouldTakeTheMedianAndSayMissing() {
        for (Object missing :
                Arrays.asList(null, Double.NaN, Float.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, "50", true)) {
            assertThat(number(missing)).as(String.valueOf(missing)).containsExactly(-2, 1);
        }
        assertThat(ENCODINGS.encode(Map.of())).containsExactly(-2, 1, 0, 1, 0, 0, 1);
    }

    @Test
    void shouldCallWhatItDoesNotKnowOther() {
        assertThat(ENCODINGS.encode(Map.of("c", "green", "b", "true"))).containsExactly(-2, 1, 1, 0, 0, 0, 1);
        assertThat(ENCODINGS.encode(Map.of("c", 3L))).startsWith(-2, 1, 1, 0, 0);
    }

    @Test
    void shouldKeepHugeNumbersFinite() {
        double[] row = new double[2];
        new NumberEncoding("a", 0, -1e308, 1e-300).encode(1e308, row, 0);

        assertThat(row[0]).isCloseTo(1e30, within(1e15));
    }

    @Test
    void shouldKeepFeaturesApartWhoseNamesLookLikeColumns() {
        assertThat(new FeatureEncodings(List.of(
                                new CategoryEncoding("a", List.of("b=c", ":other", "other")),
                                new CategoryEncoding("a=b", List.of("c"))))
                        .columns())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRefuseTheSameFeatureTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureEncodings(List.of(new BooleanEncoding("a"), new BooleanEncoding("a"))))
                .withMessageContaining("'a' has two encodings");
    }

    private static double[] number(@Nullable Object value) {
        Map<String, @Nullable Object> features = new HashMap<>();
        features.put("age", value);
        return Arrays.copyOf(ENCODINGS.encode(features), 2);
    }
}
