package io.tidemark.retrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class FeatureRowTest {
    @Property(tries = 200)
    void shouldBeTheMapThatItWasMadeOf(
            @ForAll List<@Size(max = 8) Map<@StringLength(max = 2) @AlphaChars String, Integer>> rows) {
        FeatureNames names = new FeatureNames();
        List<FeatureRow> made =
                rows.stream().map(row -> FeatureRow.of(names, row)).toList();

        for (int i = 0; i < made.size(); i++) {
            Map<String, Integer> row = rows.get(i);
            FeatureRow features = made.get(i);
            assertThat(features).isEqualTo(row).hasSameHashCodeAs(row).hasSize(row.size());
            row.forEach((name, value) -> assertThat(features.get(name)).isEqualTo(value));
            assertThat(features.get("never")).isNull();
            assertThat(features.containsKey("never")).isFalse();
        }
    }
}
