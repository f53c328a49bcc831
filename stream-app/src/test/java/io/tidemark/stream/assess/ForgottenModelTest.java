package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.DAY;
import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of the episodes of a model that is silent for good. */
class ForgottenModelTest extends LiveModelFixture {

    @Test
    void shouldForgetAModelThatIsSilentForAWeek() {
        feedHours(0, 5);
        passUntil(7 * DAY + 5 * HOUR + MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");

        passUntil(9 * DAY);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6", "RESOLVED INSUFFICIENT of v1 in 5-173");
        assertThat(volumes().getLast().verdict().reason())
                .isEqualTo("the number of events is not judged any longer: there has been no data since "
                        + Instant.ofEpochMilli(T0 + 5 * HOUR));

        feedHours(9 * 24, 9 * 24 + 4);
        passUntil(9 * DAY + 6 * HOUR);
        assertThat(changes()).hasSize(3).last().isEqualTo("OPENED MAJOR of v1 in 220-221");
    }

    /** A file of what happened long ago makes the model one that is not live, and its events are too late for any episode. */
    @Test
    void shouldForgetAModelThatSendsNothingButOldEvents() {
        steps = live(2);
        feedHours(0, 5);
        passUntil(8 * HOUR);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");

        for (int day = 1; day < 9; day++) {
            for (int i = 0; i < ROWS; i++) {
                steps.feed(1, event(1, "v1", HOUR + i));
            }
            steps.restartAssessor(store);
            passUntil(day * DAY);
        }
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6", "RESOLVED INSUFFICIENT of v1 in 5-173");
        assertThat(volumes().getLast().verdict().reason())
                .isEqualTo("the number of events is not judged any longer: there has been no data since "
                        + Instant.ofEpochMilli(T0 + 5 * HOUR));
    }

    @Test
    void shouldEndWhatOldEventsOfAForgottenModelBegin() {
        steps = live(2);
        feedHours(0, 3);
        feedHours(4, 6);
        passUntil(9 * DAY);
        steps.assessments.clear();

        for (int i = 0; i < ROWS; i++) {
            steps.feed(1, steps.events(1).event("m", "v1", T0 + 3 * HOUR + i, Map.of("x", 9.0 + i)));
        }
        passUntil(9 * DAY + HOUR);
        assertThat(steps.episodes())
                .extracting(change -> change.subject() + " " + change.change().type())
                .containsExactly("x OPENED", "x RESOLVED");

        passUntil(10 * DAY);
        assertThat(steps.episodes()).hasSize(2);
    }
}
