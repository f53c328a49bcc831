package io.tidemark.stream.window;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a partition's windows may take, whatever comes in. */
class ProfilerHeapTest {
    private static final long T0 = 978_307_200_000L;
    private static final long NOW = 1_900_000_000_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long BUDGET = 4 << 20;
    /** What one event, and the batches of one model, may add before it is noticed. */
    private static final long NOTICED_WITHIN = 1 << 20;

    private final ControlPlane control = new ControlPlane();
    private final NameDictionary names = new NameDictionary(100_000);
    private final Events events = new Events(names);
    private final List<ProfileMessage> sent = new ArrayList<>();
    private final Random random = new Random(1);
    private PartitionProfiler profiler;

    @BeforeEach
    void start() {
        control.apply(SpecYaml.read("model: honest\nwindow: 1h"));
        control.apply(SpecYaml.read("model: attacked\nwindow: 1m\ngrace: 6d\nsegments: {by: [request], max: 100000}"));
        profiler = newProfiler();
    }

    private PartitionProfiler newProfiler() {
        return new PartitionProfiler(0, 1, control, names, within(BUDGET), InputLag.UNKNOWN, NOW);
    }

    static ProfilerLimits within(long heapBytes) {
        ProfilerLimits d = ProfilerLimits.defaults();
        return new ProfilerLimits(
                d.maxAhead(),
                d.idleTimeout(),
                d.maxModels(),
                d.maxVersions(),
                d.maxFeatures(),
                d.maxNameLength(),
                d.sketches(),
                heapBytes);
    }

    enum Flood {
        MODELS,
        VERSIONS,
        SEGMENTS,
        SEGMENTS_OF_VERSIONS,
        FEATURES,
        CATEGORIES,
        WINDOWS
    }

