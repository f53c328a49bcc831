package io.tidemark.standalone.replay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.csv.CsvException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureColumnsTest {
    private static final Path FILE = Path.of("a.csv");

    @Test
    void shouldRefuseColumnsThatTheMonitorWouldRefuseInEveryEvent() {
        for (String reserved : List.of("$score", "$x", "$volume")) {
            assertThatThrownBy(() -> FeatureColumns.requireFeatures(FILE, List.of("x", reserved)))
                    .isInstanceOf(CsvException.class)
                    .hasMessage(
                            "a.csv, line 1: the column '" + reserved + "' begins with $, which is kept for predictions,"
                                    + " so it can't be a feature: rename it, or leave it out with --ignore");
        }
        assertThatThrownBy(() -> FeatureColumns.requireFeatures(FILE, List.of("x".repeat(513))))
                .hasMessageContaining("has 513 characters, 512 are allowed");
    }

    @Test
    void shouldTakePredictionsForABaseline() {
        assertThatCode(() -> FeatureColumns.requireMonitored(
                        FILE, List.of("$prediction", "$value", "$score", "$score.yes", "a/b", "größe", "a=b#c\n")))
                .doesNotThrowAnyException();
        for (String reserved : List.of("$joint", "$dataset", "$volume", "$scores", "$")) {
            assertThatThrownBy(() -> FeatureColumns.requireMonitored(FILE, List.of(reserved)))
                    .hasMessageContaining("'" + reserved + "' begins with $, but is none of");
        }
    }
}
