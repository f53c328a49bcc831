package io.tidemark.stream.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.topology.DriftEvents;
import io.tidemark.stream.window.Limit;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an assess task may take, and what it tells of excess. */
class AssessHeapTest {
    private static final long HOUR = Models.HOUR;
    private static final long T0 = Models.T0;
    private static final long NOW = 1_900_000_000_000L;
    private static final long BUDGET = 2 << 20;
    private static final int ROWS = 500;

    private final ControlPlane control = new ControlPlane();
    private final List<Assessment> published = new ArrayList<>();
    private final Random random = new Random(2);
    private Assessor assessor = newAssessor();

    private Assessor newAssessor() {
        return new Assessor(control, Duration.ofSeconds(30), new MemoryWindowHistory(), BUDGET, 0);
    }

    private void part(String model, String version, String segment, long hour, long unprofiled) {
        WindowKey key = new WindowKey(model, version, segment, T0 + hour * HOUR, T0 + (hour + 1) * HOUR);
        assessor.accept(
                new WindowPart(key, 0, ROWS, unprofiled, 0, unprofiled > 0 ? 0 : 1, new byte[0]), published::add);
        if (unprofiled == 0) {
            FeatureSketch x = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
            for (int i = 0; i < ROWS; i++) {
                x.updateNumber(random.nextGaussian());
            }
            assessor.accept(new FeaturePart(key, 0, "x", x.toBytes()), published::add);
        }
    }

    /** Of one of two partitions; what it says is not enough to judge anything. */
    private void mark(String model, int partition, long hour) {
        assessor.accept(new Watermark(model, partition, 2, T0 + hour * HOUR, false, NOW, NOW), published::add);
    }

    private List<WindowAssessed> windows(String model) {
        return published.stream()
                .filter(WindowAssessed.class::isInstance)
                .map(WindowAssessed.class::cast)
                .filter(window -> window.window().model().equals(model))
                .toList();
    }

    private List<EpisodeChanged> limits() {
        return published.stream()
                .filter(EpisodeChanged.class::isInstance)
                .map(EpisodeChanged.class::cast)
                .filter(changed -> changed.verdict().kind() == DriftKind.LIMIT)
                .toList();
    }

