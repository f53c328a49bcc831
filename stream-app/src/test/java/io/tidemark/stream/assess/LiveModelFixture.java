package io.tidemark.stream.assess;

import static io.tidemark.stream.assess.Models.HOUR;
import static io.tidemark.stream.assess.Models.T0;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.MemoryStateWriter;
import io.tidemark.stream.window.InputLag;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;

/**
 * A model whose events are read as they happen, on a wall clock that the test moves. Hours are those after {@link Models#T0}, a Monday's
 * midnight.
 */
abstract class LiveModelFixture {
    static final long MINUTE = Duration.ofMinutes(1).toMillis();
    static final int ROWS = 120;

    final ControlPlane control = new ControlPlane();
    final MemoryStateWriter store = new MemoryStateWriter();
    final Map<Integer, Long> lags = new HashMap<>();
    final Random random = new Random(5);
    TwoSteps steps = live(1);

    TwoSteps live(int partitions) {
        InputLag lag = new InputLag() {
            @Override
            public boolean isKnown() {
                return true;
            }

            @Override
            public OptionalLong of(int partition) {
                return OptionalLong.of(lags.getOrDefault(partition, 0L));
            }
        };
        return new TwoSteps(partitions, control, lag, T0);
    }

    @BeforeEach
    void giveBaseline() {
        control.apply(SpecYaml.read("model: m\nwindow: 1h\nminRows: 50\nlearnRows: 0"));
        Models.giveBaseline(control, "v1", "all", hour -> hour % 24 < 22 ? ROWS - 10 + (int) (hour % 21) : 1);
    }

    /** Events of an hour that are read as they happen. */
    void feed(int partition, String version, long hour, int rows) {
        feedFrom(partition, version, hour * HOUR, HOUR, rows);
    }

    void feedFrom(int partition, String version, long fromMs, long lengthMs, int rows) {
        for (int i = 0; i < rows; i++) {
            passUntil(fromMs + i * lengthMs / rows);
            steps.feed(partition, event(partition, version, fromMs + i * lengthMs / rows));
            steps.deliverAll();
        }
    }

    EventBuffer event(int partition, String version, long atMs) {
        return steps.events(partition).event("m", version, T0 + atMs, Map.of("x", random.nextGaussian()));
    }

    void feedHours(int from, int to) {
        for (int hour = from; hour < to; hour++) {
            feed(0, "v1", hour, ROWS);
        }
    }

    /** Lets the wall clock pass to so long after {@link Models#T0}. */
    void passUntil(long sinceMs) {
        long goneMs = T0 + sinceMs - steps.nowMs();
        if (goneMs > 0) {
            steps.advance(goneMs);
            steps.deliverAll();
            steps.tickAssessor();
        }
    }

    List<EpisodeChanged> volumes() {
        return steps.episodes().stream()
                .filter(change -> change.subject().equals(WholeModel.VOLUME))
                .toList();
    }

    List<String> changes() {
        return volumes().stream().map(LiveModelFixture::text).toList();
    }

    static String text(EpisodeChanged change) {
        return change.change().type() + " " + change.verdict().severity() + " of "
                + change.window().version() + " in "
                + Duration.ofMillis(change.window().startMs() - T0).toHours() + "-"
                + Duration.ofMillis(change.window().endMs() - T0).toHours();
    }
}
