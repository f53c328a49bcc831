package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment.JudgedSpan;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows that are merged from several panes: small ones carried forward, and hopping ones. */
class WindowSeriesTest {
    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();

    private TwoSteps monitor(String yaml) {
        control.apply(SpecYaml.read("model: m\n" + yaml));
        return new TwoSteps(1, control);
    }

    /** Delivers all, with a restart, so that every window is judged from saved state. */
    private void judge(TwoSteps steps) {
        steps.deliverAll();
        steps.restartAssessor(store);
    }

    private static JudgedSpan hours(int from, int to, long rows) {
        return new JudgedSpan(T0 + from * HOUR, T0 + to * HOUR, rows);
    }

    private static Severity severityOf(WindowAssessed window) {
        return Models.judgementOfX(window).verdict().severity();
    }

    @Test
    void shouldMergeSmallWindowsForwardUntilTheyHoldEnoughRows() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("minRows: 200");
        for (int hour = 0; hour < 8; hour++) {
            Models.feed(steps, "v1", hour * HOUR, HOUR, 80, hour < 3 ? 0 : 2, hour);
            judge(steps);
        }
        steps.finish();
        judge(steps);

        assertThat(steps.windows())
                .extracting(WindowAssessed::judged)
                .containsExactly(
                        hours(0, 1, 80),
                        hours(0, 2, 160),
                        hours(0, 3, 240),
                        hours(3, 4, 80),
                        hours(3, 5, 160),
                        hours(3, 6, 240),
                        hours(6, 7, 80),
                        hours(6, 8, 160));
        assertThat(steps.windows())
                .extracting(WindowSeriesTest::severityOf)
                .containsExactly(
                        Severity.INSUFFICIENT,
                        Severity.INSUFFICIENT,
                        Severity.NONE,
                        Severity.INSUFFICIENT,
                        Severity.INSUFFICIENT,
                        Severity.MAJOR,
                        Severity.INSUFFICIENT,
                        Severity.INSUFFICIENT);
        assertThat(steps.windows()).extracting(WindowAssessed::rows).containsOnly(80L);
        assertThat(steps.episodes()).singleElement().satisfies(opened -> {
            assertThat(opened.window().startMs()).isEqualTo(T0 + 3 * HOUR);
            assertThat(opened.window().endMs()).isEqualTo(T0 + 6 * HOUR);
            assertThat(opened.evidence().currentRows()).isEqualTo(240);
        });
    }

    @Test
    void shouldCountTheBinsOfACarriedWindowExactly() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("minRows: 4000");
        for (int hour = 0; hour < 2; hour++) {
            Models.feed(steps, "v1", hour * HOUR, HOUR, 3_000, 0, hour);
        }
        steps.finish();
        judge(steps);

        assertThat(steps.windows().getLast().judged()).isEqualTo(hours(0, 2, 6_000));
        double share = Models.judgementOfX(steps.windows().getLast()).comparison().bins().stream()
                .mapToDouble(bin -> bin.current() * 6_000)
                .map(count -> Math.abs(count - Math.rint(count)))
                .max()
                .orElseThrow();
        assertThat(share).isLessThan(1e-9);
    }

    @Test
    void shouldNotCarryRowsForLongerThanADayOfHours() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("minRows: 200");
        Models.feed(steps, "v1", 0, HOUR, 120, 0, 1);
        Models.feed(steps, "v1", 23 * HOUR, HOUR, 60, 0, 2);
        Models.feed(steps, "v1", 24 * HOUR, HOUR, 60, 0, 3);
        steps.finish();
        judge(steps);

        assertThat(steps.windows())
                .extracting(WindowAssessed::judged)
                .as("hours without rows count")
                .containsExactly(hours(0, 1, 120), hours(0, 24, 180), hours(23, 25, 120));
    }

    @Test
    void shouldForgetWhatIsCarriedOfAVersionThatFellSilent() {
        Models.giveBaseline(control, "v1", 7);
        Models.giveBaseline(control, "v2", 8);
        TwoSteps steps = monitor("minRows: 200");
        Models.feed(steps, "v1", 0, HOUR, 100, 0, 1);
        for (int hour = 0; hour < 26; hour++) {
            Models.feed(steps, "v2", hour * HOUR, HOUR, 300, 0, hour);
            judge(steps);
            assertThat(store.size() > 3).as("hour %s", hour).isEqualTo(hour > 0 && hour < 24);
        }
    }

    @Test
    void shouldNotCarryRowsToAnotherBaseline() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("minRows: 200");
        Models.feed(steps, "v1", 0, 2 * HOUR, 240, 0, 1);
        judge(steps);
        Models.giveBaseline(control, "v1", 8);
        Models.feed(steps, "v1", 2 * HOUR, 2 * HOUR, 240, 0, 2);
        steps.finish();
        judge(steps);

        assertThat(steps.windows())
                .extracting(WindowAssessed::judged)
                .containsExactly(hours(0, 1, 120), hours(1, 2, 120), hours(1, 3, 240), hours(3, 4, 120));
    }

    @Test
    void shouldJudgeHoppingWindowsAsTumblingOnesOverTheSameSpan() {
        Baseline baseline = Models.giveBaseline(control, "v1", 7);
        TwoSteps tumbling = monitor("window: 1h");
        TwoSteps hopping = new TwoSteps(1, hopping(baseline));
        for (TwoSteps steps : List.of(tumbling, hopping)) {
            for (int hour = 0; hour < 5; hour++) {
                Models.feed(steps, "v1", hour * HOUR, HOUR, 600, hour == 2 ? 0.5 : 0, hour);
            }
            steps.finish();
            judge(steps);
        }

        List<WindowAssessed> onTheHour = hopping.windows().stream()
                .filter(w -> w.window().endMs() % HOUR == 0)
                .toList();
        assertThat(onTheHour).hasSize(5);
        for (int hour = 0; hour < 5; hour++) {
            assertThat(onTheHour.get(hour).judged())
                    .isEqualTo(tumbling.windows().get(hour).judged())
                    .isEqualTo(hours(hour, hour + 1, 600));
            assertThat(Models.judgementOfX(onTheHour.get(hour)).comparison())
                    .isEqualTo(Models.judgementOfX(tumbling.windows().get(hour)).comparison());
        }
        assertThat(hopping.windows())
                .hasSize(20)
                .extracting(WindowAssessed::rows)
                .containsOnly(150L);
    }

    private static ControlPlane hopping(Baseline baseline) {
        ControlPlane hopping = new ControlPlane();
        Models.give(hopping, "v1", baseline);
        hopping.apply(SpecYaml.read("model: m\nwindow: 1h\nhop: 15m"));
        return hopping;
    }

    @Test
    void shouldSeeDriftEarlierWhereWindowsHop() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("window: 1h\nhop: 15m");
        Models.feed(steps, "v1", 0, 2 * HOUR + HOUR / 4, 1_350, 0, 1);
        Models.feed(steps, "v1", 2 * HOUR + HOUR / 4, 3 * HOUR, 1_800, 2, 2);
        steps.finish();
        judge(steps);

        assertThat(steps.episodes()).singleElement().satisfies(opened -> {
            assertThat(opened.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
            assertThat(opened.window().endMs()).isEqualTo(T0 + 5 * HOUR / 2);
            assertThat(opened.window().startMs()).isEqualTo(T0 + 3 * HOUR / 2);
        });
    }

    @Test
    void shouldKeepNoPaneThatNoWindowNeeds() {
        Models.giveBaseline(control, "v1", 7);
        TwoSteps steps = monitor("window: 1h\nhop: 15m");
        Models.feed(steps, "v1", 0, 8 * HOUR, 8_000, 0, 1);
        judge(steps);
        assertThat(store.size())
                .as("watermarks, judged spans, traffic, the series, and three panes of a header and a feature")
                .isEqualTo(3 + 1 + 3 * 2);

        control.apply(SpecYaml.read("model: m\nwindow: 1h"));
        Models.feed(steps, "v1", 8 * HOUR, 3 * HOUR, 3_000, 0, 1);
        judge(steps);
        assertThat(store.size()).as("windows that do not overlap need none").isEqualTo(3);
    }

    @Test
    void shouldLearnFromEachPaneOnceAndJudgeOnlyWhatCameAfter() {
        TwoSteps steps = monitor("window: 1h\nhop: 15m\nlearnRows: 1000\nlearnFor: 0s");
        Models.feed(steps, "v1", 0, 4 * HOUR, 2_000, 0, 1);
        steps.finish();
        judge(steps);

        List<WindowAssessed> judged =
                steps.windows().stream().filter(w -> w.baseline().isPresent()).toList();
        assertThat(steps.windows()).hasSize(16);
        assertThat(judged).hasSize(8);
        assertThat(judged.getFirst().baseline().orElseThrow().rows()).isEqualTo(1_000);
        assertThat(judged)
                .extracting(w -> w.judged().rows())
                .containsExactly(125L, 250L, 375L, 500L, 500L, 500L, 500L, 500L);
    }
}