    private EventBuffer attack(Flood flood, int i) {
        String id = UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)})
                .toString();
        Map<String, Object> features = new HashMap<>();
        IntStream.range(0, 10).forEach(f -> features.put("f" + f, random.nextGaussian()));
        return switch (flood) {
            case MODELS -> events.event("model-" + id, "v1", T0, features);
            case VERSIONS -> events.event("attacked", id, T0 + i % 100 * MINUTE, features);
            case SEGMENTS -> events.event("attacked", "v1", T0, features, Map.of("request", id));
            case SEGMENTS_OF_VERSIONS -> // All versions open their windows while there is room.
                events.event("attacked", "v" + (i < 50 ? i : i / 400), T0, features, Map.of("request", "r" + i % 400));
            case FEATURES -> events.event("attacked", "v1", T0, Map.of("user-" + id, 1, "other-" + id, 2));
            case CATEGORIES -> {
                Map<String, Object> texts = new HashMap<>();
                IntStream.range(0, 10).forEach(f -> texts.put("t" + f, f + id));
                yield events.event("attacked", "v1", T0, texts);
            }
            case WINDOWS -> events.event("attacked", "v1", T0 + i % 8_000 * MINUTE, features);
        };
    }

    private Outcome accept(EventBuffer event) {
        profiler.onRecord(NOW, NOW);
        return profiler.accept(event, sent::add);
    }

    private Outcome honest(int i) {
        return accept(events.event("honest", "v1", T0 + i, Map.of("x", random.nextGaussian(), "y", "place-" + i % 5)));
    }

    @ParameterizedTest
    @EnumSource(Flood.class)
    void shouldStayWithinItsHeapWhateverComes(Flood flood) {
        int records = 20_000;
        Map<Outcome, Long> outcomes = new HashMap<>();
        for (int i = 0; i < records; i++) {
            outcomes.merge(accept(attack(flood, i)), 1L, Long::sum);
            if (i % 10 == 0) {
                assertThat(honest(i)).isEqualTo(Outcome.PROFILED);
            }
            assertThat(profiler.heapBytes()).isLessThan(BUDGET + NOTICED_WITHIN);
        }
        profiler.tick(NOW, sent::add);
        profiler.tick(NOW + 1, sent::add);
        profiler.finish(sent::add);

        Map<String, Long> rows = sent(WindowPart.class).stream()
                .filter(part -> part.window().segment().equals(Segments.ALL))
                .collect(groupingBy(part -> part.window().model(), summingLong(WindowPart::rows)));
        assertThat(rows.remove("honest")).isEqualTo(records / 10);
        assertThat(rows.values().stream().mapToLong(Long::longValue).sum())
                .as("every row that was taken in is sent")
                .isEqualTo(outcomes.getOrDefault(Outcome.PROFILED, 0L));
        assertThat(sent(WindowPart.class))
                .filteredOn(part -> part.window().model().equals("honest"))
                .as("the model that takes little is profiled in full")
                .allMatch(part -> part.unprofiledRows() == 0 && part.features() == 2);
        assertThat(profiler.heapBytes()).as("nothing is left behind").isZero();
    }

    @Test
    void shouldTakeFromModelsThatNobodyAppliedASpecForFirst() {
        // More than a share of the heap alone, but asked for; beside it models that each take little.
        for (int i = 0; i < 60; i++) {
            Map<String, Object> wide = new HashMap<>();
            IntStream.range(0, 40).forEach(f -> wide.put("w" + f, random.nextGaussian()));
            accept(events.event("honest", "v1", T0, wide));
        }
        for (int i = 0; i < 10_000; i++) {
            Map<String, Object> features = new HashMap<>();
            IntStream.range(0, 30).forEach(f -> features.put("f" + f, random.nextGaussian()));
            accept(events.event("model-" + i % 900, "v1", T0, features));
        }
        profiler.finish(sent::add);

        assertThat(sent(WindowPart.class))
                .filteredOn(part -> part.window().model().equals("honest"))
                .allMatch(part -> part.unprofiledRows() == 0 && part.features() == 40);
        assertThat(sent(WindowPart.class)).anyMatch(part -> part.unprofiledRows() > 0);
    }

    @Test
    void shouldSendNoFeaturesOfAWindowThatGaveUp() {
        for (int i = 0; i < 1_000; i++) {
            Map<String, Object> wide = new HashMap<>();
            IntStream.range(0, 40).forEach(f -> wide.put("w" + f, random.nextGaussian()));
            accept(events.event("attacked", "v1", T0, wide, Map.of("request", "r" + i)));
        }
        profiler.finish(sent::add);

        List<WindowPart> gaveUp = sent(WindowPart.class).stream()
                .filter(part -> part.unprofiledRows() > 0)
                .toList();
        assertThat(gaveUp).isNotEmpty().allMatch(part -> part.features() == 0 && part.unprofiledRows() == part.rows());
        assertThat(sent(FeaturePart.class))
                .noneMatch(feature ->
                        gaveUp.stream().anyMatch(part -> part.window().equals(feature.window())));
    }

    @Test
    void shouldAlwaysHaveAPlaceForModelsWithASpec() {
        for (int i = 0; i < 1_200; i++) {
            accept(attack(Flood.MODELS, i));
        }
        assertThat(accept(events.event("one-more", "v1", T0, Map.of()))).isEqualTo(Outcome.TOO_MANY_MODELS);
        assertThat(honest(1)).isEqualTo(Outcome.PROFILED);
    }

    @Test
    void shouldTellWhatWasTooMuchOnceAlsoOverARestart() {
        MemoryStateWriter store = new MemoryStateWriter();
        for (int i = 0; i < 3_000; i++) {
            accept(attack(Flood.MODELS, i));
            accept(attack(Flood.SEGMENTS, i));
            if (i == 1_500) {
                profiler.save(store);
                profiler = newProfiler();
                store.restoreInto(profiler);
                assertThat(profiler.heapBytes()).isLessThan(BUDGET + NOTICED_WITHIN);
            }
        }
        profiler.tick(NOW, sent::add);
        profiler.tick(NOW + 1, sent::add);
        profiler.finish(sent::add);

        assertThat(sent(LimitPassed.class))
                .filteredOn(passed -> passed.limit() == Limit.MODELS)
                .singleElement()
                .satisfies(passed -> {
                    assertThat(passed.model()).isEqualTo(LimitPassed.ANY_MODEL);
                    // 1,000 models and the attacked one have places.
                    assertThat(passed.count()).isEqualTo(3_000 - 999);
                });
        long otherRows = sent(WindowPart.class).stream()
                .filter(part -> part.window().segment().equals("request=other"))
                .mapToLong(WindowPart::rows)
                .sum();
        assertThat(otherRows).isPositive();
        assertThat(sent(LimitPassed.class))
                .filteredOn(passed ->
                        passed.limit() == Limit.MEMORY && passed.model().equals("attacked"))
                .singleElement()
                .satisfies(passed -> assertThat(passed.count()).isGreaterThanOrEqualTo(otherRows));
    }

    @Test
    void shouldNotLookForMoreToGiveUpAtEveryRecordWhereThereIsNone() {
        ProfilerHeap heap = new ProfilerHeap(BUDGET, control, List.of());
        ModelHeap restored = heap.ofModel("m");
        restored.add(2 * BUDGET);
        assertThat(heap.isTooFull()).isTrue();

        heap.relieve(new HashSet<>());
        assertThat(heap.isTooFull()).as("it was in vain").isFalse();
        restored.add(BUDGET / 8);
        assertThat(heap.isTooFull()).isFalse();
        restored.add(1);
        assertThat(heap.isTooFull()).as("an eighth has come since").isTrue();

        restored.add(-BUDGET);
        assertThat(heap.isTooFull()).isFalse();
        restored.add(BUDGET / 8 + 1);
        assertThat(heap.isTooFull()).as("an eighth has come since it shrank").isTrue();
        restored.add(-BUDGET);
        assertThat(heap.isTooFull()).isFalse();
        restored.add(BUDGET - restored.bytes());
        assertThat(heap.isTooFull()).isFalse();
        restored.add(1);
        assertThat(heap.isTooFull()).as("it is over the budget").isTrue();
    }

    private <T extends ProfileMessage> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
