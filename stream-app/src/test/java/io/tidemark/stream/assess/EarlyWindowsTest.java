package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.baseline.ArrivalProfile;
import io.tidemark.profile.baseline.ArrivalProfile.Expectation;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.window.ProfilerLimits;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows that wait for a partition, and that there is no room to let wait. */
class EarlyWindowsTest {
    /** Room for about ten windows. */
    private static final long BUDGET = 128 << 10;

    private static final int LIVE_FROM = 6;
    private static final int LAST = 40;

    private final ControlPlane control = new ControlPlane();
    private AssessSteps task = new AssessSteps(control, BUDGET);

    @BeforeEach
    void applySpec() {
        control.apply(SpecYaml.read("model: m\nminRows: 50\nlearnRows: 0"));
    }

    /** The model is live for some hours; then partition 1 stands still. Answers the hours that were published before their time. */
    private Set<Long> lagBehind() {
        for (int hour = 0; hour < LIVE_FROM; hour++) {
            task.part(0, "m", hour);
            task.liveMark(0, "m", hour + 1);
            task.liveMark(1, "m", hour + 1);
        }
        for (int hour = LIVE_FROM; hour < LAST; hour++) {
            task.part(0, "m", hour);
            task.liveMark(0, "m", hour + 1);
        }
        return supplements();
    }

    private Set<Long> supplements() {
        return hours(
                task.windows("m").stream().filter(WindowAssessed::supplement).toList());
    }