    @Test
    void shouldStayWithinItsHeapWhileAPartitionHoldsWindowsUp() {
        control.apply(SpecYaml.read("model: honest"));
        part("honest", "1", "all", 0, 0);
        for (int hour = 0; hour < 3_000; hour++) {
            part("flood", "1", "all", hour, 0);
            mark("flood", 0, hour);
            assertThat(assessor.heapBytes()).isLessThan(BUDGET + (64 << 10));
        }
        mark("flood", 1, 4_000);
        mark("flood", 0, 4_000);
        mark("honest", 0, 1);
        mark("honest", 1, 1);

        assertThat(windows("flood").stream().mapToLong(WindowAssessed::rows).sum())
                .as("every row is published, before its time where there was no room to wait")
                .isEqualTo(3_000L * ROWS);
        assertThat(windows("flood")).anyMatch(WindowAssessed::supplement).anyMatch(window -> !window.supplement());
        assertThat(windows("honest")).singleElement().matches(window -> !window.supplement());
        assertThat(limits()).singleElement().satisfies(changed -> {
            assertThat(changed.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
            assertThat(changed.subject()).isEqualTo("$limit.memory");
        });
    }

    @Test
    void shouldStayWithinItsHeapWhileVersionsLearn() {
        control.apply(SpecYaml.read("model: honest\nlearnRows: 100000"));
        for (int hour = 0; hour < 40; hour++) {
            part("honest", "1", "all", hour, 0);
            mark("honest", 0, hour);
            mark("honest", 1, hour);
            for (int model = 0; model < 20; model++) {
                part("flood-" + model, "v" + hour, "all", hour, 0);
                mark("flood-" + model, 0, hour);
                mark("flood-" + model, 1, hour);
                assertThat(assessor.heapBytes()).isLessThan(BUDGET + (256 << 10));
            }
        }
        // 41 windows of 500 rows: it has gone on learning all the while.
        control.apply(SpecYaml.read("model: honest\nlearnRows: 20000"));
        part("honest", "1", "all", 40, 0);
        mark("honest", 0, 41);
        mark("honest", 1, 41);
        assertThat(published)
                .filteredOn(Assessment.BaselineLearned.class::isInstance)
                .extracting(learned -> ((Assessment.BaselineLearned) learned).model())
                .containsOnly("honest");
    }

    @Test
    void shouldJudgeNothingButTheNumberOfRowsOfAWindowThatWasNotProfiled() {
        control.apply(SpecYaml.read("model: m\nminRows: 100"));
        Models.give(control, "1", Models.baselineOf("x", 1));
        part("m", "1", "all", 0, 0);
        part("m", "1", "all", 1, ROWS);
        part("m", "1", "all", 2, 0);
        mark("m", 0, 3);
        mark("m", 1, 3);

        List<WindowAssessed> windows = windows("m");
        assertThat(windows).extracting(WindowAssessed::rows).containsExactly(500L, 500L, 500L);
        assertThat(windows).extracting(WindowAssessed::unprofiledRows).containsExactly(0L, 500L, 0L);
        assertThat(windows.get(1).features()).isEmpty();
        assertThat(windows.get(1).verdict().severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(windows.get(2).features().values())
                .singleElement()
                .satisfies(x -> assertThat(x.judgement()).isPresent());
        assertThat(published)
                .as("features that were not profiled are not missing")
                .noneMatch(EpisodeChanged.class::isInstance);
    }

    @Test
    void shouldCountSegmentsBeyondTheLimitOfAllPartitions() {
        control.apply(SpecYaml.read("model: m\nsegments: {by: [city], max: 2}"));
        for (String city : List.of("all", "city=a", "city=b", "city=c", "city=d")) {
            part("m", "1", city, 0, 0);
        }
        mark("m", 0, 1);
        mark("m", 1, 1);

        assertThat(windows("m"))
                .extracting(window -> window.window().segment())
                .containsExactly(Segments.ALL, "city=a", "city=b", "city=other");
        assertThat(limits()).singleElement().satisfies(changed -> {
            assertThat(changed.subject()).isEqualTo("$limit.segments");
            assertThat(changed.evidence().statistics()).containsEntry("excess", 2.0 * ROWS);
        });
    }

    @Test
    void shouldTellOfALimitOnceAndOfItsEndAlsoOverARestart() {
        heartbeats(NOW);
        for (int i = 0; i < 100; i++) {
            assessor.accept(new LimitPassed("", 0, Limit.MODELS, 10, NOW + i), published::add);
            assessor.accept(new LimitPassed("m", 1, Limit.CATEGORIES, 1, NOW + i), published::add);
        }
        MemoryStateWriter store = new MemoryStateWriter();
        assessor.save(store);
        assessor = newAssessor();
        store.restoreInto(assessor);
        heartbeats(NOW + 300_000);
        heartbeats(NOW + 300_100);
        heartbeats(NOW + 900_000);

        assertThat(limits())
                .extracting(
                        changed -> changed.window().model(),
                        EpisodeChanged::subject,
                        changed -> changed.change().type(),
                        changed -> changed.evidence().statistics().get("excess"))
                .containsExactly(
                        tuple("*", "$limit.models", EpisodeTransition.Type.OPENED, 10.0),
                        tuple("m", "$limit.categories", EpisodeTransition.Type.OPENED, 1.0),
                        tuple("*", "$limit.models", EpisodeTransition.Type.RESOLVED, 1_000.0),
                        tuple("m", "$limit.categories", EpisodeTransition.Type.RESOLVED, 100.0));
        assertThat(limits().getFirst().change().episode().severity()).isEqualTo(Severity.MAJOR);
        assertThat(limits().get(1).change().episode().severity()).isEqualTo(Severity.MINOR);
        assertThat(DriftEvents.of(limits().getFirst(), Instant.EPOCH)).satisfies(event -> {
            assertThat(event.getKind()).isEqualTo(io.tidemark.schemas.avro.DriftKind.LIMIT);
            assertThat(event.getModelId()).isEqualTo("*");
            assertThat(event.getFeature()).isEqualTo("$limit.models");
            assertThat(event.getReason()).contains("dead letters", "tidemark.max.models");
        });
    }

    private void heartbeats(long clockMs) {
        assessor.accept(new Heartbeat(0, clockMs), published::add);
        assessor.accept(new Heartbeat(1, clockMs), published::add);
    }
}
