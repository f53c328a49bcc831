package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.DAY;
import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Cause;
import io.tidemark.profile.decision.Diagnosis;
import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.performance.PerformanceRevision;
import io.tidemark.stream.performance.WindowVerdict;
import io.tidemark.stream.window.WindowKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the performance step says of a window as a whole, when it knows what was found of the window's features and when it does not. */
class PerformanceDiagnosingTest {
    private static final int ROWS = 400;
    private static final InputsVerdict UNCHANGED = new InputsVerdict(true, Severity.NONE, Optional.empty());
    private static final InputsVerdict CHANGED = changed("plan");

    private final Random random = new Random(7);
    private final LabelSteps steps = new LabelSteps(2, "labels: {wait: 1d}", "window: 1h", "minRows: 200");

    private static InputsVerdict changed(String feature) {
        return new InputsVerdict(
                true,
                Severity.MINOR,
                Optional.of(new Diagnosis(
                        Diagnosis.Type.COVARIATE,
                        List.of(new Cause(feature, Severity.MINOR, Statistic.HELLINGER, 1.5)),
                        0,
                        Optional.empty())));
    }

    /** Nine of ten "no" are answered right, and six of ten "yes". */
    private record Population(double yesShare, double rightNo, double rightYes) {
        static final Population BEFORE = new Population(0.2, 0.9, 0.6);
        /** 55.5 % right in place of 84 %. */
        static final Population WORSE = new Population(0.2, 0.6, 0.375);
        /** 66 % right, and each class as before. */
        static final Population OTHER_LABELS = new Population(0.8, 0.9, 0.6);

        Truth.OfClass truth(Random random) {
            return new Truth.OfClass(random.nextDouble() < yesShare ? "yes" : "no");
        }

        String answer(Truth.OfClass truth, Random random) {
            boolean yes = truth.label().equals("yes");
            return random.nextDouble() < (yes ? rightYes : rightNo) == yes ? "yes" : "no";
        }
    }

