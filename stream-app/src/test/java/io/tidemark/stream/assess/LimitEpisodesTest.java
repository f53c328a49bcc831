package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.AssessSteps.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.decision.Verdict;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.stream.assess.Assessment.WindowAssessed;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.topology.DriftEvents;
import io.tidemark.stream.window.Limit;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfilerLimits;
import io.tidemark.stream.window.Segments;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of limits that were passed. */
class LimitEpisodesTest {
    private static final long BUDGET = 64 << 10;
    private static final int ROWS = AssessSteps.ROWS;

    private final ControlPlane control = new ControlPlane();
    private AssessSteps task = new AssessSteps(control, ProfilerLimits.UNBOUNDED_HEAP);

    private List<String> told() {
        return task.limits().stream()
                .map(changed -> "%s %s %s %.0f"
                        .formatted(
                                changed.window().model(),
                                changed.subject(),
                                changed.change().type(),
                                changed.evidence().statistics().get("excess")))
                .toList();
    }

    private DriftEvent lastEvent() {
        return DriftEvents.of(task.limits().getLast(), Instant.EPOCH);
    }

    @Test
    void shouldTellOfALimitOnceAndOfItsEndAlsoOverARestart() {
        task.heartbeats(NOW);
        for (int i = 0; i < 100; i++) {
            task.send(new LimitPassed("", 0, Limit.MODELS, 10, NOW + i));
            task.send(new LimitPassed("m", 1, Limit.CATEGORIES, 1, NOW + i));
        }
        task.restart(BUDGET);
        task.heartbeats(NOW + 300_000);
        task.heartbeats(NOW + 300_100);
        task.heartbeats(NOW + 900_000);

        assertThat(task.limits())
                .extracting(
                        changed -> changed.window().model(),
                        Assessment.EpisodeChanged::subject,
                        changed -> changed.change().type(),
                        changed -> changed.evidence().statistics().get("excess"))
                .containsExactly(
                        tuple("*", "$limit.models", EpisodeTransition.Type.OPENED, 10.0),
                        tuple("m", "$limit.categories", EpisodeTransition.Type.OPENED, 1.0),
                        tuple("*", "$limit.models", EpisodeTransition.Type.RESOLVED, 1_000.0),
                        tuple("m", "$limit.categories", EpisodeTransition.Type.RESOLVED, 100.0));
        assertThat(task.limits().getFirst().change().episode().severity()).isEqualTo(Severity.MAJOR);
        assertThat(task.limits().get(1).change().episode().severity()).isEqualTo(Severity.MINOR);
        assertThat(DriftEvents.of(task.limits().getFirst(), Instant.EPOCH)).satisfies(event -> {
            assertThat(event.getKind()).isEqualTo(io.tidemark.schemas.avro.DriftKind.LIMIT);
            assertThat(event.getModelId()).isEqualTo("*");
            assertThat(event.getFeature()).isEqualTo("$limit.models");
            assertThat(event.getReason()).contains("dead letters", "tidemark.max.models");
        });
    }

    @Test
    void shouldKnowAfterARestartWhatTimeItIsBeforeAPartitionTells() {
        for (int hour = 0; hour < 20; hour++) {
            task.part(0, "m", hour);
        }
        task.mark(0, "m", 0);
        task.restart(BUDGET);
        task.part(0, "m", 20);

        assertThat(task.limits())
                .singleElement()
                .satisfies(opened -> assertThat(opened.window().startMs()).isEqualTo(NOW));
    }

    @Test
    void shouldTellNothingWhileNoTimeIsKnownAndAllOfItThen() {
        task = new AssessSteps(control, BUDGET);
        for (int hour = 0; hour < 20; hour++) {
            task.part(0, "m", hour);
        }
        assertThat(task.limits()).isEmpty();

        task.mark(0, "m", 0);
        assertThat(task.limits())
                .singleElement()
                .satisfies(opened -> assertThat(opened.window().startMs()).isEqualTo(NOW));
    }

