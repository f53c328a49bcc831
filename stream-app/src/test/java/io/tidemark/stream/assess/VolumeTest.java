package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.DAY;
import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.ArrivalProfile;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many rows came, beside how many were to be expected. */
class VolumeTest {
    private final ControlPlane control = new ControlPlane();
    private final MemoryStateWriter store = new MemoryStateWriter();
    private final Random random = new Random(3);

    private TwoSteps monitor(String yaml) {
        control.apply(SpecYaml.read("model: m\n" + yaml));
        return new TwoSteps(1, control);
    }

    /** Sixteen hours of day with many rows, and eight of night with few; no two days the same. */
    private int usualRows(long hour) {
        double wobble = 1 + 0.1 * random.nextGaussian();
        return (int) Math.round((hour % 24 < 16 ? 1_000 : 250) * wobble);
    }

    private void giveBaseline(String version, String segment) {
        Models.giveBaseline(control, version, segment, this::usualRows);
    }

    private void feed(TwoSteps steps, String version, String country, int hour, int rows) {
        for (int i = 0; i < rows; i++) {
            steps.feed(
                    0,
                    steps.events(0)
                            .event(
                                    "m",
                                    version,
                                    T0 + hour * HOUR + i * HOUR / rows,
                                    Map.of("x", random.nextGaussian()),
                                    Map.of("country", country)));
        }
    }

    private static List<EpisodeChanged> volumes(TwoSteps steps) {
        return steps.episodes().stream()
                .filter(change -> change.subject().equals(WholeModel.VOLUME))
                .toList();
    }

    @Test
    void shouldTellAnOutageFromTheNight() {
        giveBaseline("v1", "all");
        TwoSteps steps = monitor("");
        for (int hour = 0; hour < 48; hour++) {
            feed(steps, "v1", "DE", hour, hour == 34 ? 320 : usualRows(hour));
        }
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        EpisodeChanged opened = volumes(steps).getFirst();
        assertThat(opened.window().startMs()).isEqualTo(T0 + 34 * HOUR);
        assertThat(opened.verdict().severity()).isEqualTo(Severity.MINOR);
        assertThat(opened.verdict().reason()).startsWith("320 events of version v1, about ");
        assertThat(opened.evidence().currentRows()).isEqualTo(320);
        assertThat(opened.diagnosis().orElseThrow().causes())
                .singleElement()
                .satisfies(cause -> assertThat(cause.subject()).isEqualTo(WholeModel.VOLUME));
    }

    @Test
    void shouldJudgeAWindowOfTooFewRowsByTheirNumber() {
        giveBaseline("v1", "all");
        TwoSteps steps = monitor("minRows: 200");
        feed(steps, "v1", "DE", 0, 1_000);
        feed(steps, "v1", "DE", 1, 20);
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .singleElement()
                .extracting(change -> change.verdict().severity())
                .isEqualTo(Severity.MAJOR);
    }

