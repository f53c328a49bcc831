package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.DAY;
import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.NOW;
import static io.tidemark.stream.label.LabelSteps.T0;
import static io.tidemark.stream.label.LabelSteps.prediction;
import static io.tidemark.stream.label.LabelSteps.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.stream.performance.PerformanceRevision;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes of a window that is final, from a partition that nobody had waited for. */
class FinalWindowsTest {
    private static final long IDLE_MS = LabelSteps.LIMITS.idleTimeout().toMillis();

    private final LabelSteps steps = new LabelSteps(2, "labels: {wait: 1d}", "window: 1h");
    private final List<String> busy = idsOf(0);
    private final List<String> idle = idsOf(1);

    private List<String> idsOf(int partition) {
        LabelJoin home = steps.home(partition == 0 ? "0" : "1");
        return IntStream.range(0, 10_000)
                .mapToObj(Integer::toString)
                .filter(id -> steps.home(id) == home)
                .limit(200)
                .toList();
    }

    private void read(String id, long timeMs) {
        steps.predict(prediction(id, timeMs, "1", 0.9));
        steps.label(truth(id, timeMs, "1"));
    }

    private List<PerformanceRevision> ofFirstWindow() {
        return steps.revisions.stream()
                .filter(revision -> revision.window().startMs() == T0)
                .toList();
    }

    private void passIdleTimeout() {
        for (long passedMs = 0; passedMs <= 2 * IDLE_MS; passedMs += IDLE_MS / 3) {
            steps.tick(NOW + passedMs);
        }
    }

    /** The other partition goes on for days. */
    private void becomeFinal() {
        for (int hour = 0; hour < 72; hour++) {
            read(busy.get(hour), T0 + hour * HOUR);
        }
        steps.reviseAt(NOW + 2 * IDLE_MS);
        assertThat(ofFirstWindow().getLast().last()).isTrue();
    }

    @Test
    void shouldAddToAFinalWindowWhatAPartitionHasThatHadBeenIdle() {
        read(idle.getFirst(), T0 - 2 * HOUR);
        passIdleTimeout();
        becomeFinal();
        steps.restart();

        read(idle.get(1), T0 + 1);
        read(idle.get(2), T0 + 3 * DAY);
        steps.reviseAt(NOW + 3 * IDLE_MS);

        PerformanceRevision again = ofFirstWindow().getLast();
        assertThat(again.profile().predictions()).isEqualTo(2);
        assertThat(again.last()).isTrue();
        assertThat(ofFirstWindow())
                .extracting(PerformanceRevision::revision)
                .containsExactlyElementsOf(
                        IntStream.range(0, ofFirstWindow().size()).boxed().toList());
        assertThat(steps.lateParts).isEmpty();
    }

    @Test
    void shouldNotPublishAPartForTheWholeWindow() {
        read(busy.getLast(), T0 + 5);
        passIdleTimeout();
        becomeFinal();
        List<PerformanceRevision> before = new ArrayList<>(ofFirstWindow());
        steps.restart();

        read(idle.getFirst(), T0 + 1);
        read(idle.get(1), T0 + 3 * DAY);
        steps.reviseAt(NOW + 3 * IDLE_MS);

        assertThat(ofFirstWindow()).isEqualTo(before);
        assertThat(steps.lateParts)
                .extracting(part -> part.window().startMs(), part -> part.partition())
                .contains(tuple(T0, 1));
    }
}
