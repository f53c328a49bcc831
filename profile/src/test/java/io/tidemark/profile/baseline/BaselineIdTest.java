package io.tidemark.profile.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two baselines that judge differently must not share a name: the second would never take the first one's place. */
class BaselineIdTest {
    private static final int WINDOWS = 6;
    private static final int ROWS = 100;

    private static FeatureSketch numbers(int from, int to) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.making(1), KindHint.AUTO);
        IntStream.range(from, to).forEach(sketch::updateNumber);
        return sketch;
    }

    private static Baseline baseline() {
        return Baseline.ofSketches(
                WINDOWS * ROWS, Map.of("x", numbers(0, WINDOWS * ROWS)), false, "test", Instant.EPOCH);
    }

    private static Baseline withVariation(int windows) {
        return baseline()
                .withVariation(
                        IntStream.range(0, windows)
                                .mapToObj(i -> Map.of("x", numbers(i * ROWS, (i + 1) * ROWS)))
                                .toList(),
                        IntStream.range(0, windows).mapToObj(_ -> (long) ROWS).toList());
    }

    private static ArrivalProfile arrivals(long rows) {
        long hour = 3_600_000;
        ArrivalCounter counter = new ArrivalCounter();
        IntStream.range(0, 30).forEach(i -> counter.add(i * hour, (i + 1) * hour, rows));
        return counter.profile().orElseThrow();
    }

    @Test
    void shouldBeTheSameForTheSame() {
        assertThat(baseline().id()).isEqualTo(baseline().id());
        assertThat(withVariation(WINDOWS).id())
                .isEqualTo(withVariation(WINDOWS).id())
                .isEqualTo(
                        withVariation(WINDOWS).within(SketchConfig.baseline()).id());
        assertThat(baseline().withArrivals(arrivals(5)).id())
                .isEqualTo(baseline().withArrivals(arrivals(5)).id());
    }

    @Test
    void shouldDifferWhereWindowsAreJudgedDifferently() {
        Baseline joint = baseline()
                .withJoint(JointBaseline.of(JointSketch.over(baseline().jointLayout())));

        assertThat(List.of(
                        baseline().id(),
                        withVariation(WINDOWS).id(),
                        withVariation(WINDOWS - 1).id(),
                        joint.id(),
                        baseline().withArrivals(arrivals(5)).id(),
                        baseline().withArrivals(arrivals(6)).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldBeAsWithoutVariationWhereThereAreTooFewWindows() {
        assertThat(withVariation(4).id()).isEqualTo(baseline().id());
    }
}
