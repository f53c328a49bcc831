package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.BaselineLearned;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.ControlPlane.Manifest;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.state.StateFormatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssessorTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long T0 = 978_307_200_000L;

    private final ControlPlane control = new ControlPlane();

    /** A baseline of 10,000 standard normal numbers named x, for all rows of m/v1. */
    private void giveBaseline() {
        FeatureSketch x = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            x.updateNumber(random.nextGaussian());
        }
        Baseline baseline = Baseline.ofSketches(10_000, Map.of("x", x), false, "test", Instant.EPOCH);
        BaselineTarget target = new BaselineTarget("m", "v1", "all");
        baseline.features().values().forEach(f -> control.addFeature(target, baseline.id(), f));
        control.addManifest(
                target, new Manifest(baseline.id(), List.of("x"), 10_000, "test", 0, false, Optional.empty()));
    }

    private static void feedHour(TwoSteps steps, int partition, int hour, int rows, double shift, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            steps.feed(
                    partition,
                    steps.events(partition)
                            .event(
                                    "m",
                                    "v1",
                                    T0 + hour * HOUR + i * HOUR / rows,
                                    Map.of("x", random.nextGaussian() + shift)));
        }
    }

    private static FeatureAssessment feature(WindowAssessed window, String name) {
        return Objects.requireNonNull(window.features().get(name), name);
    }

    @Test
    void shouldJudgeAWindowWhenAllPartitionsHavePassedIt() {
        TwoSteps steps = new TwoSteps(2, control);
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 0, 1, 300, 0, 2);
        feedHour(steps, 1, 0, 300, 0, 3);
        steps.deliverAll();
        assertThat(steps.windows()).as("partition 1 is still in the first hour").isEmpty();

        feedHour(steps, 1, 1, 300, 0, 4);
        steps.deliverAll();

        assertThat(steps.windows()).singleElement().satisfies(window -> {
            assertThat(window.rows()).isEqualTo(600);
            assertThat(window.window().startMs()).isEqualTo(T0);
            assertThat(feature(window, "x").sketch().numbers()).isEqualTo(600);
        });
    }

    @Test
    void shouldNotWaitForAPartitionThatNeverSawTheModelOnceItsHeartbeatShowsSo() {
        TwoSteps steps = new TwoSteps(2, control);
        steps.feed(1, steps.events(1).event("other", "v1", T0, Map.of("x", 1)));
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 0, 1, 300, 0, 2);
        steps.deliverAll();
        assertThat(steps.windows()).isEmpty();

        steps.advance(29_000);
        feedHour(steps, 0, 2, 10, 0, 2);
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(steps.windows())
                .as("partition 1 may still be about to announce the model")
                .isEmpty();

        steps.advance(1_000);
        feedHour(steps, 0, 3, 10, 0, 2);
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(steps.windows()).hasSize(3);
    }

    @Test
    void shouldCloseOpenWindowsWhenAllPartitionsAreIdle() {
        TwoSteps steps = new TwoSteps(2, control);
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 1, 0, 300, 0, 2);
        steps.advance(30_000);
        steps.deliverAll();

        assertThat(steps.windows())
                .singleElement()
                .satisfies(w -> assertThat(w.rows()).isEqualTo(600));
    }

    @Test
    void shouldKeepAWindowOpenThatLiesAheadOfTheClockThoughAllAreIdle() {
        TwoSteps steps = new TwoSteps(1, control);
        steps.feed(0, steps.events(0).event("m", "v1", TwoSteps.NOW, Map.of("x", 1)));
        steps.advance(30_000);
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(steps.windows()).isEmpty();

        steps.advance(2 * HOUR);
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(steps.windows()).hasSize(1);
    }

    @Test
    void shouldPublishRowsForAJudgedWindowAsASupplement() {
        TwoSteps steps = new TwoSteps(1, control);
        feedHour(steps, 0, 0, 300, 0, 1);
        steps.advance(30_000);
        steps.deliverAll();
        feedHour(steps, 0, 0, 200, 0, 2);
        steps.advance(30_000);
        steps.deliverAll();

        assertThat(steps.windows()).extracting(WindowAssessed::supplement).containsExactly(false, true);
        assertThat(steps.windows()).extracting(WindowAssessed::rows).containsExactly(300L, 200L);
    }

    @Test
    void shouldStillKnowASupplementAfterARestart() {
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 300, 0, 1);
        steps.advance(30_000);
        feedHour(steps, 0, 0, 200, 0, 2);
        steps.advance(30_000);
        while (steps.deliverOne(0)) {
            steps.restartAssessor(store);
        }

        assertThat(steps.windows()).extracting(WindowAssessed::supplement).containsExactly(false, true);
        assertThat(steps.windows()).extracting(WindowAssessed::rows).containsExactly(300L, 200L);
    }

    @Test
    void shouldStillWaitForAllPartitionsAfterARestart() {
        TwoSteps steps = new TwoSteps(2, control);
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 0, 1, 300, 0, 2);
        steps.deliverAll();
        steps.restartAssessor(store);
        steps.tickAssessor();
        assertThat(steps.windows()).as("partition 1 has not been heard of").isEmpty();

        steps.advance(30_000);
        steps.deliverAll();
        steps.tickAssessor();
        assertThat(steps.windows())
                .as("partition 1 has read on since the model was first seen")
                .hasSize(2);
    }

    @Test
    void shouldStillKnowWhichPartitionsAreIdleAfterARestart() {
        TwoSteps steps = new TwoSteps(2, control);
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 300, 0, 1);
        steps.advance(20_000);
        feedHour(steps, 1, 0, 200, 0, 2);
        steps.advance(20_000);
        steps.deliverAll();
        steps.restartAssessor(store);
        assertThat(steps.windows()).as("partition 1 is still reading it").isEmpty();

        feedHour(steps, 1, 1, 200, 0, 3);
        steps.deliverAll();
        assertThat(steps.windows())
                .singleElement()
                .satisfies(w -> assertThat(w.rows()).isEqualTo(500));
    }

    @Test
    void shouldNotCountAPartBeforeItIsComplete() {
        TwoSteps steps = new TwoSteps(2, control);
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 1, 0, 300, 0, 2);
        feedHour(steps, 0, 1, 300, 0, 1);
        feedHour(steps, 1, 1, 300, 0, 2);
        // Partition 0: its announcement, its window, and not yet the window's feature.
        for (int messages = 0; messages < 2; messages++) {
            assertThat(steps.deliverOne(0)).isTrue();
        }
        MemoryStateWriter store = new MemoryStateWriter();
        steps.restartAssessor(store);
        while (steps.deliverOne(1)) {
            assertThat(steps.windows()).isEmpty();
        }
        steps.restartAssessor(store);
        steps.deliverAll();

        assertThat(steps.windows()).singleElement().satisfies(window -> {
            assertThat(window.rows()).isEqualTo(600);
            assertThat(feature(window, "x").sketch().present()).isEqualTo(600);
        });
    }

    @Test
    void shouldOpenAndResolveAnEpisodeAndExplainIt() {
        giveBaseline();
        TwoSteps steps = new TwoSteps(1, control);
        for (int hour = 0; hour < 6; hour++) {
            feedHour(steps, 0, hour, 1_000, hour == 1 || hour == 2 ? 2 : 0, hour);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(steps.windows()).hasSize(6);
        assertThat(steps.episodes())
                .extracting(e -> e.change().type() + " "
                        + Instant.ofEpochMilli(e.window().startMs()))
                .containsExactly("OPENED 2001-01-01T01:00:00Z", "RESOLVED 2001-01-01T04:00:00Z");
        assertThat(steps.episodes().getFirst().verdict().severity()).isEqualTo(Severity.MAJOR);
        assertThat(steps.episodes().getFirst().verdict().reason()).contains("x");
    }

    @Test
    void shouldKeepEpisodesAndWindowsOverARestart() {
        giveBaseline();
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        for (int hour = 0; hour < 6; hour++) {
            feedHour(steps, 0, hour, 1_000, hour == 1 || hour == 2 ? 2 : 0, hour);
            steps.deliverAll();
            steps.restartAssessor(store);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(steps.windows()).hasSize(6);
        assertThat(steps.episodes())
                .extracting(e -> e.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(steps.episodes().stream().map(e -> e.change().episode().id()).distinct())
                .hasSize(1);
    }

    @Test
    void shouldLearnABaselineFromTheFirstRowsAndJudgeTheNextWindowByIt() {
        control.apply(MonitorSpec.defaults("m").withLearning(2_000, Duration.ZERO));
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        for (int hour = 0; hour < 4; hour++) {
            feedHour(steps, 0, hour, 1_000, hour == 3 ? 2 : 0, hour);
            steps.deliverAll();
            steps.restartAssessor(store);
        }
        steps.finish();
        steps.deliverAll();

        assertThat(steps.assessments.stream().filter(BaselineLearned.class::isInstance))
                .singleElement()
                .satisfies(learned -> {
                    Baseline baseline = ((BaselineLearned) learned).baseline();
                    assertThat(baseline.learned()).isTrue();
                    assertThat(baseline.rows()).isEqualTo(2_000);
                });
        assertThat(steps.windows()).extracting(w -> w.baseline().isPresent()).containsExactly(false, false, true, true);
        assertThat(steps.episodes()).singleElement().satisfies(e -> {
            assertThat(e.yardstick().learned()).isTrue();
            assertThat(e.window().startMs()).isEqualTo(T0 + 3 * HOUR);
        });
    }

    @Test
    void shouldForgetWhatItLearnedOnceABaselineIsPublished() {
        control.apply(MonitorSpec.defaults("m").withLearning(2_000, Duration.ZERO));
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 1_000, 0, 1);
        feedHour(steps, 0, 1, 1_000, 0, 2);
        steps.deliverAll();
        steps.restartAssessor(store);
        assertThat(store.size())
                .as("watermarks, judged spans, traffic, header, feature and window of what is learned")
                .isEqualTo(6);

        giveBaseline();
        feedHour(steps, 0, 2, 1_000, 0, 3);
        steps.deliverAll();
        steps.restartAssessor(store);

        assertThat(steps.windows()).extracting(w -> w.baseline().isPresent()).containsExactly(false, true);
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldShowAFeatureThatNoRowHasAsMissing() {
        giveBaseline();
        TwoSteps steps = new TwoSteps(1, control);
        for (int i = 0; i < 300; i++) {
            steps.feed(0, steps.events(0).event("m", "v1", T0 + i, Map.of("y", i)));
        }
        steps.finish();
        steps.deliverAll();

        assertThat(steps.episodes()).singleElement().satisfies(e -> {
            assertThat(e.subject()).isEqualTo("x");
            assertThat(e.evidence().statistics()).containsEntry("missing", 1.0);
            assertThat(e.evidence().currentRows()).isEqualTo(300);
        });
        assertThat(feature(steps.windows().getFirst(), "y").judgement()).isEmpty();
    }

    @Test
    void shouldHoldTheCapOnSegmentsOverAllPartitions() {
        control.apply(MonitorSpec.defaults("m").with(new MonitorSpec.Segments(List.of("city"), 3)));
        TwoSteps steps = new TwoSteps(4, control);
        for (int i = 0; i < 40; i++) {
            int partition = i % 4;
            steps.feed(
                    partition,
                    steps.events(partition).event("m", "v1", T0 + i, Map.of("x", i), Map.of("city", "city-" + i % 12)));
        }
        steps.finish();
        steps.deliverAll(new Random(3));

        List<WindowAssessed> windows = steps.windows();
        assertThat(windows.stream().map(w -> w.window().segment())).hasSize(5).contains("all", "city=other");
        assertThat(windows.stream()
                        .filter(w -> !w.window().segment().equals("all"))
                        .mapToLong(WindowAssessed::rows)
                        .sum())
                .isEqualTo(40);
    }

    @Test
    void shouldWaitForWindowsThatOpenedBeforeTheGraceWasShortened() {
        TwoSteps steps = new TwoSteps(2, control);
        control.apply(withGrace(Duration.ofMinutes(10)));
        steps.feed(0, steps.events(0).event("m", "v1", T0, Map.of("x", 0)));
        control.apply(withGrace(Duration.ofMinutes(1)));
        feedHour(steps, 0, 0, 299, 0, 1);
        feedHour(steps, 1, 0, 200, 0, 2);
        for (int minute = 0; minute < 20; minute++) {
            for (int partition = 0; partition < 2; partition++) {
                steps.feed(
                        partition,
                        steps.events(partition).event("m", "v1", T0 + HOUR + minute * MINUTE, Map.of("x", minute)));
                steps.deliverAll();
            }
        }

        assertThat(steps.windows())
                .singleElement()
                .satisfies(window -> assertThat(window.rows()).isEqualTo(500));
    }

    private static MonitorSpec withGrace(Duration grace) {
        MonitorSpec defaults = MonitorSpec.defaults("m");
        return defaults.withTimes(defaults.window(), grace);
    }

    @Test
    void shouldForgetVersionsThatNeverGetEnoughRowsForABaseline() {
        int targets = 8;
        control.apply(MonitorSpec.defaults("m")
                .withMinRows(1)
                .withLearning(12, Duration.ZERO)
                .with(new MonitorSpec.Segments(List.of(), 1)));
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        for (int hour = 0; hour < 20; hour++) {
            steps.feed(0, steps.events(0).event("m", "v" + hour, T0 + hour * HOUR, Map.of("x", 1)));
            steps.feed(0, steps.events(0).event("m", "steady", T0 + hour * HOUR + 1, Map.of("x", 1)));
            steps.deliverAll();
            steps.restartAssessor(store);
        }

        assertThat(store.size())
                .as("watermarks, judged spans, traffic, header and feature of what is being learned, and its windows")
                .isEqualTo(3 + 2 * targets + (targets - 1) + 12);
        assertThat(steps.windows().stream()
                        .filter(w -> w.window().version().equals("steady"))
                        .filter(w -> w.baseline().isPresent()))
                .as("a version that keeps coming is not forgotten")
                .isNotEmpty();
    }

    @Test
    void shouldNotKeepWhatAMonitorMustNotLearnFrom() {
        control.apply(MonitorSpec.defaults("m").withLearning(0, Duration.ZERO));
        TwoSteps steps = new TwoSteps(1, control);
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 300, 0, 1);
        steps.finish();
        steps.deliverAll();
        steps.restartAssessor(store);

        assertThat(steps.windows()).hasSize(1);
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldHoldTheCapOnSegmentsWhoseValuesLookLikeOther() {
        control.apply(MonitorSpec.defaults("m").with(new MonitorSpec.Segments(List.of("city"), 3)));
        TwoSteps steps = new TwoSteps(4, control);
        for (int i = 0; i < 40; i++) {
            int partition = i % 4;
            steps.feed(
                    partition,
                    steps.events(partition).event("m", "v1", T0 + i, Map.of("x", i), Map.of("city", i + "=other")));
        }
        steps.finish();
        steps.deliverAll();

        assertThat(steps.windows().stream().map(w -> w.window().segment()))
                .hasSize(5)
                .contains("all", "city=other");
    }

    @Test
    void shouldLeaveNothingBehindInTheStoreOfJudgedWindows() {
        TwoSteps steps = new TwoSteps(1, control);
        giveBaseline();
        MemoryStateWriter store = new MemoryStateWriter();
        feedHour(steps, 0, 0, 300, 0, 1);
        feedHour(steps, 0, 1, 1, 0, 1);
        steps.feed(0, steps.events(0).event("m", "v1", T0 + HOUR + MINUTE, Map.of("x", 1)));
        steps.deliverAll();
        steps.restartAssessor(store);

        assertThat(steps.windows()).hasSize(1);
        assertThat(store.size()).as("watermarks, judged spans and traffic").isEqualTo(3);
    }

    @Test
    void shouldRefuseStateThatItDoesNotKnow() {
        for (String key : List.of("z/m/of-a-newer-release", "a/m/of-a-newer-release")) {
            Assessor assessor = new Assessor(control, Duration.ofSeconds(30), new MemoryWindowHistory());
            assertThatThrownBy(() -> assessor.restore(key, new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}))
                    .isInstanceOf(StateFormatException.class)
                    .hasMessageContaining(key);
        }
    }
}
