package io.tidemark.load.scorecard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.scorecard.estimate.Proportion;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void shouldPassOnTheRightSideOfTheLimit() {
        assertThat(target(Target.Direction.AT_LEAST, 0.9, 0.9).passes()).isTrue();
        assertThat(target(Target.Direction.AT_LEAST, 0.9, 0.89).passes()).isFalse();
        assertThat(target(Target.Direction.AT_MOST, 1, 1).passes()).isTrue();
        assertThat(target(Target.Direction.AT_MOST, 1, 1.01).passes()).isFalse();
    }

    private static Target target(Target.Direction direction, double limit, double measured) {
        return new Target("what", direction, limit, measured, new Proportion(1, 2).interval());
    }
}
