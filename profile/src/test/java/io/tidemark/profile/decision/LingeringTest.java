package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** What is not sure enough to open an episode, and too much to close one. */
class LingeringTest {
    private static final double LEVEL = 1e-4;

    private static FeatureSketch normals(int n, double shift) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.making(1), KindHint.NUMERIC);
        NormalDistribution normal = NormalDistribution.of(shift, 1);
        for (int i = 0; i < n; i++) {
            sketch.updateNumber(normal.inverseCumulativeProbability((i + 0.5) / n));
        }
        return sketch;
    }

    /** The quantiles of a normal distribution, moved by {@code shift}: so many values, and no chance. */
    private static Verdict verdict(int rows, double shift) {
        FeatureBaseline baseline = FeatureBaseline.of("x", 10_000, normals(10_000, 0));
        FeatureSketch window = baseline.newSketch(SketchConfig.making(1));
        window.merge(normals(rows, shift));
        FeatureCandidate candidate = new FeatureCandidate(
                FeatureComparator.compare(baseline, window, rows), Thresholds.defaults(), DriftKind.FEATURE);
        return DriftDecision.decide(List.of(candidate), LEVEL).getFirst();
    }

    @Test
    void shouldLingerWhereASingleQuestionWouldBeSure() {
        // z = 0.2 / sqrt(1/200 + 1/10000) = 2.8: p = 0.005
        Verdict between = verdict(200, 0.2);

        assertThat(between.severity()).isEqualTo(Severity.NONE);
        assertThat(between.lingers()).isTrue();
        assertThat(between.withReason("other words").lingers()).isTrue();
    }

    @Test
    void shouldNotLingerWhereThereIsNothing() {
        assertThat(verdict(200, 0).lingers()).isFalse();
    }

    @Test
    void shouldNotLingerWhereTheEffectIsTooSmall() {
        // z = 0.045 / sqrt(1/10000 + 1/10000) = 3.2: p = 0.0015, but 0.045 is not 0.05
        assertThat(verdict(10_000, 0.045).lingers()).isFalse();
    }

    @Test
    void shouldBeDriftAndNotLingerWhereItIsSure() {
        Verdict sure = verdict(2_000, 0.5);

        assertThat(sure.severity().isDrift()).isTrue();
        assertThat(sure.lingers()).isFalse();
    }

    @Test
    void shouldNotLingerBelowTheFewestRows() {
        assertThat(verdict(150, 0.3).lingers()).isFalse();
    }
}