    @Test
    void shouldNotJudgeTheFirstPaneOfAMonitorOrOfAVersionSinceItMayHaveBegunInItsMidst() {
        giveBaseline("v1", "all");
        giveBaseline("v1", "country=FR");
        giveBaseline("v2", "all");
        TwoSteps steps = monitor("segments: {by: [country]}");
        feed(steps, "v1", "DE", 0, 20);
        feed(steps, "v1", "FR", 1, 1_000);
        feed(steps, "v2", "FR", 2, 20);
        feed(steps, "v2", "FR", 3, 1_000);
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps)).isEmpty();
    }

    /** The first day has only the rows that came when it had become a day; the others are in the hours before. */
    @Test
    void shouldNotMissRowsThatAreInTheShorterWindowsOfAnEarlierSpec() {
        giveBaseline("v1", "all");
        TwoSteps steps = monitor("");
        for (int hour = 0; hour < 14; hour++) {
            feed(steps, "v1", "DE", hour, usualRows(hour));
        }
        control.apply(SpecYaml.read("model: m\nwindow: 1d"));
        for (int hour = 14; hour < 72; hour++) {
            feed(steps, "v1", "DE", hour, hour < 48 ? usualRows(hour) : 100);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .as("of the third day alone")
                .singleElement()
                .satisfies(opened -> assertThat(opened.window().startMs()).isEqualTo(T0 + 48 * HOUR));
    }

    @Test
    void shouldKnowAfterARestartThatAVersionHadRowsBefore() {
        giveBaseline("v1", "all");
        TwoSteps steps = monitor("");
        feed(steps, "v1", "DE", 0, 1_000);
        feed(steps, "v1", "DE", 1, 20);
        steps.deliverAll();
        steps.restartAssessor(store);
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps)).hasSize(1);
    }

    @Test
    void shouldEndTheEpisodeOfAVersionThatAnotherReplaced() {
        giveBaseline("v1", "all");
        TwoSteps steps = monitor("");
        feed(steps, "v1", "DE", 0, 1_000);
        feed(steps, "v1", "DE", 1, 20);
        feed(steps, "v2", "DE", 2, 1_000);
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(volumes(steps).getLast().window().version()).isEqualTo("v1");
        assertThat(volumes(steps).getLast().verdict().reason()).contains("the model's events are of version v2");
    }

    @Test
    void shouldAskNothingOfVersionsThatShareTheTraffic() {
        giveBaseline("v1", "all");
        giveBaseline("v2", "all");
        TwoSteps steps = monitor("");
        feed(steps, "v1", "DE", 0, 1_000);
        feed(steps, "v1", "DE", 1, 30);
        feed(steps, "v2", "DE", 1, 970);
        feed(steps, "v2", "DE", 2, 1_000);
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps)).isEmpty();
    }

    @Test
    void shouldMissASegmentWithoutAnyRows() {
        giveBaseline("v1", "country=DE");
        giveBaseline("v1", "country=FR");
        TwoSteps steps = monitor("""
                learnRows: 0
                segments:
                  by: [country]
                """);
        for (int hour = 0; hour < 6; hour++) {
            feed(steps, "v1", "DE", hour, 1_000);
            if (hour == 0 || hour > 2) {
                feed(steps, "v1", "FR", hour, 1_000);
            }
            steps.deliverAll();
            steps.restartAssessor(store);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        EpisodeChanged missed = volumes(steps).getFirst();
        assertThat(missed.window().segment()).isEqualTo("country=FR");
        assertThat(missed.window().startMs()).isEqualTo(T0 + HOUR);
        assertThat(missed.verdict().severity()).isEqualTo(Severity.MAJOR);
        assertThat(missed.verdict().reason()).matches("no events of country=FR, about [0-9,]+ expected");
        assertThat(volumes(steps).getLast().window().endMs()).isEqualTo(T0 + 5 * HOUR);
    }

    @Test
    void shouldKeepMissingASegmentInAQuietHour() {
        Models.giveBaseline(control, "v1", "country=FR", hour -> hour % 24 == 3 ? 1 : 1_000);
        TwoSteps steps = monitor("""
                learnRows: 0
                episodes: {closeAfter: 1}
                segments:
                  by: [country]
                """);
        for (int hour = 0; hour < 6; hour++) {
            feed(steps, "v1", hour == 0 ? "FR" : "DE", hour, 1_000);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(volumes(steps))
                .singleElement()
                .extracting(change -> change.change().type())
                .isEqualTo(EpisodeTransition.Type.OPENED);
    }

    @Test
    void shouldLearnWhenRowsComeFromAllButTheFirstWindow() {
        TwoSteps steps = monitor("learnRows: 3000\nlearnFor: 0s");
        for (int hour = 0; hour < 5; hour++) {
            feed(steps, "v1", "DE", hour, hour == 0 ? 300 : 1_000);
            steps.deliverAll();
            steps.restartAssessor(store);
        }
        steps.finish();
        steps.deliverAll();

        Baseline learned = steps.assessments.stream()
                .filter(BaselineLearned.class::isInstance)
                .map(BaselineLearned.class::cast)
                .findFirst()
                .orElseThrow()
                .baseline();
        assertThat(learned.arrivals().orElseThrow().expected(T0 + 7 * DAY + HOUR, T0 + 7 * DAY + 2 * HOUR))
                .hasValueSatisfying(expected -> assertThat(expected.rows()).isEqualTo(1_000));
        assertThat(learned.arrivals().orElseThrow().expected(T0 + 7 * DAY, T0 + 7 * DAY + HOUR))
                .isEmpty();
        var manifest = (BaselineManifest) BaselineRecords.of(new BaselineTarget("m", "v1", "all"), learned)
                .getLast()
                .getEntry();
        assertThat(ArrivalProfile.fromBytes(manifest.getArrivals().array()))
                .isEqualTo(learned.arrivals().orElseThrow());
    }
}
