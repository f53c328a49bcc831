package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    /**
     * By scipy: isotonic_regression([.2, .5, .4, .9], weights=[50, 40, 60, 30]) is .2, .44, .44, .9; here with half a row more of either
     * kind: 10.5/51, 44.5/101, 27.5/31.
     */
    @Test
    void shouldPoolScoresWhoseFrequenciesFall() {
        PerformanceProfile profile = new PerformanceProfile();
        add(profile, 0.1, 10, 50);
        add(profile, 0.3, 20, 40);
        add(profile, 0.6, 24, 60);
        add(profile, 0.8, 27, 30);

        Calibration calibration = Calibration.of(profile).orElseThrow();

        assertThat(calibration.rows()).isEqualTo(180);
        assertThat(calibration.ofClass()).contains("yes");
        assertThat(calibration.steps()).isEqualTo(3);
        assertThat(calibration.probability(0.1)).isEqualTo(10.5 / 51);
        assertThat(calibration.probability(0.3)).isEqualTo(44.5 / 101);
        assertThat(calibration.probability(0.6)).isEqualTo(44.5 / 101);
        assertThat(calibration.probability(0.8)).isEqualTo(27.5 / 31);
        assertThat(calibration.probability(-5)).isEqualTo(10.5 / 51);
        assertThat(calibration.probability(0.79)).isEqualTo(44.5 / 101);
        assertThat(calibration.probability(1)).isEqualTo(27.5 / 31);
    }

    @Test
    void shouldLearnWhatScoresMeanFromMoreAndMoreRows() {
        Random random = new Random(2);
        PerformanceProfile profile = new PerformanceProfile();
        double before = 1;
        for (int rows : new int[] {1000, 10_000, 100_000}) {
            for (int i = 0; i < rows; i++) {
                double score = random.nextDouble();
                LabelledRow.binary(score, score > 0.5, random.nextDouble() < score * score)
                        .addTo(profile);
            }
            Calibration calibration = Calibration.of(profile).orElseThrow();
            double error = 0;
            for (double score = 0.005; score < 1; score += 0.01) {
                error += Math.abs(calibration.probability(score) - score * score) / 100;
            }
            assertThat(error).isLessThan(before / 1.5);
            before = error;
        }
        assertThat(before).isCloseTo(0, within(0.012));
    }

    private static void add(PerformanceProfile profile, double score, int yes, int rows) {
        for (int i = 0; i < rows; i++) {
            LabelledRow.binary(score, false, i < yes).addTo(profile);
        }
    }
}
