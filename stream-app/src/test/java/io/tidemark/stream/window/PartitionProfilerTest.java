package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.FeatureSpec;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.Watermark;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionProfilerTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    /** A full hour in 2001. */
    private static final long T0 = 978_307_200_000L;
    /** The wall clock of the tests: years after the events. */
    private static final long NOW = 1_900_000_000_000L;

    private final ControlPlane control = new ControlPlane();
    private final NameDictionary names = new NameDictionary(1_000);
    private final Events events = new Events(names);
    private final List<ProfileMessage> sent = new ArrayList<>();
    private PartitionProfiler profiler;
    private long clockMs = NOW;

    @BeforeEach
    void start() {
        profiler = newProfiler();
    }

    private PartitionProfiler newProfiler() {
        return newProfiler(names);
    }

    private PartitionProfiler newProfiler(NameDictionary known) {
        return new PartitionProfiler(0, 2, control, known, ProfilerLimits.defaults(), InputLag.UNKNOWN, NOW);
    }

    private Outcome accept(String model, long timeMs, Map<String, ?> features) {
        return accept(events.event(model, "v1", timeMs, features));
    }

    private Outcome accept(EventBuffer event) {
        profiler.onRecord(NOW, NOW);
        return profiler.accept(event, sent::add);
    }

    /** Lets wall-clock time pass, ticking as often as a processor does. */
    private void tickUntil(long endMs) {
        long interval = PartitionProfiler.tickInterval(ProfilerLimits.defaults().idleTimeout())
                .toMillis();
        while (clockMs < endMs) {
            clockMs = Math.min(endMs, clockMs + interval);
            profiler.tick(clockMs, sent::add);
        }
    }

    private <T extends ProfileMessage> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void shouldSendAWindowOnceStreamTimePassesItsEndAndGrace() {
        accept("m", T0, Map.of("x", 1));
        accept("m", T0 + HOUR - 1, Map.of("x", 3));
        accept("m", T0 + HOUR + MINUTE - 1, Map.of("x", 100));
        assertThat(sent(WindowPart.class)).isEmpty();

        accept("m", T0 + HOUR + MINUTE, Map.of("x", 100));

        assertThat(sent(WindowPart.class))
                .containsExactly(new WindowPart(
                        new WindowKey("m", "v1", "all", T0, T0 + HOUR), 0, 2, 0, 0, 1, WindowPart.NO_JOINT));
        FeatureSketch x =
                FeatureSketch.fromBytes(sent(FeaturePart.class).getFirst().sketch());
        assertThat(x.numbers()).isEqualTo(2);
        assertThat(x.numeric().orElseThrow().mean()).isEqualTo(2);
        assertThat(sent.getLast()).isInstanceOfSatisfying(Watermark.class, mark -> {
            assertThat(mark.sentUpToMs()).isEqualTo(T0 + HOUR);
            assertThat(mark.idle()).isFalse();
        });
    }

    @Test
    void shouldProfileTheSameHoweverOftenItIsSaved() {
        control.apply(SpecYaml.read("model: m\nwindow: 1h\nsegments: {by: [city], max: 2}"));
        List<String> savedOften = profiles(7);
        List<String> savedOnce = profiles(Integer.MAX_VALUE);

        assertThat(savedOften).isEqualTo(savedOnce);
        assertThat(savedOnce).hasSize(16).anyMatch(profile -> profile.contains("city%3Dother"));
    }

    /** The windows and features of an hour of 700 events, some of which lack a feature; saved after every so many. */
    private List<String> profiles(int saveEvery) {
        sent.clear();
        profiler = newProfiler();
        for (int i = 0; i < 700; i++) {
            Map<String, Object> features = new HashMap<>(Map.of("x", (double) i, "kind", "k" + i % 3));
            if (i % 5 > 0) {
                features.put("sometimes", i % 2 == 0);
            }
            accept(events.event("m", "v1", T0 + i, features, Map.of("city", "c" + i % 4)));
            if (i % saveEvery == 0) {
                profiler.save(new MemoryStateWriter());
            }
        }
        accept("m", T0 + HOUR + MINUTE, Map.of("x", 100));
        return sent.stream()
                .map(message -> switch (message) {
                    case WindowPart part -> part.window().toText() + " " + part.rows() + " " + part.features();
                    case FeaturePart part -> {
                        FeatureSketch sketch = FeatureSketch.fromBytes(part.sketch());
                        yield part.window().toText() + " " + part.feature() + " " + sketch.present() + " "
                                + sketch.numeric().map(numbers -> numbers.quantile(0.5)) + " "
                                + sketch.categories().map(CategorySketch::counts);
                    }
                    default -> "";
                })
                .filter(profile -> !profile.isEmpty())
                .toList();
    }

    @Test
    void shouldRefuseAnEventWhoseWindowIsClosedAndLeaveTimeAlone() {
        accept("m", T0, Map.of("x", 1));
        accept("m", T0 + HOUR + MINUTE, Map.of("x", 1));

        assertThat(accept("m", T0 + HOUR - 1, Map.of("x", 1))).isEqualTo(Outcome.LATE);
        assertThat(accept("m", T0 + HOUR, Map.of("x", 1))).isEqualTo(Outcome.PROFILED);
        assertThat(profiler.ledger().of(Outcome.LATE)).isEqualTo(1);
        assertThat(profiler.ledger().read()).isEqualTo(4);
    }

    @Test
    void shouldRefuseTheFarFutureWithoutMovingTime() {
        accept("m", T0, Map.of("x", 1));

        assertThat(accept("m", 4_070_908_800_000L, Map.of("x", 1))).isEqualTo(Outcome.TOO_FAR_AHEAD);
        assertThat(accept("m", T0 + 1, Map.of("x", 1))).isEqualTo(Outcome.PROFILED);
        assertThat(sent(WindowPart.class)).isEmpty();
    }

    @Test
    void shouldSayInWordsHowFarAheadIsTooFar() {
        EventBuffer event = events.event("m", "v1", 4_070_908_800_000L, Map.of());

        assertThat(Outcome.TOO_FAR_AHEAD.explain(event, Duration.ofMinutes(90)))
                .startsWith("event time 2099-01-01T00:00:00Z is more than 90m ahead of the clock; ");
    }

    @Test
    void shouldAcceptAnEventUpToMaxAheadOfTheClock() {
        assertThat(accept("m", NOW + HOUR, Map.of("x", 1))).isEqualTo(Outcome.PROFILED);
        assertThat(accept("m", NOW + HOUR + 1, Map.of("x", 1))).isEqualTo(Outcome.TOO_FAR_AHEAD);
    }

    @Test
    void shouldRefuseEventsWithoutModelVersionOrTime() {
        assertThat(accept(events.event("", "v1", T0, Map.of()))).isEqualTo(Outcome.NO_MODEL);
        assertThat(accept(events.event("m", "", T0, Map.of()))).isEqualTo(Outcome.NO_VERSION);
        assertThat(accept(events.event(" ", "v1", T0, Map.of()))).isEqualTo(Outcome.NO_MODEL);
        assertThat(accept(events.event("m", "\t\n", T0, Map.of()))).isEqualTo(Outcome.NO_VERSION);
        assertThat(accept("m", 0, Map.of())).isEqualTo(Outcome.NO_TIME);
        assertThat(accept("m", -5, Map.of())).isEqualTo(Outcome.NO_TIME);
        assertThat(accept("m".repeat(201), T0, Map.of())).isEqualTo(Outcome.NAME_TOO_LONG);
        EventBuffer empty = new EventBuffer();
        assertThat(accept(empty)).isEqualTo(Outcome.NO_MODEL);
        assertThat(profiler.ledger().deadLettered()).isEqualTo(profiler.ledger().read());
    }

    @Test
    void shouldKeepTimePerModel() {
        accept("new", T0 + 1_000 * HOUR, Map.of("x", 1));

        assertThat(accept("old", T0, Map.of("x", 1))).isEqualTo(Outcome.PROFILED);
    }

    @Test
    void shouldAnnounceAModelAtItsFirstEvent() {
        accept("m", T0 + 5, Map.of("x", 1));

        assertThat(sent).containsExactly(new Watermark("m", 0, 2, T0 + 5 - MINUTE, false, NOW, NOW));
    }

    @Test
    void shouldTellEveryWindowBoundaryEvenWithoutAWindowOfItsOwn() {
        // Other partitions may have a window that ends at T0 + 1 h; this one has seen nothing of it.
        accept("m", T0 + HOUR, Map.of("x", 1));
        sent.clear();

        accept("m", T0 + HOUR + MINUTE, Map.of("x", 1));

        assertThat(sent(Watermark.class))
                .singleElement()
                .satisfies(mark -> assertThat(mark.sentUpToMs()).isEqualTo(T0 + HOUR));
    }

    @Test
    void shouldSendWhatItHasWhenAModelGoesIdleAndAddAPartWhenItComesBack() {
        accept("m", T0, Map.of("x", 1));
        sent.clear();

        tickUntil(NOW + 29_999);
        assertThat(sent(WindowPart.class)).isEmpty();
        tickUntil(NOW + 30_000);

        assertThat(sent(WindowPart.class))
                .singleElement()
                .satisfies(part -> assertThat(part.rows()).isEqualTo(1));
        assertThat(sent(Watermark.class))
                .singleElement()
                .satisfies(mark -> assertThat(mark.idle()).isTrue());
        sent.clear();

        profiler.onRecord(NOW + 31_000, NOW + 31_000);
        assertThat(profiler.accept(events.event("m", "v1", T0 + 1, Map.of("x", 1)), sent::add))
                .isEqualTo(Outcome.PROFILED);
        assertThat(sent(Watermark.class))
                .singleElement()
                .satisfies(mark -> assertThat(mark.idle()).isFalse());
        profiler.finish(sent::add);
        assertThat(sent(WindowPart.class))
                .singleElement()
                .satisfies(part -> assertThat(part.rows()).isEqualTo(1));
    }

    @Test
    void shouldNotCallAModelIdleThatKeepsComing() {
        for (int second = 0; second < 120; second += 20) {
            profiler.onRecord(NOW + second * 1_000L, NOW + second * 1_000L);
            profiler.accept(events.event("m", "v1", T0 + second, Map.of("x", 1)), sent::add);
            profiler.tick(NOW + second * 1_000L + 19_999, sent::add);
        }

        assertThat(sent(Watermark.class)).hasSize(1).noneMatch(Watermark::idle);
    }

    @Test
    void shouldNotCallAModelIdleWhileThePartitionLagsBehind() {
        accept("m", T0, Map.of("x", 1));
        sent.clear();
        // An hour later by the wall clock, but the partition is still reading records written just after m's.
        profiler.onRecord(NOW + 10, NOW + HOUR);
        profiler.accept(events.event("other", "v1", T0, Map.of()), sent::add);

        profiler.tick(NOW + HOUR, sent::add);

        assertThat(sent(Watermark.class)).noneMatch(Watermark::idle);
        assertThat(sent(Heartbeat.class)).containsExactly(new Heartbeat(0, NOW + 10));
    }

    @Test
    void shouldNotSayHowFarItHasReadBeforeItKnows() {
        tickUntil(NOW + 29_999);
        assertThat(sent).as("there may be a backlog").isEmpty();

        tickUntil(NOW + 30_000);
        assertThat(sent).containsExactly(new Heartbeat(0, NOW + 30_000));
    }

    @Test
    void shouldPutSegmentsBeyondTheCapIntoOther() {
        control.apply(MonitorSpec.defaults("m").with(new MonitorSpec.Segments(List.of("city"), 2)));
        for (String city : List.of("Oslo", "Rome", "Lima", "Kyiv", "Oslo")) {
            accept(events.event("m", "v1", T0, Map.of("x", 1), Map.of("city", city)));
        }
        profiler.finish(sent::add);

        assertThat(sent(WindowPart.class))
                .extracting(part -> part.window().segment() + ":" + part.rows())
                .containsExactly("all:5", "city=Oslo:2", "city=Rome:1", "city=other:2");
    }

    @Test
    void shouldLeaveIgnoredFeaturesOut() {
        control.apply(MonitorSpec.defaults("m").with("y", FeatureSpec.ignored()));
        accept("m", T0, Map.of("x", 1, "y", 2));
        profiler.finish(sent::add);

        assertThat(sent(FeaturePart.class)).extracting(FeaturePart::feature).containsExactly("x");
    }

    @Test
    void shouldCountAFeatureOncePerEvent() {
        EventBuffer event = events.event("m", "v1", T0, Map.of("x", 1));
        event.addNumber(names.idOf("x"), 7);
        event.addNumber(names.idOf("x"), 8);
        accept(event);
        profiler.finish(sent::add);

        FeatureSketch x =
                FeatureSketch.fromBytes(sent(FeaturePart.class).getFirst().sketch());
        assertThat(x.present()).isEqualTo(1);
        assertThat(x.numeric().orElseThrow().max()).as("the first value counts").isEqualTo(1);
    }

    @Test
    void shouldCountValuesOfFeaturesBeyondTheLimitAndDropThem() {
        ProfilerLimits d = ProfilerLimits.defaults();
        profiler = new PartitionProfiler(
                0,
                1,
                control,
                names,
                new ProfilerLimits(
                        d.maxAhead(), d.idleTimeout(), 2, 2, 2, d.maxNameLength(), d.sketches(), d.heapBytes()),
                InputLag.UNKNOWN,
                NOW);
        for (int i = 0; i < 5; i++) {
            accept("m", T0, Map.of("feature-" + i, 1));
        }
        profiler.finish(sent::add);

        assertThat(sent(WindowPart.class)).singleElement().satisfies(part -> {
            assertThat(part.rows()).isEqualTo(5);
            assertThat(part.features()).isEqualTo(2);
            assertThat(part.droppedValues()).isEqualTo(3);
        });
    }

    @Test
    void shouldBoundModelsAndVersions() {
        ProfilerLimits d = ProfilerLimits.defaults();
        profiler = new PartitionProfiler(
                0,
                1,
                control,
                names,
                new ProfilerLimits(
                        d.maxAhead(), d.idleTimeout(), 2, 2, 2, d.maxNameLength(), d.sketches(), d.heapBytes()),
                InputLag.UNKNOWN,
                NOW);
        accept("a", T0, Map.of());
        accept("b", T0, Map.of());

        assertThat(accept("c", T0, Map.of())).isEqualTo(Outcome.TOO_MANY_MODELS);
        assertThat(accept(events.event("a", "v2", T0, Map.of()))).isEqualTo(Outcome.PROFILED);
        assertThat(accept(events.event("a", "v3", T0, Map.of()))).isEqualTo(Outcome.TOO_MANY_VERSIONS);
        assertThat(accept("b", T0, Map.of())).isEqualTo(Outcome.PROFILED);
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadHappened() {
        control.apply(MonitorSpec.defaults("m").with(new MonitorSpec.Segments(List.of("city"), 2)));
        MemoryStateWriter store = new MemoryStateWriter();
        accept("m", T0, Map.of("x", 1));
        profiler.save(store);
        accept(events.event("m", "v1", T0 + HOUR + MINUTE, Map.of("x", 2, "y", "a/b"), Map.of("city", "Rome/It")));
        accept("m", T0, Map.of("x", 1));
        profiler.save(store);

        profiler = newProfiler();
        store.restoreInto(profiler);
        sent.clear();

        assertThat(profiler.ledger().read()).isEqualTo(3);
        assertThat(accept("m", T0, Map.of("x", 1)))
                .as("stream time survives, so late stays late")
                .isEqualTo(Outcome.LATE);
        accept(events.event("m", "v1", T0 + HOUR + MINUTE + 1, Map.of("x", 4), Map.of("city", "Rome/It")));
        profiler.finish(sent::add);
        assertThat(sent(WindowPart.class))
                .extracting(part -> part.window().segment() + ":" + part.rows())
                .containsExactly("all:2", "city=Rome/It:2");
        assertThat(sent(FeaturePart.class))
                .extracting(FeaturePart::feature)
                .containsExactlyInAnyOrder("x", "y", "x", "y");
    }

    @Test
    void shouldLeaveNothingBehindInTheStoreOfWindowsItHasSent() {
        MemoryStateWriter store = new MemoryStateWriter();
        accept("m", T0, Map.of("x", 1));
        profiler.save(store);
        assertThat(store.size()).as("ledger, model, window, feature").isEqualTo(4);

        profiler.finish(sent::add);
        profiler.save(store);

        assertThat(store.size()).as("ledger, model").isEqualTo(2);
    }

    @Test
    void shouldCloseShorterWindowsOfANewSpecAsSoonAsTheyEnd() {
        control.apply(SpecYaml.read("model: m\nwindow: 1d\ngrace: 12h"));
        accept("m", T0 + 20 * HOUR, Map.of("x", 1));
        control.apply(SpecYaml.read("model: m\nwindow: 1h\ngrace: 1m"));
        accept("m", T0 + 24 * HOUR, Map.of("x", 1));
        accept("m", T0 + 25 * HOUR + MINUTE, Map.of("x", 1));

        assertThat(sent(WindowPart.class))
                .extracting(part -> part.window().endMs())
                .as("the day is open for another half day")
                .containsExactly(T0 + 25 * HOUR);
    }

    @Test
    void shouldTellOfModelsAndVersionsWhoseNamesAreTooLong() {
        accept("m".repeat(201), T0, Map.of());
        accept(events.event("m", "v".repeat(201), T0, Map.of()));
        tickUntil(NOW + HOUR);

        assertThat(sent(LimitPassed.class)).singleElement().satisfies(passed -> {
            assertThat(passed.model()).isEqualTo(LimitPassed.ANY_MODEL);
            assertThat(passed.limit()).isEqualTo(Limit.EVENTS);
            assertThat(passed.count()).isEqualTo(2);
        });
    }

    @Test
    void shouldForgetSavedFeaturesOfAWindowThatGaveUp() {
        MemoryStateWriter store = new MemoryStateWriter();
        accept("m", T0, Map.of("x", 1));
        profiler.save(store);
        // A crash may have come between the window and its features.
        String window = new WindowKey("m", "v1", "all", T0, T0 + HOUR).toText();
        store.put(
                ProfilerState.windowKey(window),
                new BinaryOut(3)
                        .writeLong(1)
                        .writeLong(0)
                        .writeBytes(WindowPart.NO_JOINT)
                        .writeBoolean(true)
                        .writeLong(1)
                        .toBytes());

        profiler = newProfiler();
        store.restoreInto(profiler);
        profiler.finish(sent::add);
        profiler.save(store);

        assertThat(sent(WindowPart.class)).singleElement().satisfies(part -> {
            assertThat(part.unprofiledRows()).isEqualTo(1);
            assertThat(part.features()).isZero();
        });
        assertThat(sent(FeaturePart.class)).isEmpty();
        assertThat(store.keys()).containsExactlyInAnyOrder(ProfilerState.LEDGER, ProfilerState.modelKey("m"));
    }

    @Test
    void shouldReadSavedNamesHoweverLongTheyAre() {
        MemoryStateWriter store = new MemoryStateWriter();
        accept("m", T0, Map.of("x".repeat(500), 1, "y".repeat(500), 2));
        profiler.save(store);

        profiler = newProfiler(new NameDictionary(2));
        store.restoreInto(profiler);
        profiler.finish(sent::add);
        assertThat(sent(FeaturePart.class)).hasSize(2);

        assertThatThrownBy(() -> store.restoreInto(newProfiler(new NameDictionary(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("raise tidemark.max.feature.names");
    }

    @Test
    void shouldRefuseStateThatItDoesNotKnow() {
        assertThatThrownBy(() -> profiler.restore("z/of-a-newer-release", new byte[] {1}))
                .isInstanceOf(StateFormatException.class)
                .hasMessageContaining("z/of-a-newer-release")
                .hasMessageContaining("newer release");
    }
}
