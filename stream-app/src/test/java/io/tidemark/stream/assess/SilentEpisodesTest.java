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
}
