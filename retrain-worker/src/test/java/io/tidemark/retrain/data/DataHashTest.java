package io.tidemark.retrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataHashTest {
    private static final Map<String, Object> FEATURES =
            Map.of("distance", 7L, "naïve", "ä", "weekend", true, "x", -0.5);
    private static final Example CLASS = example("id-1", new Target.OfClass("late"), FEATURES);
    private static final Example NUMBER = example("id-2", new Target.OfNumber(12.25), Map.of("x", -0.0));

    /** Python's hashlib over struct.pack of the same fields, big-endian. */
    @Test
    void shouldHashTheCanonicalEncoding() {
        assertThat(DataHash.of(List.of(CLASS, NUMBER)))
                .isEqualTo("49d8835a3434ab0dec6fa8707eea4048243aecb73e16dbabaa2860e0b4da93cb");
    }

    @Test
    void shouldTellAnyDifference() {
        String hash = DataHash.of(List.of(CLASS));

        assertThat(DataHash.of(List.of(example("id-1", new Target.OfClass("Late"), FEATURES))))
                .isNotEqualTo(hash);
        assertThat(DataHash.of(List.of(example("id-1", new Target.OfClass("late"), Map.of()))))
                .isNotEqualTo(hash);
        assertThat(DataHash.of(List.of(CLASS, CLASS))).isNotEqualTo(hash);
    }

    @Test
    void shouldNotDependOnTheOrderOfNamesNorOnTheKindOfNumber() {
        FeatureNames names = new FeatureNames();
        names.numberOf("x");
        names.numberOf("weekend");
        Example other = new Example(
                "id-1",
                1_500,
                new Target.OfClass("late"),
                FeatureRow.of(names, Map.of("distance", 7.0, "naïve", "ä", "weekend", true, "x", -0.5)),
                Map.of(),
                Map.of("region", "north"));

        assertThat(DataHash.of(List.of(other))).isEqualTo(DataHash.of(List.of(CLASS)));
    }

    private static Example example(String id, Target target, Map<String, Object> features) {
        return new Example(id, 1_500, target, FeatureRow.of(new FeatureNames(), features), Map.of(), Map.of());
    }
}
