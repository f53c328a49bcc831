package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When it is sure that a model has no events, while its partitions are read at different speeds. */
class SilentPartitionsTest extends LiveModelFixture {

    @Test
    void shouldWaitForAPartitionThatLags() {
        steps = live(2);
        for (int hour = 0; hour < 5; hour++) {
            feed(hour % 2, "v1", hour, ROWS);
        }
        steps.feed(1, event(1, "v1", 5 * HOUR));
        lags.put(1, 1_000L);
        passUntil(9 * HOUR);
        assertThat(changes()).isEmpty();

        lags.put(1, 0L);
        passUntil(9 * HOUR + 2 * MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");
    }

    @Test
    void shouldWaitForAPartitionThatLagsBehindWithRecordsOfOthers() {
        steps = live(2);
        for (int hour = 0; hour < 5; hour++) {
            feed(hour % 2, "v1", hour, ROWS);
        }
        passUntil(5 * HOUR + MINUTE);
        steps.feed(1, steps.events(1).event("other", "v1", steps.nowMs(), Map.of("x", 1)));
        lags.put(1, 1_000L);
        passUntil(9 * HOUR);

        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldNotTakePanesForEmptyThatAPartitionHoldsBack() {
        steps = live(2);
        for (int hour = 0; hour < 5; hour++) {
            feed(hour % 2, "v1", hour, ROWS);
        }
        for (int i = 0; i < 4 * 200; i++) {
            feedFrom(0, "v1", 5 * HOUR + i * HOUR / 200, 1, 1);
            steps.feed(1, event(1, "v1", 5 * HOUR + MINUTE));
        }

        assertThat(changes()).isEmpty();
        assertThat(steps.windows()).as("the rest is held back").hasSize(5);
    }

    @Test
    void shouldNotWaitForAPartitionThatIsIdleOrNeverHadTheModel() {
        steps = live(3);
        feed(0, "v1", 0, ROWS);
        feed(1, "v1", 1, ROWS);
        for (int hour = 2; hour < 5; hour++) {
            feed(0, "v1", hour, ROWS);
        }
        passUntil(6 * HOUR + 2 * MINUTE);

        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");
    }

    @Test
    void shouldWaitAsLongAsEventsUsedToBeLate() {
        for (int hour = 0; hour < 8; hour++) {
            passUntil((hour + 1) * HOUR);
            for (int i = 0; i < ROWS; i++) {
                steps.feed(0, event(0, "v1", hour * HOUR + i * HOUR / ROWS));
            }
            steps.deliverAll();
        }
        passUntil(10 * HOUR + MINUTE);
        assertThat(changes()).as("the events of 8 to 9 may be sent at 10").isEmpty();

        passUntil(10 * HOUR + 2 * MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 8-9");
    }

    @Test
    void shouldTellTheSameWhereverTheAssessStepCrashes() {
        steps = live(2);
        for (int hour = 0; hour < 5; hour++) {
            feed(hour % 2, "v1", hour, ROWS);
        }
        passUntil(8 * HOUR + 30 * MINUTE);
        feedFrom(0, "v1", 8 * HOUR + 30 * MINUTE, HOUR / 2, ROWS / 2);
        for (int hour = 9; hour < 12; hour++) {
            feed(hour % 2, "v1", hour, ROWS);
        }
        passUntil(14 * HOUR);
        List<String> calm = texts(steps.assessments);
        assertThat(changes())
                .containsExactly(
                        "OPENED MAJOR of v1 in 5-6", "RESOLVED NONE of v1 in 9-10", "OPENED MAJOR of v1 in 12-13");

        for (int seed = 0; seed < 20; seed++) {
            assertThat(texts(steps.assessedWithCrashes(new Random(seed))))
                    .as("seed %d", seed)
                    .isEqualTo(calm);
        }
    }

    private static List<String> texts(List<Assessment> assessments) {
        return assessments.stream()
                .map(assessment -> switch (assessment) {
                    case EpisodeChanged change ->
                        text(change) + " " + change.change().episode() + " " + change.verdict();
                    case WindowAssessed window ->
                        window.window().toText() + " " + window.rows() + " " + window.judged();
                    case Assessment.BaselineLearned learned ->
                        learned.baseline().id();
                })
                .toList();
    }
}
