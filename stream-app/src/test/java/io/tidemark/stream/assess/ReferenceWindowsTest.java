package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferenceWindowsTest {
    private static final int WEEK = 7 * 24;

    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final TwoSteps steps = new TwoSteps(1, control);

    private void monitor(String yaml) {
        control.apply(SpecYaml.read("model: m\nfalseAlarms: 1 per 300d\n" + yaml));
    }

    private void feed(int hour, int rows, double shift) {
        Models.feed(steps, "v1", hour * HOUR, HOUR, rows, shift, hour);
        steps.deliverAll();
        steps.restartAssessor(store);
    }

    private void finish() {
        steps.finish();
        steps.deliverAll();
    }

    private List<String> changesAgainst(String reference) {
        return steps.episodes().stream()
                .filter(e -> e.change().episode().subject().reference().equals(reference))
                .map(ReferenceWindowsTest::text)
                .toList();
    }

    private static String text(EpisodeChanged event) {
        return event.change().type() + " " + (event.window().startMs() - T0) / HOUR + "-"
                + (event.window().endMs() - T0) / HOUR;
    }

    /** Days rise and fall by a standard deviation, and weekends lie half of one above. */
    private static double season(int hour) {
        boolean weekend = hour / 24 % 7 >= 5;
        return Math.sin(2 * Math.PI * (hour % 24) / 24) + (weekend ? 0.5 : 0);
    }

    @Test
    void shouldFindSeasonsQuietBesideTheSameTimeLastWeek() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nreferences: [baseline, same-time-last-week]");
        for (int hour = 0; hour < 3 * WEEK; hour++) {
            boolean incident = hour >= 2 * WEEK + 30 && hour < 2 * WEEK + 36;
            feed(hour, 100, season(hour) + (incident ? 1.5 : 0));
        }
        finish();

        assertThat(changesAgainst("baseline")).as("every day drifts").hasSizeGreaterThan(40);
        assertThat(changesAgainst("same-time-last-week")).containsExactly("OPENED 366-367", "RESOLVED 373-374");
        EpisodeChanged opened = steps.episodes().stream()
                .filter(e -> e.yardstick().id().equals("2001-01-09T06:00:00Z/2001-01-09T07:00:00Z"))
                .findFirst()
                .orElseThrow();
        assertThat(opened.evidence().baselineRows()).isEqualTo(100);
        assertThat(opened.verdict().reason())
                .startsWith("beside the same time last week (2001-01-09T06:00:00Z/2001-01-09T07:00:00Z): x moved up");
    }

    @Test
    void shouldShowAStepOnceBesideThePreviousWindow() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nreferences: [baseline, previous-window]");
        for (int hour = 0; hour < 12; hour++) {
            feed(hour, 200, hour < 5 ? 0 : 2);
        }
        finish();

        assertThat(changesAgainst("baseline")).containsExactly("OPENED 5-6");
        assertThat(changesAgainst("previous-window")).containsExactly("OPENED 5-6", "RESOLVED 7-8");
        assertThat(steps.episodes().stream().map(e -> e.change().episode().id()).distinct())
                .hasSize(2);
    }

    @Test
    void shouldCompareWindowsOfAVersionThatHasNoBaseline() {
        monitor("minRows: 50\nlearnRows: 0\nreferences: [previous-window]");
        for (int hour = 0; hour < 8; hour++) {
            feed(hour, 200, hour < 5 ? 0 : 2);
        }
        finish();

        assertThat(changesAgainst("previous-window")).containsExactly("OPENED 5-6", "RESOLVED 7-8");
        assertThat(steps.windows())
                .allSatisfy(window -> assertThat(window.baseline()).isEmpty());
    }

    @Test
    void shouldCompareWithThePreviousWindowThatWasJudged() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 200\nreferences: [previous-window]");
        for (int hour = 0; hour < 9; hour++) {
            feed(hour, 80, hour < 6 ? 0 : 2);
        }
        finish();

        assertThat(steps.episodes()).singleElement().satisfies(opened -> {
            assertThat(text(opened)).isEqualTo("OPENED 6-9");
            assertThat(opened.yardstick().id()).isEqualTo("2001-01-01T03:00:00Z/2001-01-01T06:00:00Z");
            assertThat(opened.evidence().baselineRows()).isEqualTo(240);
        });
    }

    @Test
    void shouldNotOverlapWithThePreviousWindowWhereWindowsHop() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nwindow: 2h\nhop: 1h\nreferences: [previous-window]");
        for (int hour = 0; hour < 8; hour++) {
            feed(hour, 200, hour < 5 ? 0 : 2);
        }
        finish();

        assertThat(steps.episodes().getFirst()).satisfies(opened -> {
            assertThat(text(opened)).isEqualTo("OPENED 4-6");
            assertThat(opened.yardstick().id()).isEqualTo("2001-01-01T02:00:00Z/2001-01-01T04:00:00Z");
        });
    }

    @Test
    void shouldNotJudgeBesideAWindowThatThereWasNot() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nreferences: [previous-window, same-time-last-week]");
        feed(0, 200, 0);
        feed(WEEK + 1, 200, 3);
        feed(WEEK + 8 * 24, 200, 3);
        finish();

        assertThat(changesAgainst("same-time-last-week")).isEmpty();
        assertThat(changesAgainst("previous-window"))
                .as("a week ago is no longer ago than is kept")
                .containsExactly("OPENED 169-170");
    }

    @Test
    void shouldCompareRollupsWithThePreviousOne() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nrollups: [1d]\nreferences: [previous-window]");
        for (int hour = 0; hour < 48; hour++) {
            feed(hour, 60, hour < 24 ? 0 : 0.2);
        }
        finish();

        assertThat(steps.episodes()).singleElement().satisfies(opened -> {
            assertThat(opened.change().episode().subject().resolution()).isEqualTo("1d");
            assertThat(opened.yardstick().id()).isEqualTo("2001-01-01T00:00:00Z/2001-01-02T00:00:00Z");
            assertThat(opened.evidence().baselineRows()).isEqualTo(1_440);
        });
    }

    @Test
    void shouldEndEpisodesOfAReferenceThatTheSpecHasNoMore() {
        Models.giveBaseline(control, "v1", 7);
        monitor("minRows: 50\nreferences: [baseline, previous-window]");
        for (int hour = 0; hour < 4; hour++) {
            feed(hour, 200, hour < 2 ? 0 : 2);
        }
        monitor("minRows: 50");
        feed(4, 200, 2);
        finish();

        assertThat(changesAgainst("previous-window")).containsExactly("OPENED 2-3", "RESOLVED 3-4");
        assertThat(changesAgainst("baseline")).containsExactly("OPENED 2-3");
    }
}
