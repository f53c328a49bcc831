package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A spec that is applied in mid-window, again and again. */
class ChangedRoutesTest {
    private static final String SPEC = "model: m\nminRows: 50\nlearnRows: 0\nepisodes: {closeAfter: 1}\n";

    /** @param change what is added to the spec after each half of an hour */
    private static List<String> assessed(IntFunction<String> change) {
        ControlPlane control = new ControlPlane();
        control.apply(SpecYaml.read(SPEC));
        Models.giveBaseline(control, "v1", 1);
        TwoSteps steps = new TwoSteps(1, control);
        for (int half = 0; half < 16; half++) {
            double shift = half >= 6 && half < 10 ? 1 : 0;
            Models.feed(steps, "v1", half * HOUR / 2, HOUR / 2, 200, shift, half);
            control.apply(SpecYaml.read(SPEC + change.apply(half)));
            steps.deliverAll();
        }
        return steps.assessments.stream().map(ChangedRoutesTest::text).toList();
    }

    private static String text(Assessment assessment) {
        return switch (assessment) {
            case EpisodeChanged changed ->
                changed.change().type() + " " + changed.change().episode();
            case WindowAssessed window -> window.window().toText() + " " + window.rows() + " " + window.judged();
            case Assessment.BaselineLearned learned -> learned.baseline().id();
        };
    }

    @Test
    void shouldNotTouchWindowsOrEpisodesWhereOnlyWhoIsToldChanges() {
        List<String> unchanged = assessed(_ -> "");

        assertThat(unchanged).anyMatch(text -> text.startsWith("OPENED")).anyMatch(text -> text.startsWith("RESOLVED"));
        assertThat(assessed(half -> "notify: [{channel: c" + half + "}]")).isEqualTo(unchanged);
        assertThat(assessed(half -> half >= 4 ? "window: 30m" : "")).isNotEqualTo(unchanged);
    }
}