    private static Set<Long> hours(List<WindowAssessed> windows) {
        return windows.stream()
                .map(window -> (window.window().startMs() - T0) / HOUR)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldPublishTheEarliestBeforeTheirTime() {
        Set<Long> early = lagBehind();

        assertThat(early)
                .hasSizeBetween(10, LAST - LIVE_FROM - 5)
                .containsExactlyElementsOf(LongStream.range(LIVE_FROM, LIVE_FROM + early.size())
                        .boxed()
                        .toList());
        assertThat(task.heapBytes()).isLessThanOrEqualTo(BUDGET);
    }

    @Test
    void shouldNotTakeWhatWasPublishedBeforeItsTimeForPanesWithoutRows() {
        Models.giveBaseline(control, "1", "all", _ -> AssessSteps.ROWS);
        lagBehind();
        task.liveMark(1, "m", LAST);

        assertThat(task.windows("m").stream().mapToLong(WindowAssessed::rows).sum())
                .isEqualTo((long) LAST * AssessSteps.ROWS);
        assertThat(task.windows("m").getLast().supplement()).isFalse();
        assertThat(task.volumes()).isEmpty();

        task.part(0, AssessSteps.key("m", "1", "all", LAST), 10);
        task.liveMark(0, "m", LAST + 1);
        task.liveMark(1, "m", LAST + 1);
        assertThat(task.volumes()).as("the number of rows is judged again").hasSize(1);
    }

    @Test
    void shouldNotJudgeWhatTheOtherPartitionsSendOfThemHoweverManyThereAre() {
        Models.giveBaseline(control, "1", "all", _ -> 2 * AssessSteps.ROWS);
        int hours = WindowMerger.REMEMBERED_SPANS + 500;
        for (int hour = 0; hour < hours; hour++) {
            task.part(0, "m", hour);
            task.liveMark(0, "m", hour + 1);
        }
        Set<Long> early = supplements();
        assertThat(early.size()).isGreaterThan(WindowMerger.REMEMBERED_SPANS);
        for (int hour = 0; hour < hours; hour++) {
            task.part(1, "m", hour);
            task.liveMark(1, "m", hour + 1);
        }

        assertThat(hours(task.windows("m").stream()
                        .filter(window -> !window.supplement())
                        .toList()))
                .as("judged")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(early);
        assertThat(task.windows("m").stream().mapToLong(WindowAssessed::rows).sum())
                .isEqualTo(2L * hours * AssessSteps.ROWS);
        assertThat(task.volumes()).isEmpty();
    }

    @Test
    void shouldJudgeTheSameWhereverItIsRestarted() {
        Models.giveBaseline(control, "1", "all", _ -> 120);
        List<List<String>> results = new ArrayList<>();
        for (int every : new int[] {LAST + 1, 1, 7}) {
            task = new AssessSteps(control, BUDGET / 2);
            for (int hour = 0; hour < LAST; hour++) {
                // Some take more than those before them.
                task.part(0, AssessSteps.key("m", "1", "all", hour), hour % 4 == 3 ? 2 * AssessSteps.ROWS : 100);
                task.liveMark(0, "m", hour + 1);
                if (hour % 3 == 0) {
                    task.part(1, AssessSteps.key("m", "1", "all", hour / 3), 20);
                    task.liveMark(1, "m", hour / 3 + 1);
                }
                if (hour % every == every - 1) {
                    task.restart(BUDGET / 2);
                }
            }
            for (int hour = LAST / 3 + 1; hour < LAST; hour++) {
                task.part(1, AssessSteps.key("m", "1", "all", hour), 20);
                task.liveMark(1, "m", hour + 1);
            }
            assertThat(supplements()).isNotEmpty();
            results.add(task.published.stream().map(EarlyWindowsTest::text).toList());
        }

        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @Test
    void shouldNotSayThatASegmentHadNoDataWhoseWindowsWerePublishedBeforeTheirTime() {
        control.apply(SpecYaml.read("model: m\nminRows: 50\nlearnRows: 0\nsegments: {by: [city]}"));
        Models.giveBaseline(control, "1", "city=a", _ -> AssessSteps.ROWS);
        WindowKey drifted = AssessSteps.key("m", "1", "city=a", 0);
        FeatureSketch large = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        for (int i = 0; i < AssessSteps.ROWS; i++) {
            large.updateNumber(100 + i);
        }
        task.part(0, drifted, AssessSteps.ROWS, large);
        for (int hour = 0; hour < LAST; hour++) {
            task.part(0, "m", hour);
            if (hour > 0 && hour < LAST - 15) {
                task.part(0, AssessSteps.key("m", "1", "city=a", hour), AssessSteps.ROWS);
            }
            task.mark(0, "m", hour + 1);
            if (hour == 0) {
                task.mark(1, "m", hour + 1);
            }
        }
        assertThat(supplements()).contains(LAST - 16L);
        task.mark(1, "m", LAST);

        assertThat(task.windows("m").getLast().supplement()).isFalse();
        assertThat(task.published.stream()
                        .filter(EpisodeChanged.class::isInstance)
                        .map(EpisodeChanged.class::cast)
                        .filter(changed -> changed.subject().equals("x")))
                .extracting(changed -> changed.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED);
    }

    private static String text(Assessment assessment) {
        return switch (assessment) {
            case WindowAssessed window ->
                window.window() + " " + window.rows() + " " + window.supplement() + " " + window.judged() + " "
                        + window.features().values().stream()
                                .map(feature -> feature.judgement()
                                        .map(judgement -> judgement.verdict().reason()))
                                .toList();
            case EpisodeChanged changed -> changed.window() + " " + changed.change() + " " + changed.evidence();
            case BaselineLearned learned -> learned.baseline().id();
        };
    }

    @Test
    void shouldReadWhatEarlierReleasesRemembered() {
        for (int version = 1; version <= 2; version++) {
            task = new AssessSteps(control, BUDGET);
            BinaryOut judged = new BinaryOut(version);
            if (version == 2) {
                judged.writeLong(T0 + 5 * HOUR);
            }
            judged.writeInt(1).writeLong(T0 + 4 * HOUR).writeLong(T0 + 5 * HOUR);
            task.store().put("a/m/judged", judged.toBytes());
            task.crash(BUDGET);
            for (int hour = 3; hour < 7; hour++) {
                task.part(0, "m", hour);
            }
            task.mark(0, "m", 7);
            task.mark(1, "m", 7);

            assertThat(supplements()).as("of format %d", version).containsExactly(4L);
            assertThat(task.windows("m")).hasSize(4);
        }
    }

    @Test
    void shouldLearnNothingOfWhenRowsComeFromHoursWhoseRowsAreNotAllThere() {
        control.apply(SpecYaml.read("""
                model: m
                minRows: 50
                learnRows: 12000
                learnFor: 1d
                segments: {by: [city], max: 10}
                """));
        task = new AssessSteps(control, 2 * BUDGET);
        for (int hour = 0; hour < 60; hour++) {
            boolean lags = hour >= LIVE_FROM && hour < LIVE_FROM + 12;
            task.part(0, "m", hour);
            if (lags) {
                // All that waits of an hour is more than what was learned of all rows.
                for (String city : List.of("a", "b", "c", "d", "e", "f")) {
                    task.part(0, AssessSteps.key("m", "1", "city=" + city, hour), AssessSteps.ROWS);
                }
            }
            task.liveMark(0, "m", hour + 1);
            if (!lags) {
                task.liveMark(1, "m", hour + 1);
            }
        }

        assertThat(supplements()).isNotEmpty();
        List<ArrivalProfile.Slot> covered = learnedArrivals().slots().stream()
                .filter(slot -> slot.coveredMs() > 0)
                .toList();
        assertThat(covered).isNotEmpty().allMatch(slot -> slot.rows() == AssessSteps.ROWS);
    }

    @Test
    void shouldLearnWhenRowsComeFromWindowsThatWereNotProfiled() {
        control.apply(SpecYaml.read("model: m\nlearnRows: 12000\nlearnFor: 1d"));
        task = new AssessSteps(control, ProfilerLimits.UNBOUNDED_HEAP);
        for (int hour = 0; hour < 30; hour++) {
            if (hour == 14) {
                task.unprofiled(0, AssessSteps.key("m", "1", "all", hour), AssessSteps.ROWS);
            } else {
                task.part(0, "m", hour);
            }
            task.mark(0, "m", hour + 1);
            task.mark(1, "m", hour + 1);
        }

        assertThat(learnedArrivals().expected(T0 + Models.DAY * 7 + 14 * HOUR, T0 + Models.DAY * 7 + 15 * HOUR))
                .map(Expectation::rows)
                .hasValue((double) AssessSteps.ROWS);
    }

    private ArrivalProfile learnedArrivals() {
        return task.published.stream()
                .filter(BaselineLearned.class::isInstance)
                .map(BaselineLearned.class::cast)
                .filter(learned -> learned.segment().equals("all"))
                .findFirst()
                .orElseThrow()
                .baseline()
                .arrivals()
                .orElseThrow();
    }
}
