package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.window.WindowKey;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceTextTest {
    private static PerformanceRevision revision(int predictions, int labelled) {
        PerformanceProfile profile = new PerformanceProfile();
        Answer answer = new Answer.OfClass("yes", Map.of(), OptionalDouble.empty());
        for (int i = 0; i < predictions; i++) {
            profile.predicted(answer, OptionalLong.empty());
        }
        for (int i = 0; i < labelled; i++) {
            profile.labelled(answer, new Truth.OfClass("yes"));
        }
        return new PerformanceRevision(
                new WindowKey("churn", "1", "all", 0, 3_600_000),
                0,
                true,
                profile,
                0,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    @Test
    void shouldNotSayThatAllAreLabelledWhereOneIsNot() {
        assertThat(PerformanceText.of(revision(2_500, 2_499))).contains(", 99.9 % labelled: ");
        assertThat(PerformanceText.of(revision(2_500, 2_500))).contains(", 100 % labelled: ");
    }

    @Test
    void shouldNotSayThatNoneIsLabelledWhereOneIs() {
        assertThat(PerformanceText.of(revision(2_500, 1))).contains(", 0.1 % labelled: ");
        assertThat(PerformanceText.of(revision(2_500, 0))).contains("  0 % labelled: ");
    }

    @ParameterizedTest
    @CsvSource({"0,0 %", "1e-9,0.1 %", "0.0012,0.1 %", "0.9847,98.5 %", "0.9994,99.9 %", "0.999999,99.9 %", "1,100 %"})
    void shouldRoundToATenthButNeverToAllOrNone(double share, String text) {
        assertThat(PerformanceText.coverage(share)).isEqualTo(text);
    }
}
