package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The errors of a model that answers with numbers, as they become known. */
class NumberErrorsTest {
    private static final int ROWS = 400;
    /** Labels of a window are there for half of the answers: too few to judge it. */
    private static final int LABELLED = 200;

    private final Random random = new Random(3);
    private final LabelSteps steps = new LabelSteps(2, "labels: {wait: 1d}", "window: 1h", "minRows: 100");

    @BeforeEach
    void give() {
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < 10_000; i++) {
            double answer = random.nextDouble() * 100;
            Answer.OfNumber given = new Answer.OfNumber(answer);
            profile.predicted(given, OptionalLong.empty());
            profile.labelled(given, new Truth.OfNumber(answer + 10 * random.nextGaussian()));
        }
        steps.control.addPerformance(
                new BaselineTarget(LabelSteps.MODEL, "1", "all"),
                new PerformanceReference("given", false, PerformanceBaseline.of(List.of(profile))));
    }

    /** Normal errors: their mean size is 0.798 of {@code deviation}. */
    private void hour(int hour, double deviation) {
        for (int i = 0; i < ROWS; i++) {
            String id = hour + "-" + i;
            long timeMs = T0 + hour * HOUR + i * (HOUR / ROWS);
            double answer = random.nextDouble() * 100;
            steps.predict(prediction(id, timeMs, answer));
            if (i % (ROWS / LABELLED) == 0) {
                steps.label(truth(id, timeMs, answer + deviation * random.nextGaussian()));
            }
        }
        steps.revise();
    }

    private static LoggedPrediction prediction(String id, long timeMs, double answer) {
        return new LoggedPrediction(
                id,
                LabelSteps.MODEL,
                "1",
                timeMs,
                Optional.empty(),
                OptionalDouble.of(answer),
                OptionalDouble.empty(),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                new byte[] {1});
    }

    private static LoggedTruth truth(String id, long timeMs, double truth) {
        return new LoggedTruth(id, LabelSteps.MODEL, timeMs, Optional.empty(), OptionalDouble.of(truth));
    }

    private List<EpisodeChanged> ofErrors() {
        return steps.episodes.stream()
                .filter(change -> change.subject().equals("$absoluteError"))
                .toList();
    }

    @Test
    void shouldTellThatErrorsAreLargerBeforeWindowsCanBeJudged() {
        for (int hour = 0; hour < 6; hour++) {
            hour(hour, 10);
        }
        assertThat(steps.episodes).isEmpty();
        for (int hour = 6; hour < 12; hour++) {
            hour(hour, 20);
            steps.restart();
        }

        EpisodeChanged opened = ofErrors().getFirst();
        assertThat(steps.episodes).extracting(EpisodeChanged::subject).containsOnly("$absoluteError");
        assertThat(opened.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
        assertThat(opened.verdict().severity()).isEqualTo(Severity.MAJOR);
        assertThat(opened.window().startMs()).isBetween(T0 + 5 * HOUR, T0 + 7 * HOUR);
        assertThat(opened.window().endMs()).isLessThan(T0 + 12 * HOUR);
        assertThat(opened.verdict().findings().getFirst().measurement().value()).isCloseTo(16, within(2.0));
        assertThat(opened.verdict().reason()).contains("answers are off by").contains("is allowed");

        for (int hour = 12; hour < 20; hour++) {
            hour(hour, 10);
        }
        assertThat(ofErrors().getLast().change().type()).isEqualTo(EpisodeTransition.Type.RESOLVED);
    }

    @Test
    void shouldLiveWithTheLargestNumbersThereAre() {
        for (int hour = 0; hour < 2; hour++) {
            hour(hour, 10);
        }
        for (int i = 0; i < 10; i++) {
            long timeMs = T0 + 2 * HOUR + i;
            steps.predict(prediction("large" + i, timeMs, Double.MAX_VALUE));
            steps.label(truth("large" + i, timeMs, -Double.MAX_VALUE));
        }
        for (int hour = 3; hour < 8; hour++) {
            hour(hour, 10);
            steps.restart();
        }

        assertThat(ofErrors().getFirst().change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
    }

    @Test
    void shouldNotWatchWhatIsNotAskedFor() {
        steps.apply("labels: {wait: 1d}", "window: 1h", "minRows: 100", "performance: {mae: off}");
        for (int hour = 0; hour < 6; hour++) {
            hour(hour, 40);
        }

        assertThat(ofErrors()).isEmpty();
    }
}
