package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.DAY;
import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model that has no events at all, from one pane to another. Hours are those after {@link Models#T0}, a Monday's midnight. */
class SilentModelTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final int ROWS = 120;

    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final Map<Integer, Long> lags = new HashMap<>();
    private final Random random = new Random(5);
    private TwoSteps steps = live(1);

    private TwoSteps live(int partitions) {
        InputLag lag = new InputLag() {
            @Override
            public boolean isKnown() {
                return true;
            }

            @Override
            public OptionalLong of(int partition) {
                return OptionalLong.of(lags.getOrDefault(partition, 0L));
            }
        };
        return new TwoSteps(partitions, control, lag, T0);
    }

    @BeforeEach
    void giveBaseline() {
        control.apply(SpecYaml.read("model: m\nwindow: 1h\nminRows: 50\nlearnRows: 0"));
        Models.giveBaseline(control, "v1", "all", hour -> hour % 24 < 22 ? ROWS - 10 + (int) (hour % 21) : 1);
    }

    /** Events of an hour that are read as they happen. */
    private void feed(int partition, String version, long hour, int rows) {
        feedFrom(partition, version, hour * HOUR, HOUR, rows);
    }

    private void feedFrom(int partition, String version, long fromMs, long lengthMs, int rows) {
        for (int i = 0; i < rows; i++) {
            passUntil(fromMs + i * lengthMs / rows);
            steps.feed(partition, event(partition, version, fromMs + i * lengthMs / rows));
            steps.deliverAll();
        }
    }

    private EventBuffer event(int partition, String version, long atMs) {
        return steps.events(partition).event("m", version, T0 + atMs, Map.of("x", random.nextGaussian()));
    }

    private void feedHours(int from, int to) {
        for (int hour = from; hour < to; hour++) {
            feed(0, "v1", hour, ROWS);
        }
    }

    /** Lets the wall clock pass to so long after {@link Models#T0}. */
    private void passUntil(long sinceMs) {
        long goneMs = T0 + sinceMs - steps.nowMs();
        if (goneMs > 0) {
            steps.advance(goneMs);
            steps.deliverAll();
            steps.tickAssessor();
        }
    }

    private List<EpisodeChanged> volumes() {
        return steps.episodes().stream()
                .filter(change -> change.subject().equals(WholeModel.VOLUME))
                .toList();
    }

    private List<String> changes() {
        return volumes().stream().map(SilentModelTest::text).toList();
    }

    private static String text(EpisodeChanged change) {
        return change.change().type() + " " + change.verdict().severity() + " of "
                + change.window().version() + " in "
                + Duration.ofMillis(change.window().startMs() - T0).toHours() + "-"
                + Duration.ofMillis(change.window().endMs() - T0).toHours();
    }

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
