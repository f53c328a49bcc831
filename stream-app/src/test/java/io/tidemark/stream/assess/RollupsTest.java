package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollupsTest {
    private static final String DAILY = "minRows: 50\nrollups: [1d]";

    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final TwoSteps steps = new TwoSteps(1, control);
    private int firstSeed = 1_000;

    @BeforeEach
    void giveBaselines() {
        Models.giveBaseline(control, "v1", 7);
        Models.giveBaseline(control, "v2", 8);
    }

    private void monitor(String yaml) {
        control.apply(SpecYaml.read("model: m\n" + yaml));
    }

    /** Feeds hour by hour, with a restart after each. */
    private void feed(String version, int fromHour, int toHour, int rowsPerHour, double shift) {
        for (int hour = fromHour; hour < toHour; hour++) {
            Models.feed(steps, version, hour * HOUR, HOUR, rowsPerHour, shift, firstSeed + hour);
            steps.deliverAll();
            steps.restartAssessor(store);
        }
    }

    private void finish() {
        steps.finish();
        steps.deliverAll();
        steps.restartAssessor(store);
    }

    private static String text(EpisodeChanged event) {
        return event.change().type() + " " + event.change().episode().subject().resolution() + " of "
                + event.window().version() + " "
                + (event.window().startMs() - T0) / HOUR + "-"
                + (event.window().endMs() - T0) / HOUR + " "
                + event.evidence().currentRows();
    }

    @Test
    void shouldSeeInADayWhatNoHourShows() {
        firstSeed = 0; // samples of which no hour's happens to look drifted
        monitor(DAILY);
        feed("v1", 0, 24, 100, 0);
        feed("v1", 24, 72, 100, 0.1);
        feed("v1", 72, 144, 100, 0);
        finish();

        assertThat(steps.episodes())
                .extracting(RollupsTest::text)
                .containsExactly("OPENED 1d of v1 24-48 2400", "RESOLVED 1d of v1 96-120 2400");
        assertThat(steps.episodes().stream().map(e -> e.change().episode().id()).distinct())
                .hasSize(1);
    }

    @Test
    void shouldNotSayOfADayWhatItsHoursSaid() {
        monitor(DAILY);
        feed("v1", 0, 30, 100, 0);
        feed("v1", 30, 40, 100, 2);
        feed("v1", 40, 72, 100, 0);
        finish();

        assertThat(steps.episodes())
                .as("resolved at 42, so the second day has nothing to add")
                .extracting(RollupsTest::text)
                .containsExactly("OPENED  of v1 30-31 100", "RESOLVED  of v1 41-42 100");
    }

    @Test
    void shouldJudgeARollupOnceItsEndIsPassedThoughItsLastPanesHadNoRows() {
        monitor(DAILY);
        feed("v1", 0, 10, 200, 0.12);
        assertThat(steps.episodes()).isEmpty();
        feed("v1", 30, 32, 100, 0);

        assertThat(steps.episodes()).extracting(RollupsTest::text).containsExactly("OPENED 1d of v1 0-24 2000");
    }

    @Test
    void shouldJudgeWhatIsOpenWhenAllAreIdle() {
        monitor(DAILY);
        feed("v1", 0, 10, 200, 0.12);
        assertThat(steps.episodes()).isEmpty();
        steps.advance(31_000);
        steps.deliverAll();
        steps.tickAssessor();

        assertThat(steps.episodes()).extracting(RollupsTest::text).containsExactly("OPENED 1d of v1 0-24 2000");
    }

    @Test
    void shouldRollUpEachVersionApart() {
        monitor(DAILY);
        for (int hour = 0; hour < 24; hour++) {
            Models.feed(steps, "v1", hour * HOUR, HOUR, 100, 0.12, 1_000 + hour);
            Models.feed(steps, "v2", hour * HOUR + HOUR - 1, 1, 100, 0, 100 + hour);
        }
        finish();

        assertThat(steps.episodes()).extracting(RollupsTest::text).containsExactly("OPENED 1d of v1 0-24 2400");
    }

    @Test
    void shouldHoldSeveralLengthsAtOnce() {
        monitor("minRows: 50\nrollups: [1d, 2d]");
        feed("v1", 0, 72, 100, 0.12);
        finish();

        // 11,323 days after the epoch, an odd number: a span of two days ends with 2001-01-01.
        assertThat(steps.episodes().stream().map(RollupsTest::text).filter(event -> event.startsWith("OPENED 2d")))
                .containsExactly("OPENED 2d of v1 -24-24 2400");
    }

    @Test
    void shouldDropARollupThatTheSpecHasNoMoreAndEndItsEpisodes() {
        monitor(DAILY);
        feed("v1", 0, 26, 100, 0.12);
        assertThat(steps.episodes()).extracting(RollupsTest::text).containsExactly("OPENED 1d of v1 0-24 2400");

        monitor("minRows: 50");
        feed("v1", 26, 28, 100, 0);
        assertThat(steps.episodes().getLast()).satisfies(ended -> {
            assertThat(ended.change().type()).isEqualTo(EpisodeTransition.Type.RESOLVED);
            assertThat(ended.verdict().reason()).contains("the monitor spec asks for it no more");
        });
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldBeginARollupThatTheSpecGetsWithTheNextPane() {
        monitor("minRows: 50");
        feed("v1", 0, 11, 100, 0);
        monitor(DAILY);
        feed("v1", 11, 25, 200, 0.12);

        assertThat(steps.episodes()).extracting(RollupsTest::text).containsExactly("OPENED 1d of v1 0-24 2700");
    }

    @Test
    void shouldBeginARollupAnewWithAnotherBaseline() {
        monitor(DAILY);
        feed("v1", 0, 13, 100, 0);
        Models.giveBaseline(control, "v1", 9);
        feed("v1", 13, 26, 150, 0.15);

        assertThat(steps.episodes().stream()
                        .filter(e -> e.change().episode().subject().resolution().equals("1d"))
                        .map(RollupsTest::text))
                .as("what the new baseline judged: the 13th hour, and all after it")
                .containsExactly("OPENED 1d of v1 0-24 1750");
    }
}