    @BeforeEach
    void give() {
        steps.leaveFeaturesOpen();
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < 4_000; i++) {
            Truth.OfClass truth = Population.BEFORE.truth(random);
            Answer answer =
                    new Answer.OfClass(Population.BEFORE.answer(truth, random), Map.of(), OptionalDouble.empty());
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(answer, truth);
        }
        steps.control.addPerformance(
                new BaselineTarget(LabelSteps.MODEL, "1", "all"),
                new PerformanceReference("given", false, PerformanceBaseline.of(List.of(profile))));
    }

    /** Predictions of an hour, and their labels at once. */
    private void hour(int hour, Population population) {
        for (int i = 0; i < ROWS; i++) {
            String id = hour + "-" + i;
            long timeMs = T0 + hour * HOUR + i * (HOUR / ROWS);
            Truth.OfClass truth = population.truth(random);
            steps.predict(LabelSteps.prediction(id, timeMs, population.answer(truth, random), Double.NaN));
            steps.label(LabelSteps.truth(id, timeMs, truth.label()));
        }
    }

    private static WindowKey window(int hour) {
        return new WindowKey(LabelSteps.MODEL, "1", "all", T0 + hour * HOUR, T0 + (hour + 1) * HOUR);
    }

    private Optional<PerformanceRevision> revision(int hour) {
        return Optional.ofNullable(steps.last().get(window(hour)));
    }

    private Optional<WindowVerdict> judged(int hour) {
        return revision(hour).flatMap(PerformanceRevision::judged);
    }

    private boolean isFinal(int hour) {
        return revision(hour).orElseThrow().last();
    }

    private Diagnosis.Type type(int hour) {
        return judged(hour).flatMap(WindowVerdict::diagnosis).orElseThrow().type();
    }

    private List<EpisodeChanged> of(String subject) {
        return steps.episodes.stream()
                .filter(change -> change.subject().equals(subject))
                .toList();
    }

    @Test
    void shouldTellByTheFeaturesWhyAModelIsWorse() {
        steps.found(window(0), UNCHANGED);
        hour(0, Population.BEFORE);
        steps.found(window(1), CHANGED);
        hour(1, Population.WORSE);
        steps.found(window(2), UNCHANGED);
        hour(2, Population.WORSE);
        steps.found(window(3), UNCHANGED);
        hour(3, Population.OTHER_LABELS);
        steps.found(window(4), CHANGED);
        hour(4, Population.BEFORE);
        hour(5, Population.BEFORE);
        hour(6, Population.BEFORE);

        assertThat(judged(0).orElseThrow().diagnosis()).isEmpty();
        assertThat(type(1)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(type(2)).isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(type(3)).isEqualTo(Diagnosis.Type.LABEL_SHIFT);
        assertThat(type(4)).isEqualTo(Diagnosis.Type.COVARIATE_WITHOUT_LOSS);
        Diagnosis told = of("$accuracy").getFirst().diagnosis().orElseThrow();
        assertThat(told).isEqualTo(judged(1).orElseThrow().diagnosis().orElseThrow());
        assertThat(told.causes()).extracting(Cause::subject).contains("$accuracy", "plan");
    }

    @Test
    void shouldWaitForWhatIsFoundOfTheFeatures() {
        hour(0, Population.WORSE);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);
        assertThat(judged(0)).as("not found yet").isEmpty();

        steps.found(window(0), CHANGED);
        steps.revise();

        assertThat(type(0)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        assertThat(judged(1)).as("not found yet").isEmpty();
    }

    @Test
    void shouldNotWaitForLongAndBeginAgainWhenSomethingComes() {
        hour(0, Population.WORSE);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);
        steps.revise();
        assertThat(judged(0)).as("revised once").isEmpty();
        steps.revise();
        assertThat(type(0)).as("revised twice").isEqualTo(Diagnosis.Type.PERFORMANCE);
        steps.restart();
        hour(3, Population.WORSE);
        steps.revise();
        assertThat(type(1)).as("nothing is waited for").isEqualTo(Diagnosis.Type.PERFORMANCE);

        steps.found(window(3), UNCHANGED);
        hour(4, Population.WORSE);
        hour(5, Population.WORSE);
        steps.revise();

        assertThat(type(3)).isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(judged(4)).as("something came, so more may").isEmpty();
    }

    @Test
    void shouldKeepAWindowOpenUntilTheyCome() {
        readPastTheWaitOfHour(0);
        assertThat(isFinal(0)).as("not judged yet").isFalse();

        steps.found(window(0), CHANGED);
        steps.revise();

        assertThat(isFinal(0)).isTrue();
        assertThat(type(0)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
    }

    @Test
    void shouldNotKeepAWindowOpenForLong() {
        readPastTheWaitOfHour(0);
        steps.revise();
        assertThat(isFinal(0)).as("revised once").isFalse();
        steps.revise();

        assertThat(isFinal(0)).as("revised twice").isTrue();
        assertThat(type(0)).isEqualTo(Diagnosis.Type.PERFORMANCE);
    }

    @Test
    void shouldEndWithoutThemWhereNothingComesAnyMore() {
        readPastTheWaitOfHour(0);
        steps.finish();

        assertThat(steps.lastRevisions()).hasSize(3).allMatch(PerformanceRevision::last);
        assertThat(type(0)).isEqualTo(Diagnosis.Type.PERFORMANCE);
    }

    /** As where the days of a backlog are read at once. */
    private void readPastTheWaitOfHour(int hour) {
        hour(hour, Population.WORSE);
        hour(hour + 30, Population.BEFORE);
        hour(hour + 31, Population.BEFORE);
        assertThat(HOUR * 29).isGreaterThan(DAY);
    }

    @Test
    void shouldKeepWhatWasFoundOverARestartAsLongAsItIsNeeded() {
        steps.found(window(0), CHANGED);
        steps.restart();
        hour(0, Population.WORSE);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);
        assertThat(type(0)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
        steps.restart();
        steps.revise();
        assertThat(type(0)).as("after a restart").isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);

        for (int hour = 1; hour < 20; hour++) {
            steps.found(window(hour), CHANGED);
            hour(hour + 2, Population.WORSE);
        }
        steps.restart();

        assertThat(steps.savedKeys()).filteredOn(key -> key.startsWith("h/")).hasSizeLessThan(4);
    }

    /** What is wrong now was asked at another time. */
    @Test
    void shouldNotExplainErrorsByTheFeaturesOfTheTimeInWhichTheyBecameKnown() {
        hour(0, Population.BEFORE);
        steps.found(window(0), CHANGED);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);

        assertThat(of("$errorRate").getFirst().diagnosis().orElseThrow().type()).isEqualTo(Diagnosis.Type.PERFORMANCE);
    }

    /** Windows of the monitor that overlap: what was found of an earlier one is not about all of this one. */
    @Test
    void shouldWaitForWhatIsFoundOfTheWindowsEnd() {
        WindowKey earlier = new WindowKey(LabelSteps.MODEL, "1", "all", T0 - HOUR / 2, T0 + HOUR / 2);
        steps.found(earlier, UNCHANGED);
        hour(0, Population.WORSE);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);
        assertThat(judged(0)).isEmpty();

        steps.found(window(0), CHANGED);
        steps.revise();

        assertThat(type(0)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
    }

    @Test
    void shouldNotWaitForAWindowThatTheMonitorHasPassed() {
        steps.found(window(1), CHANGED);
        hour(0, Population.WORSE);
        hour(1, Population.WORSE);
        hour(2, Population.WORSE);

        assertThat(type(0)).isEqualTo(Diagnosis.Type.PERFORMANCE);
        assertThat(type(1)).isEqualTo(Diagnosis.Type.COVARIATE_WITH_LOSS);
    }

    /** As where all events of a version come too late for the monitor, and labels take them still. */
    @Test
    void shouldNotWaitLongForAVersionOfWhichNothingComes() {
        for (int hour = 0; hour < 12; hour++) {
            steps.found(window(hour), UNCHANGED);
            hour(hour, Population.BEFORE);
            ofVersion2(hour);
            steps.revise();
        }

        assertThat(judged(8)).isPresent();
        assertThat(steps.last().keySet()).anyMatch(window -> window.version().equals("2"));
    }

    private void ofVersion2(int hour) {
        for (int i = 0; i < ROWS; i++) {
            String id = "v2-" + hour + "-" + i;
            long timeMs = T0 + hour * HOUR + i * (HOUR / ROWS);
            steps.predict(LabelSteps.prediction(id, "2", timeMs, "yes", Double.NaN, Map.of()));
            steps.label(LabelSteps.truth(id, timeMs, "yes"));
        }
    }

    @Test
    void shouldNotWaitLongForAMonitorThatIsFarBehind() {
        hour(100, Population.WORSE);
        hour(101, Population.WORSE);
        hour(102, Population.WORSE);
        for (int hour = 0; hour < 10; hour++) {
            assertThat(judged(100)).as("waits after " + hour).isEmpty();
            steps.found(window(hour), UNCHANGED);
            steps.revise();
        }
        assertThat(type(100)).isEqualTo(Diagnosis.Type.PERFORMANCE);
        hour(103, Population.WORSE);
        steps.found(window(10), UNCHANGED);
        steps.revise();
        assertThat(type(101)).as("it is still behind").isEqualTo(Diagnosis.Type.PERFORMANCE);

        steps.found(window(103), UNCHANGED);
        hour(104, Population.WORSE);
        hour(105, Population.WORSE);
        hour(106, Population.WORSE);
        steps.revise();

        assertThat(type(103)).isEqualTo(Diagnosis.Type.CONCEPT);
        assertThat(judged(104)).as("it has caught up").isEmpty();
    }
}
