package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.DAY;
import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A model that has no events at all, from one pane to another. */
class SilentModelTest extends LiveModelFixture {

    @Test
    void shouldTellThatALiveModelFellSilentAndThatItIsBack() {
        feedHours(0, 5);
        passUntil(6 * HOUR + MINUTE);
        assertThat(changes()).as("an event of the hour may be on its way").isEmpty();

        passUntil(6 * HOUR + 2 * MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");
        EpisodeChanged opened = volumes().getFirst();
        assertThat(opened.verdict().reason()).matches("no events of version v1, about 1[12][0-9] expected");
        assertThat(opened.evidence().currentRows()).isZero();
        assertThat(opened.diagnosis().orElseThrow().causes())
                .singleElement()
                .satisfies(cause -> assertThat(cause.subject()).isEqualTo(WholeModel.VOLUME));

        passUntil(9 * HOUR);
        feedHours(9, 12);
        passUntil(11 * HOUR + 2 * MINUTE);
        feedHours(12, 13);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6", "RESOLVED NONE of v1 in 10-11");
        assertThat(steps.windows()).as("panes without rows have no profile").allMatch(w -> w.rows() > 0);
    }

    @Test
    void shouldUpdateWhatAPartOfAPaneBegan() {
        feedHours(0, 5);
        feedFrom(0, "v1", 5 * HOUR, HOUR / 3, ROWS / 3);
        passUntil(8 * HOUR);

        assertThat(changes()).containsExactly("OPENED MINOR of v1 in 5-6", "UPDATED MAJOR of v1 in 6-7");
    }

    @Test
    void shouldJudgeAnEmptyPaneThatWasOverBeforeItsSilenceWasSure() {
        feedHours(0, 5);
        passUntil(6 * HOUR + 1);
        // So dense that the model is never idle.
        feed(0, "v1", 6, 200);
        feed(0, "v1", 7, 200);

        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");
    }

    @Test
    void shouldNotTakeTheEndOfAReplayForSilence() {
        for (boolean ownTimestamps : List.of(false, true)) {
            steps = new TwoSteps(1, control, InputLag.UNKNOWN, T0 + 7 * DAY);
            for (int i = 0; i < 8 * ROWS; i++) {
                long atMs = i * HOUR / ROWS;
                passUntil(7 * DAY + atMs / 4);
                steps.feed(0, ownTimestamps ? T0 + atMs : steps.nowMs(), event(0, "v1", atMs));
                steps.deliverAll();
            }
            passUntil(8 * DAY);

            assertThat(steps.windows()).hasSize(8);
            assertThat(changes()).isEmpty();
        }
    }

    @Test
    void shouldNotTakeTheEndOfAReplayUpToThePresentForSilence() {
        for (boolean ownTimestamps : List.of(false, true)) {
            steps = new TwoSteps(1, control, InputLag.UNKNOWN, T0 + 8 * HOUR);
            for (int i = 0; i < 8 * ROWS; i++) {
                long atMs = i * HOUR / ROWS;
                steps.feed(0, ownTimestamps ? T0 + atMs : steps.nowMs(), event(0, "v1", atMs));
                steps.deliverAll();
            }
            passUntil(20 * HOUR);

            assertThat(steps.windows()).hasSize(8);
            assertThat(changes()).isEmpty();
        }
    }

    @Test
    void shouldNotMissWhatWasBeforeTheModelWasLive() {
        passUntil(7 * DAY);
        for (int i = 0; i < 4 * ROWS; i++) {
            steps.feed(0, event(0, "v1", i * HOUR / ROWS));
        }
        feedHours(7 * 24, 7 * 24 + 4);

        assertThat(steps.windows()).hasSize(7);
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldNotMissAVersionThatAnotherReplaced() {
        feedHours(0, 4);
        feed(0, "v2", 4, ROWS);
        passUntil(12 * HOUR);

        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldMissTheVersionWithMostRowsWhereTwoSharedTheTraffic() {
        Models.giveBaseline(control, "v2", "all", _ -> 6);
        feedHours(0, 4);
        for (int i = 0; i < ROWS; i++) {
            feedFrom(0, i % 20 == 0 ? "v2" : "v1", 4 * HOUR + i * HOUR / ROWS, 1, 1);
        }
        passUntil(7 * HOUR);

        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");
    }

    @Test
    void shouldNotWakeAnybodyForAQuietNight() {
        for (int hour = 0; hour < 22; hour++) {
            feed(0, "v1", hour, ROWS);
        }
        passUntil(24 * HOUR + 20 * MINUTE);
        assertThat(changes()).isEmpty();

        steps.restartAssessor(store);
        for (int i = 0; i < ROWS; i++) {
            steps.feed(0, event(0, "v1", 22 * HOUR + i * HOUR / ROWS));
        }
        passUntil(24 * HOUR + 40 * MINUTE);
        assertThat(steps.windows()).hasSize(23);
        assertThat(changes()).as("that hour has been judged by its number").isEmpty();
    }

    @Test
    void shouldMissEventsAlsoFromTheTimeInWhichTheMonitorWasDown() {
        feedHours(0, 5);
        steps.restartAssessor(store);
        long downMs = 4 * HOUR;
        TwoSteps before = steps;
        steps = live(1);
        steps.assessments.addAll(before.assessments);
        lags.put(0, (long) ROWS);
        steps.restoreAssessor(store);
        passUntil(5 * HOUR + downMs);
        for (int i = 0; i < ROWS; i++) {
            long atMs = 5 * HOUR + i * HOUR / ROWS;
            steps.feed(0, T0 + atMs, event(0, "v1", atMs));
        }
        steps.deliverAll();
        assertThat(changes()).as("the partition lags").isEmpty();

        lags.put(0, 0L);
        passUntil(5 * HOUR + downMs + MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 6-7");
    }

    @Test
    void shouldJudgeRowsThatComeForAnEmptyPaneByAllButTheirNumber() {
        feedHours(0, 5);
        passUntil(8 * HOUR + 2 * MINUTE);
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6");

        long profiled = 5 * ROWS;
        for (int i = 0; i < 3 * ROWS; i++) {
            assertThat(steps.feed(0, event(0, "v1", 5 * HOUR + i * HOUR / ROWS)))
                    .isEqualTo(Outcome.PROFILED);
            profiled++;
        }
        steps.deliverAll();
        feedFrom(0, "v1", 8 * HOUR + 3 * MINUTE, HOUR - 3 * MINUTE, ROWS);
        feedHours(9, 11);
        steps.finish();
        steps.deliverAll();
        passUntil(11 * HOUR + 2 * MINUTE);

        assertThat(steps.windows().stream().mapToLong(WindowAssessed::rows).sum())
                .isEqualTo(profiled + 3 * ROWS);
        assertThat(steps.windows())
                .as("every pane is judged once")
                .hasSize(11)
                .allSatisfy(w ->
                        assertThat(Models.judgementOfX(w).verdict().severity()).isEqualTo(Severity.NONE));
        assertThat(changes()).containsExactly("OPENED MAJOR of v1 in 5-6", "RESOLVED NONE of v1 in 9-10");
    }
}