    @Test
    void shouldKeepWhatTasksTellOfModelsWithoutASpecApart() {
        List<DriftEvent> opened = List.of(0, 1).stream()
                .map(number -> {
                    task = new AssessSteps(control, BUDGET, number);
                    task.heartbeats(NOW);
                    for (int hour = 0; hour < 20; hour++) {
                        task.part(0, "m", hour);
                    }
                    return lastEvent();
                })
                .toList();
        // The profile step's comes to one of these tasks.
        task.send(new LimitPassed(LimitPassed.ANY_MODEL, 0, Limit.MEMORY, 3, NOW));

        assertThat(opened)
                .extracting(DriftEvent::getModelId, DriftEvent::getSegment, DriftEvent::getFeature)
                .containsOnly(tuple("*", "all", "$limit.memory"));
        assertThat(opened.get(1).getReason()).contains("models without a spec together, in assess task 1:");
        assertThat(lastEvent().getReason()).contains("models without a spec together:");
        assertThat(List.of(
                        opened.get(0).getEpisodeId(),
                        opened.get(1).getEpisodeId(),
                        lastEvent().getEpisodeId()))
                .doesNotHaveDuplicates();
        assertThat(List.of(
                        opened.get(0).getEventId(),
                        opened.get(1).getEventId(),
                        lastEvent().getEventId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldNotTakeAModelOfThatNameForAllModels() {
        task.heartbeats(NOW);
        task.send(new LimitPassed(LimitPassed.ANY_MODEL, 0, Limit.MEMORY, 3, NOW));
        task.send(new LimitPassed("*", 0, Limit.MEMORY, 4, NOW));
        task.restart(BUDGET);
        task.send(new LimitPassed("*", 0, Limit.MEMORY, 40, NOW + 1));
        task.heartbeats(NOW + 900_000);

        assertThat(told())
                .containsExactly(
                        "* $limit.memory OPENED 3",
                        "* $limit.memory OPENED 4",
                        "* $limit.memory RESOLVED 44",
                        "* $limit.memory RESOLVED 3");
        assertThat(task.limits().stream()
                        .map(changed -> changed.change().episode().id())
                        .distinct())
                .hasSize(2);
    }

    @Test
    void shouldEndWhatAnEarlierReleaseToldOfAllModels() {
        Verdict verdict = new Verdict(Severity.MAJOR, DriftKind.LIMIT, List.of(), "the limit of models is passed");
        EpisodeSubject subject = new EpisodeSubject("*", "", Segments.ALL, "$limit.models");
        Episode episode = Episode.advance(Optional.empty(), subject, verdict, NOW, NOW + 1, new EpisodePolicy(1, 1))
                .next()
                .orElseThrow();
        byte[] saved = new BinaryOut(1)
                .writeText("*")
                .writeText("models")
                .writeBytes(episode.toBytes())
                .writeLong(7)
                .writeLong(NOW)
                .toBytes();
        task.store().put("n/*/models", saved);
        task.crash(BUDGET);
        task.send(new LimitPassed(LimitPassed.ANY_MODEL, 0, Limit.MODELS, 5, NOW + 1));
        task.restart(BUDGET);
        task.heartbeats(NOW + 900_000);

        assertThat(told()).containsExactly("* $limit.models RESOLVED 12");
        assertThat(lastEvent().getEpisodeId()).isEqualTo(episode.id());
        task.save();
        assertThat(task.store().keys()).noneMatch(key -> key.startsWith("n/"));
    }

    @Test
    void shouldTellOfRowsThatWereProfiledInVainSinceAnotherPartitionHadNoRoom() {
        control.apply(SpecYaml.read("model: m"));
        task.heartbeats(NOW);
        task.part(0, AssessSteps.key("m", "1", "all", 0), 490);
        task.unprofiled(1, AssessSteps.key("m", "1", "all", 0), 10);
        task.part(0, AssessSteps.key("m", "1", "all", 0), 300);
        task.part(0, AssessSteps.key("m", "1", "all", 1), 100);
        task.mark(0, "m", 2);
        task.mark(1, "m", 2);
        task.heartbeats(NOW + 900_000);

        assertThat(task.windows("m")).extracting(WindowAssessed::rows).containsExactly(800L, 100L);
        assertThat(task.windows("m")).extracting(WindowAssessed::unprofiledRows).containsExactly(800L, 0L);
        assertThat(told()).containsExactly("m $limit.memory OPENED 490", "m $limit.memory RESOLVED 790");
    }

    @Test
    void shouldCountSegmentsBeyondTheLimitOfAllPartitionsWhereverItIsRestarted() {
        control.apply(SpecYaml.read("model: m\nsegments: {by: [city], max: 2}"));
        task.heartbeats(NOW);
        for (String city : List.of("all", "city=a", "city=b", "city=c", "city=d")) {
            task.part(0, AssessSteps.key("m", "1", city, 0), ROWS);
            task.restart(ProfilerLimits.UNBOUNDED_HEAP);
        }
        task.mark(0, "m", 1);
        task.mark(1, "m", 1);
        task.heartbeats(NOW + 900_000);

        assertThat(task.windows("m"))
                .extracting(window -> window.window().segment())
                .containsExactly(Segments.ALL, "city=a", "city=b", "city=other");
        assertThat(told())
                .containsExactly("m $limit.segments OPENED " + ROWS, "m $limit.segments RESOLVED " + 2 * ROWS);
    }

    @Test
    void shouldTellOfCategoriesThatOnlyAllPartitionsTogetherHaveTooManyOf() {
        task.heartbeats(NOW);
        long ofPartitions = 0;
        for (int part = 0; part < 4; part++) {
            FeatureSketch x = new FeatureSketch(SketchConfig.window(), KindHint.CATEGORICAL);
            int categories = part == 3 ? 12_000 : 6_000;
            for (int i = 0; i < categories; i++) {
                x.updateText("c" + (part * 100_000 + i));
            }
            ofPartitions += forgotten(x);
            task.part(part % 2, AssessSteps.key("m", "1", "all", 0), categories, x);
            task.part(part % 2, AssessSteps.key("m", "1", "city=a", 0), categories, x);
        }
        task.mark(0, "m", 1);
        task.mark(1, "m", 1);
        task.heartbeats(NOW + 900_000);

        FeatureSketch merged = Objects.requireNonNull(
                        task.windows("m").getFirst().features().get("x"))
                .sketch();
        assertThat(ofPartitions).as("what the partitions have told themselves").isPositive();
        assertThat(forgotten(merged)).isGreaterThan(ofPartitions);
        assertThat(told().getLast()).isEqualTo("m $limit.categories RESOLVED " + (forgotten(merged) - ofPartitions));
    }

    private static long forgotten(FeatureSketch sketch) {
        return sketch.categories().map(CategorySketch::forgottenRows).orElseThrow();
    }
}
