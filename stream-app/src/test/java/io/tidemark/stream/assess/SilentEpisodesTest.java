package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilentEpisodesTest {
    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final TwoSteps steps = new TwoSteps(1, control);

    @BeforeEach
    void giveBaselines() {
        Models.giveBaseline(control, "v1", 7);
        Models.giveBaseline(control, "v2", 8);
        control.apply(SpecYaml.read("model: m\nminRows: 50"));
    }

    private void feed(String version, int hour, int rows, double shift) {
        Models.feed(steps, version, hour * HOUR, HOUR, rows, shift, hour);
        steps.deliverAll();
        steps.restartAssessor(store);
    }

    private List<EpisodeTransition.Type> changesOfV1() {
        return steps.episodes().stream()
                .filter(e -> e.window().version().equals("v1"))
                .map(e -> e.change().type())
                .toList();
    }

    @Test
    void shouldEndTheEpisodeOfAVersionThatHasHadNoDataForADayOfHours() {
        feed("v1", 0, 100, 2);
        for (int hour = 1; hour < 25; hour++) {
            feed("v2", hour, 100, 0);
        }
        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED);

        feed("v2", 25, 100, 0);
        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        EpisodeChanged ended = steps.episodes().getLast();
        assertThat(ended.verdict().reason()).contains("there has been no data since 2001-01-01T01:00:00Z");
        assertThat(ended.window().startMs()).isEqualTo(T0 + HOUR);
        assertThat(ended.window().endMs()).isEqualTo(T0 + 25 * HOUR);
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldNotTakeAWindowWithTooFewRowsForSilence() {
        feed("v1", 0, 100, 2);
        for (int hour = 1; hour < 40; hour++) {
            if (hour % 12 == 0) {
                Models.feed(steps, "v1", hour * HOUR, HOUR / 2, 1, 0, hour);
            }
            feed("v2", hour, 100, 0);
        }

        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED);
    }

    @Test
    void shouldWaitAsLongAsTheModelIsSilentAltogether() {
        feed("v1", 0, 100, 2);
        steps.finish();
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED);

        feed("v1", 100, 100, 2);
        steps.finish();
        steps.deliverAll();
        assertThat(changesOfV1()).as("it has data again").containsExactly(EpisodeTransition.Type.OPENED);
    }

    @Test
    void shouldForgetAVersionsPendingEpisodesUnheard() {
        control.apply(SpecYaml.read("model: m\nminRows: 50\nepisodes: {openAfter: 2}"));
        feed("v1", 0, 100, 2);
        for (int hour = 1; hour < 26; hour++) {
            feed("v2", hour, 100, 0);
        }

        assertThat(steps.episodes()).isEmpty();
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldEndTheEpisodeOfAFeatureThatTheSpecIgnoresNow() {
        feed("v1", 0, 100, 2);
        feed("v1", 1, 100, 2);
        control.apply(SpecYaml.read("model: m\nminRows: 50\nfeatures: {x: {ignore: true}}"));
        feed("v1", 2, 100, 2);
        feed("v1", 3, 100, 2);

        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(steps.episodes().getLast().verdict().reason())
                .isEqualTo("x is not judged any longer: the monitor spec asks for it no more");
    }

    @Test
    void shouldEndAnEpisodeAboutTheNumberOfEventsThatTheSpecAsksForNoMore() {
        Models.giveBaseline(control, "v1", "all", hour -> 100 + (int) (hour % 7));
        feed("v1", 0, 100, 0);
        feed("v1", 1, 900, 0);
        feed("v1", 2, 900, 0);
        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED);

        control.apply(SpecYaml.read("model: m\nminRows: 50\nthresholds: {volume: off}"));
        feed("v1", 3, 900, 0);
        feed("v1", 4, 900, 0);
        assertThat(changesOfV1()).containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(steps.episodes().getLast().verdict().reason())
                .isEqualTo("the number of events is not judged any longer: the monitor spec asks for it no more");
    }

    @Test
    void shouldEndTheEpisodeOfAFeatureThatTheBaselineKnowsNoMore() {
        feed("v1", 0, 100, 2);
        feed("v1", 1, 100, 2);
        Models.give(control, "v1", Models.baselineOf("y", 9));
        for (int hour = 2; hour < 28; hour++) {
            feed("v1", hour, 100, 2);
        }
        assertThat(steps.episodes().stream().filter(change -> change.subject().equals("x")))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(steps.episodes().getLast().verdict().reason())
                .isEqualTo("x is not judged any longer:"
                        + " there has been nothing to compare it with since 2001-01-01T01:00:00Z");
    }

    /** Beside the window before it is missing once, and then there is nothing to miss. */
    @Test
    void shouldEndTheEpisodeOfAFeatureThatIsGoneForGood() {
        control.apply(SpecYaml.read("model: m\nminRows: 50\nlearnRows: 0\nreferences: previous-window"));
        for (int hour = 0; hour < 40; hour++) {
            for (int i = 0; i < 100; i++) {
                long timeMs = T0 + hour * HOUR + i * HOUR / 100;
                Map<String, Integer> features = hour < 3 ? Map.of("a", i % 9, "b", i % 7) : Map.of("a", i % 9);
                steps.feed(0, steps.events(0).event("m", "v3", timeMs, features));
            }
            steps.deliverAll();
            steps.restartAssessor(store);
        }

        assertThat(steps.episodes().stream().filter(change -> change.subject().equals("b")))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(steps.episodes().getLast().verdict().reason())
                .isEqualTo("b is not judged any longer:"
                        + " there has been nothing to compare it with since 2001-01-01T04:00:00Z");
    }

    @Test
    void shouldWriteNamesOnOneLine() {
        String name = "a\nb\u001b[2J";
        Models.give(control, "v1", Models.baselineOf(name, 9));
        for (int i = 0; i < 100; i++) {
            steps.feed(0, steps.events(0).event("m", "v1", T0 + i, Map.of(name, 900 + i)));
        }
        control.apply(SpecYaml.read("model: m\nminRows: 50"));
        for (int hour = 1; hour < 27; hour++) {
            feed("v2", hour, 100, 0);
        }

        EpisodeChanged ended = steps.episodes().getLast();
        assertThat(ended.change().type()).isEqualTo(EpisodeTransition.Type.RESOLVED);
        assertThat(ended.verdict().reason()).startsWith("a\\nb\\u001b[2J is not judged any longer");
    }
}
