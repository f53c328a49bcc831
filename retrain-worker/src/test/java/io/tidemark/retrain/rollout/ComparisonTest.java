package io.tidemark.retrain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static Comparison of(double newer, double ofNewer, double older, double ofOlder, double margin) {
        return new Comparison(new Loss(newer, ofNewer, 1_000), new Loss(older, ofOlder, 1_000), margin);
    }

    /** scipy: norm.pdf(d, 0, sqrt(V + tau²)) / norm.pdf(d, 0, sqrt(V)). */
    @ParameterizedTest
    @CsvSource({
        "0.5, 1e-4, 0.4, 1e-4, 0.1, 446.6785981478938, true",
        "0.45, 1e-4, 0.4, 1e-4, 0.1, 0.4249846254261167, false",
        "0.6, 4e-4, 0.4, 4e-4, 0.1, 6701.420198348392, true",
        "0.5, 1e-4, 0.4, 1e-4, 0, 1492338117.7870014, true"
    })
    void shouldWeighTheEvidence(
            double newer, double ofNewer, double older, double ofOlder, double margin, double evidence, boolean worse) {
        Comparison comparison = of(newer, ofNewer, older, ofOlder, margin);

        assertThat(comparison.evidence()).isCloseTo(evidence, within(1e-9 * evidence));
        assertThat(comparison.isWorse()).isEqualTo(worse);
    }

    @Test
    void shouldNeverCallABetterOneWorse() {
        assertThat(of(0.2, 1e-8, 0.4, 1e-8, 0.1).isWorse()).isFalse();
        assertThat(of(0.2, 1e-8, 0.4, 1e-8, 0.1).isWithin()).isTrue();
    }

    @Test
    void shouldDecideWithoutChanceWhereThereIsNone() {
        assertThat(of(0.5, 0, 0.4, 0, 0.1).isWorse()).isTrue();
        assertThat(of(0.44, 0, 0.4, 0, 0.2).isWorse()).isFalse();
        assertThat(of(0.1, 0, 0, 0, 0.1).isWorse()).isTrue();
        assertThat(of(0, 0, 0, 0, 0.1).isWorse()).isFalse();
    }

    @Test
    void shouldWeighWindows() {
        Loss mean = Loss.mean(List.of(new Loss(1, 0.04, 10), new Loss(3, 0.08, 30)), List.of(10L, 30L));

        assertThat(mean.value()).isCloseTo(2.5, within(1e-12));
        assertThat(mean.variance()).isCloseTo(0.04 / 16 + 0.08 * 9 / 16, within(1e-12));
        assertThat(mean.rows()).isEqualTo(40);
    }

    /** A version exactly as bad as allowed, looked at two hundred times: at most one in twenty is ever found worse. */
    @Test
    void shouldStandBeingLookedAtAgainAndAgain() {
        Random random = new Random(7);
        int everWorse = 0;
        for (int life = 0; life < 2_000; life++) {
            double newer = 0;
            double older = 0;
            boolean worse = false;
            for (int n = 1; n <= 200; n++) {
                newer += 0.44 + 0.1 * random.nextGaussian();
                older += 0.4 + 0.1 * random.nextGaussian();
                worse |= of(newer / n, 0.01 / n, older / n, 0.01 / n, 0.1).isWorse();
            }
            everWorse += worse ? 1 : 0;
        }

        assertThat(everWorse).isBetween(1, 100);
    }
}
