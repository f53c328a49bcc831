package io.tidemark.load.scorecard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {

    @Test
    void shouldLetThroughAsManyAsAllowed() {
        double[] scores = new Random(7).doubles(1_000).toArray();

        for (int allowed : new int[] {0, 1, 3, 500, 999}) {
            double threshold = Matching.threshold(scores, allowed);

            assertThat(Matching.exceeding(scores, threshold)).isEqualTo(allowed);
        }
    }

    @Test
    void shouldBeTheLowestThresholdThatDoes() {
        double[] scores = {0.4, 0.1, 0.3, 0.2};

        assertThat(Matching.threshold(scores, 1)).isEqualTo(0.3);
        assertThat(Matching.exceeding(scores, Math.nextDown(0.3))).isEqualTo(2);
    }

    @Test
    void shouldNotLetThroughMoreWhereScoresAreEqual() {
        double[] scores = {0.5, 0.5, 0.5, 0.1};

        assertThat(Matching.exceeding(scores, Matching.threshold(scores, 2))).isZero();
        assertThat(Matching.exceeding(scores, Matching.threshold(scores, 3))).isEqualTo(3);
    }

    @Test
    void shouldLetThroughAllWhereAllIsAllowed() {
        double[] scores = {0, 0.5};

        assertThat(Matching.exceeding(scores, Matching.threshold(scores, 2))).isEqualTo(2);
    }
}
