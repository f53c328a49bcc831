package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.window.ProfileMessage.LimitPassed;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may open windows where there is little room, and what becomes of the room once they are sent. */
class WindowRoomTest {
    private static final long T0 = 978_307_200_000L;
    private static final long NOW = 1_900_000_000_000L;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long GRACE = Duration.ofDays(6).toMillis();
    private static final long BUDGET = 4 << 20;
    /** A window takes 0.9 KB without its sketches, and half of the budget is for these. */
    private static final int MORE_THAN_THERE_IS_ROOM_FOR = 10_000;

    private final ControlPlane control = new ControlPlane();
    private final NameDictionary names = new NameDictionary(100_000);
    private final Events events = new Events(names);
    private final List<ProfileMessage> sent = new ArrayList<>();
    private PartitionProfiler profiler = profilerWithin(BUDGET);

    @BeforeEach
    void start() {
        control.apply(SpecYaml.read("model: m\nwindow: 1m\ngrace: 6d\nsegments: {by: [request], max: 100000}"));
        control.apply(SpecYaml.read("model: asked-for\nwindow: 1m\ngrace: 6d"));
    }

    private PartitionProfiler profilerWithin(long heapBytes) {
        return new PartitionProfiler(0, 1, control, names, ProfilerHeapTest.within(heapBytes), InputLag.UNKNOWN, NOW);
    }

    private Outcome accept(EventBuffer event) {
        profiler.onRecord(NOW, NOW);
        return profiler.accept(event, sent::add);
    }

    private Outcome acceptAt(long timeMs) {
        return accept(events.event("m", "v1", timeMs, Map.of()));
    }

    /** Opens a window a minute until one is refused; answers how many there are. */
    private int fillWithMinutes() {
        for (int minute = 0; minute < MORE_THAN_THERE_IS_ROOM_FOR; minute++) {
            if (acceptAt(T0 + minute * MINUTE) == Outcome.NO_ROOM) {
                return minute;
            }
        }
        throw new AssertionError("there is room for everything");
    }

    private <T extends ProfileMessage> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void shouldTellOfEventsThatThereIsNoRoomFor() {
        fillWithMinutes();
        profiler.tick(NOW, sent::add);
        profiler.tick(NOW + 1, sent::add);

        assertThat(profiler.ledger().of(Outcome.NO_ROOM)).isEqualTo(1);
        assertThat(sent(LimitPassed.class)).singleElement().satisfies(passed -> {
            assertThat(passed.model()).isEqualTo("m");
            assertThat(passed.limit()).isEqualTo(Limit.MEMORY);
            assertThat(passed.count()).isEqualTo(1);
        });
    }

    @Test
    void shouldSendWindowsThatAreDueBeforeItRefusesAnEvent() {
        int full = fillWithMinutes();
        sent.clear();

        assertThat(acceptAt(T0 + full * MINUTE + GRACE)).isEqualTo(Outcome.PROFILED);

        assertThat(sent(WindowPart.class)).hasSize(full);
        assertThat(acceptAt(T0)).as("time has passed").isEqualTo(Outcome.LATE);
    }

    @Test
    void shouldGoOnWithTimeThoughEventsAreRefused() {
        int full = fillWithMinutes();
        int opened = 0;
        for (int minute = full; minute < full + 2 * GRACE / MINUTE; minute++) {
            acceptAt(T0); // of an open window, so the model is never idle
            opened += acceptAt(T0 + minute * MINUTE) == Outcome.PROFILED ? 1 : 0;
        }

        assertThat(opened).as("the room is used again").isGreaterThanOrEqualTo(full);
    }

    @Test
    void shouldKeepRoomForWindowsOfAllRowsWhereSegmentsTakeAllTheyMay() {
        for (int i = 0; i < MORE_THAN_THERE_IS_ROOM_FOR; i++) {
            assertThat(accept(events.event("m", "v1", T0, Map.of(), Map.of("request", "r" + i))))
                    .isEqualTo(Outcome.PROFILED);
        }
        for (int minute = 1; minute <= 50; minute++) {
            assertThat(accept(events.event("m", "v1", T0 + minute * MINUTE, Map.of(), Map.of("request", "r" + minute))))
                    .as("minute %d", minute)
                    .isEqualTo(Outcome.PROFILED);
        }
        profiler.finish(sent::add);

        assertThat(sent(WindowPart.class))
                .filteredOn(part -> part.window().segment().equals(Segments.otherOf("request")))
                .hasSize(51);
    }

    @Test
    void shouldHaveRoomForTheOtherSegmentsOfEveryWindow() {
        List<String> tags = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        control.apply(SpecYaml.read("model: m\nwindow: 1m\ngrace: 6d\nsegments: {by: " + tags + ", max: 1}"));
        int full = fillWithMinutes();
        for (int minute = 0; minute < full; minute++) {
            Map<String, String> values = tags.stream().collect(Collectors.toMap(tag -> tag, tag -> "any"));
            assertThat(accept(events.event("m", "v1", T0 + minute * MINUTE, Map.of(), values)))
                    .isEqualTo(Outcome.PROFILED);
        }

        assertThat(profiler.heapBytes()).isLessThan(BUDGET / 2);
    }

    @Test
    void shouldKeepRoomForModelsWithASpecWhateverOthersTake() {
        openMinutes("asked-for", 0, 600);
        for (int i = 0; i < MORE_THAN_THERE_IS_ROOM_FOR; i++) {
            accept(events.event("model-" + i % 900, "v" + i / 900, T0, Map.of()));
        }
        assertThat(profiler.ledger().of(Outcome.NO_ROOM)).isPositive();

        openMinutes("asked-for", 600, 750);
    }

    private void openMinutes(String model, int from, int to) {
        for (int minute = from; minute < to; minute++) {
            assertThat(accept(events.event(model, "v1", T0 + minute * MINUTE, Map.of())))
                    .as("minute %d of %s", minute, model)
                    .isEqualTo(Outcome.PROFILED);
        }
    }

    @Test
    void shouldLetGoOfSketchesAsSoonAsTheyAreSent() {
        profiler = profilerWithin(ProfilerLimits.UNBOUNDED_HEAP);
        long before = liveBytes();
        for (int minute = 0; minute < 30; minute++) {
            for (int i = 0; i < 7_000; i++) {
                accept(events.event("m", "v1", T0 + minute * MINUTE, Map.of("id", new UUID(minute, i).toString())));
            }
        }
        long took = liveBytes() - before;
        assertThat(took).isGreaterThan(30L * 7_000 * 100);

        profiler.finish(message -> {});

        assertThat(liveBytes() - before).as("before it is saved").isLessThan(took / 4);
    }

    private static long liveBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
