package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.ProfilerLimits;
import io.tidemark.stream.window.WindowKey;
import org.junit.jupiter.api.Test;

/** What an assess task may take. */
class AssessHeapTest {
    private static final long BUDGET = 2 << 20;
    private static final int ROWS = AssessSteps.ROWS;

    private final ControlPlane control = new ControlPlane();
    private AssessSteps task = new AssessSteps(control, BUDGET);

    private void marks(String model, long hour) {
        task.mark(0, model, hour);
        task.mark(1, model, hour);
    }

    @Test
    void shouldStayWithinItsHeapWhileAPartitionHoldsWindowsUp() {
        control.apply(SpecYaml.read("model: honest"));
        task.part(0, "honest", 0);
        for (int hour = 0; hour < 3_000; hour++) {
            task.part(0, "flood", hour);
            task.mark(0, "flood", hour);
            assertThat(task.heapBytes()).isLessThan(BUDGET + (64 << 10));
        }
        for (int hour = 0; hour < 3_000; hour++) {
            task.part(1, "flood", hour);
            assertThat(task.heapBytes()).isLessThan(BUDGET + (64 << 10));
        }
        marks("flood", 4_000);
        marks("honest", 1);

        assertThat(task.windows("flood").stream()
                        .mapToLong(WindowAssessed::rows)
                        .sum())
                .as("every row is published, before its time where there was no room to wait")
                .isEqualTo(6_000L * ROWS);
        assertThat(task.windows("honest")).singleElement().matches(window -> !window.supplement());
        assertThat(task.limits()).singleElement().satisfies(changed -> {
            assertThat(changed.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
            assertThat(changed.subject()).isEqualTo("$limit.memory");
        });
    }

    @Test
    void shouldStayWithinItsHeapWhileVersionsLearn() {
        control.apply(SpecYaml.read("model: honest\nlearnRows: 100000"));
        for (int hour = 0; hour < 40; hour++) {
            task.part(0, "honest", hour);
            marks("honest", hour);
            for (int model = 0; model < 20; model++) {
                task.part(0, AssessSteps.key("flood-" + model, "v" + hour, "all", hour), ROWS);
                marks("flood-" + model, hour);
                assertThat(task.heapBytes()).isLessThan(BUDGET + (256 << 10));
            }
        }
        // 41 windows of 500 rows: it has gone on learning all the while.
        control.apply(SpecYaml.read("model: honest\nlearnRows: 20000"));
        task.part(0, "honest", 40);
        marks("honest", 41);
        assertThat(task.published)
                .filteredOn(BaselineLearned.class::isInstance)
                .extracting(learned -> ((BaselineLearned) learned).model())
                .containsOnly("honest");
    }

    @Test
    void shouldJudgeNothingButTheNumberOfRowsOfAWindowThatWasNotProfiled() {
        control.apply(SpecYaml.read("model: m\nminRows: 100"));
        Models.giveBaseline(control, "1", "all", _ -> ROWS);
        task.part(0, "m", 0);
        task.unprofiled(0, AssessSteps.key("m", "1", "all", 1), 40 * ROWS);
        task.part(0, "m", 2);
        marks("m", 3);

        assertThat(task.windows("m")).extracting(WindowAssessed::rows).containsExactly(500L, 20_000L, 500L);
        assertThat(task.windows("m")).extracting(WindowAssessed::unprofiledRows).containsExactly(0L, 20_000L, 0L);
        assertThat(task.windows("m").get(1).features()).isEmpty();
        assertThat(task.windows("m").get(2).features().values())
                .singleElement()
                .satisfies(x -> assertThat(x.judgement()).isPresent());
        assertThat(task.published.stream()
                        .filter(EpisodeChanged.class::isInstance)
                        .map(EpisodeChanged.class::cast))
                .as("features that were not profiled are not missing")
                .allMatch(changed -> changed.verdict().kind() == DriftKind.VOLUME)
                .extracting(changed -> changed.change().type(), EpisodeChanged::window)
                .first()
                .isEqualTo(tuple(EpisodeTransition.Type.OPENED, AssessSteps.key("m", "1", "all", 1)));
        assertThat(task.windows("m").get(1).verdict().severity()).isEqualTo(Severity.MAJOR);
    }

    @Test
    void shouldTakeAsMuchAfterARestartOfModelsThatNothingComesForAnyMore() {
        task = new AssessSteps(control, ProfilerLimits.UNBOUNDED_HEAP);
        for (int model = 0; model < 20; model++) {
            for (int hour = 0; hour < 3; hour++) {
                task.part(0, "m" + model, hour);
                marks("m" + model, hour + 1);
            }
        }
        long before = task.heapBytes();
        assertThat(before).isGreaterThan(20 * 4096 * Double.BYTES);
        task.restart(ProfilerLimits.UNBOUNDED_HEAP);
        task.tick();
        assertThat(task.heapBytes()).isCloseTo(before, withinPercentage(15));

        task.restart(before / 2);
        task.part(0, "new", 0);
        assertThat(task.heapBytes()).as("they give up what they hold").isLessThan(before / 2);
    }

    @Test
    void shouldCountPartsOnTheirWay() {
        WindowKey window = AssessSteps.key("m", "1", "all", 0);
        task.send(new WindowPart(window, 0, ROWS, 0, 0, 3, new byte[10_000]));
        task.send(new FeaturePart(window, 0, "x", new byte[20_000]));
        task.send(new FeaturePart(window, 0, "y", new byte[30_000]));
        assertThat(task.heapBytes()).isBetween(60_000L, 62_000L);

        long before = task.heapBytes();
        task.restart(BUDGET);
        assertThat(task.heapBytes()).isEqualTo(before);
    }

    @Test
    void shouldCountNoPartsThatHaveArrived() {
        task = new AssessSteps(control, ProfilerLimits.UNBOUNDED_HEAP);
        task.part(0, "m", 0);
        long one = task.heapBytes();
        task.part(0, "m", 1);
        assertThat(task.heapBytes()).isEqualTo(2 * one);
    }

    @Test
    void shouldCountABaselineThatWasLearned() {
        task = new AssessSteps(control, ProfilerLimits.UNBOUNDED_HEAP);
        control.apply(SpecYaml.read("model: m\nlearnRows: 1500\nlearnFor: 0s"));
        for (int hour = 0; hour < 2; hour++) {
            task.part(0, "m", hour);
            marks("m", hour + 1);
        }
        long before = task.heapBytes();
        task.part(0, "m", 2);
        marks("m", 3);

        Baseline baseline = task.published.stream()
                .filter(BaselineLearned.class::isInstance)
                .map(learned -> ((BaselineLearned) learned).baseline())
                .findFirst()
                .orElseThrow();
        long values = baseline.feature("x").orElseThrow().distribution().n();
        assertThat(values).isEqualTo(1_500);
        assertThat(task.heapBytes() - before)
                .as("at least its distribution: of each value the value and its rank")
                .isGreaterThan(values * (Double.BYTES + Long.BYTES));
    }
}
