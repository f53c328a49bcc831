package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.MemoryStateWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model without a baseline whose hours differ from each other, as those of most models do. */
final class LearnedVariationTest {
    private static final long HOUR = 3_600_000;
    private static final long T0 = 480_000 * HOUR;
    private static final int ROWS = 500;
    /** Standard deviation of an hour's mean, in those of the rows of one hour. */
    private static final double HOURS_DIFFER = 0.5;

    private final ControlPlane control = new ControlPlane();
    private final Random random = new Random(11);
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final TwoSteps steps = new TwoSteps(1, control);

    @BeforeEach
    void watchOneNumber() {
        control.apply(MonitorSpec.defaults("m"));
    }

    private void feedHours(int from, int to, double shift) {
        for (int hour = from; hour < to; hour++) {
            double mean = shift + HOURS_DIFFER * random.nextGaussian();
            for (int row = 0; row < ROWS; row++) {
                long time = T0 + hour * HOUR + row * HOUR / ROWS;
                Object x = row % 50 == 0 ? "?" : mean + random.nextGaussian();
                steps.feed(0, steps.events(0).event("m", "v1", time, Map.of("x", x)));
            }
            steps.deliverAll();
            steps.restartAssessor(store);
        }
    }

    private void finish() {
        steps.finish();
        steps.deliverAll();
    }

    private Baseline learned() {
        return steps.assessments.stream()
                .filter(BaselineLearned.class::isInstance)
                .map(BaselineLearned.class::cast)
                .findFirst()
                .orElseThrow()
                .baseline();
    }

    @Test
    void shouldLearnForADayHowMuchHoursDiffer() {
        feedHours(0, 25, 0);
        finish();

        Baseline learned = learned();
        assertThat(learned.rows()).as("10,000 rows are there after 20 hours").isEqualTo(24 * ROWS);
        var variation = learned.feature("x").orElseThrow().variation();
        assertThat(variation.windows()).isEqualTo(24);
        // Var(hour's mean) / Var(row) = 0.25 / 1.25; the sample variance of 24 means is within a factor of 2 in 99 of
        // 100 runs.
        assertThat(variation.of(Aspect.LOCATION)).isBetween(0.1, 0.35);
        assertThat(variation.of(Aspect.INVALID)).isZero();
    }

    @Test
    void shouldCallNoHourDriftThatDiffersAsThoseItLearnedFrom() {
        feedHours(0, 24 + 72, 0);
        finish();

        assertThat(steps.windows()).hasSize(96);
        assertThat(steps.episodes()).isEmpty();
    }

    @Test
    void shouldStillFindWhatIsFarOutsideOfThat() {
        feedHours(0, 48, 0);
        feedHours(48, 50, 5);
        finish();

        assertThat(steps.episodes())
                .filteredOn(e -> e.change().type() == EpisodeTransition.Type.OPENED)
                .first()
                .satisfies(e -> {
                    assertThat(e.subject()).isEqualTo("x");
                    assertThat(e.window().startMs()).isEqualTo(T0 + 48 * HOUR);
                });
    }

    @Test
    void shouldCallOrdinaryHoursDriftWhereItLearnedFromOneHour() {
        control.apply(MonitorSpec.defaults("m").withLearning(ROWS, Duration.ZERO));
        feedHours(0, 24, 0);
        finish();

        assertThat(steps.episodes()).as("why learning takes a day").isNotEmpty();
    }

    @Test
    void shouldKeepSomeOfManyWindows() {
        control.apply(MonitorSpec.defaults("m").withLearning(1, Duration.ofDays(5)));
        feedHours(0, 121, 0);
        finish();

        assertThat(learned().feature("x").orElseThrow().variation().windows())
                .as("every fourth of 120")
                .isEqualTo(30);
    }
}
