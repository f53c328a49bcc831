package io.tidemark.profile.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.stats.BetweenStudies.Study;
import java.util.List;
import org.junit.jupiter.api.Test;

class BetweenStudiesTest {
    private static final List<Study> STUDIES = List.of(
            new Study(0.80, 0.02, 400),
            new Study(0.85, 0.025, 250),
            new Study(0.78, 0.03, 180),
            new Study(0.90, 0.015, 500),
            new Study(0.82, 0.02, 390),
            new Study(0.75, 0.04, 120));

    /** By numpy from the formula of the paper. */
    @Test
    void shouldBeTheVarianceBeyondTheErrors() {
        assertThat(BetweenStudies.variance(STUDIES)).isCloseTo(0.002277681268882175, within(1e-12));
    }

    @Test
    void shouldNotDependOnTheOrder() {
        assertThat(BetweenStudies.variance(STUDIES.reversed())).isEqualTo(BetweenStudies.variance(STUDIES));
    }

    /** They differ by a standard deviation of 0.007, and each is off by 0.02. */
    @Test
    void shouldBeNoneWhereErrorsExplainTheDifferences() {
        assertThat(BetweenStudies.variance(List.of(
                        new Study(0.80, 0.02, 400),
                        new Study(0.81, 0.02, 400),
                        new Study(0.79, 0.02, 400),
                        new Study(0.80, 0.02, 400),
                        new Study(0.805, 0.02, 400))))
                .isZero();
    }
}
