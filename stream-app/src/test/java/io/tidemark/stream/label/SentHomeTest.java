package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.MODEL;
import static io.tidemark.stream.label.LabelSteps.NOW;
import static io.tidemark.stream.label.LabelSteps.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.performance.PerformanceRevision;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that were written to another partition than their own, and come home when their windows would be final already. */
class SentHomeTest {
    private static final int HOURS = 40;
    private static final long PATIENCE_MS =
            Senders.PATIENCE * LabelSteps.LIMITS.idleTimeout().toMillis();
    /** Partition 1 reads records whose home is partition 0. */
    private static final int SENDER = 1;

    private final LabelSteps steps = new LabelSteps(2, false, "labels: {wait: 2h}", "window: 1h");
    private final List<String> ids = idsOf(0);

    private List<String> idsOf(int partition) {
        List<String> found = new ArrayList<>();
        for (int i = 0; found.size() < 2 * HOURS; i++) {
            if (Math.floorMod(("id" + i).hashCode(), 2) == partition) {
                found.add("id" + i);
            }
        }
        return found;
    }

    /** A prediction of an hour and its label, which is known at once. */
    private void read(int hour, String id, long wallClockMs) {
        LabelJoin home = steps.home(id);
        long timeMs = T0 + hour * HOUR;
        home.onPrediction(wallClockMs, wallClockMs);
        home.predict(LabelSteps.prediction(id, timeMs, "1", 0.9));
        home.onLabel(wallClockMs);
        LoggedTruth truth = LabelSteps.truth(id, timeMs, "1");
        home.label(truth, () -> LabelSteps.recordOf(truth));
    }

    private void readHere(long wallClockMs) {
        for (int hour = 0; hour < HOURS; hour++) {
            read(hour, ids.get(hour), wallClockMs);
        }
        read(HOURS - 1, idsOf(SENDER).getFirst(), wallClockMs); // so that the other partition is not waited for
    }

    /** The partitions hear of each other. */
    private void meet() {
        steps.home(ids.getFirst()).heardFrom(SENDER);
        steps.home(idsOf(SENDER).getFirst()).heardFrom(0);
    }

    private void arrive(int fromHour, int toHour, long wallClockMs) {
        for (int hour = fromHour; hour < toHour; hour++) {
            read(hour, ids.get(HOURS + hour), wallClockMs);
        }
        LabelJoin home = steps.home(ids.getFirst());
        meet();
        home.predictionsSent(SENDER, MODEL, T0 + (toHour - 1) * HOUR, wallClockMs);
        home.labelsSent(SENDER, MODEL, T0 + (toHour - 1) * HOUR, wallClockMs);
    }

    private void pass(long wallClockMs) {
        steps.tick(wallClockMs);
        steps.reviseAt(wallClockMs);
    }

    private long late() {
        return steps.of(PredictionOutcome.LATE) + steps.of(LabelOutcome.LATE);
    }

    @Test
    void shouldNotBeLateBehindABacklogThatWasReadBefore() {
        readHere(NOW);
        assertThat(steps.revisions).as("it is not known who sends").isEmpty();
        arrive(0, 10, NOW + 2_000);
        steps.tick(NOW + 8_000);
        arrive(10, HOURS, NOW + PATIENCE_MS - 1);
        pass(NOW + PATIENCE_MS - 1);

        assertThat(late()).isZero();
        assertThat(steps.of(LabelOutcome.MATCHED)).isEqualTo(2L * HOURS + 1);
        List<PerformanceRevision> last =
                steps.lastRevisions().stream().filter(PerformanceRevision::last).toList();
        assertThat(last)
                .hasSizeGreaterThan(HOURS - 5)
                .allSatisfy(
                        revision -> assertThat(revision.profile().labelled()).isEqualTo(2));
    }

    @Test
    void shouldNotWaitForOneThatIsNeverHeard() {
        readHere(NOW);
        pass(NOW + PATIENCE_MS - 1);
        assertThat(steps.revisions).isEmpty();

        pass(NOW + PATIENCE_MS);

        assertThat(steps.lastRevisions().stream().filter(PerformanceRevision::last))
                .hasSizeGreaterThan(HOURS - 5);
    }

    @Test
    void shouldNotPassTheTimeOfWhoSends() {
        readHere(NOW);
        arrive(0, 10, NOW + 2_000);
        pass(NOW + 8_000);

        assertThat(steps.lastRevisions())
                .isNotEmpty()
                .allSatisfy(revision -> assertThat(revision.window().endMs()).isLessThan(T0 + 10 * HOUR));
    }

    @Test
    void shouldNotWaitForOneThatHasFallenSilent() {
        readHere(NOW);
        arrive(0, 10, NOW + 2_000);
        pass(NOW + 2_000 + PATIENCE_MS);

        assertThat(steps.lastRevisions().stream().filter(PerformanceRevision::last))
                .as("all but those of the last hours")
                .hasSizeGreaterThan(HOURS - 5);
    }

    @Test
    void shouldNotWaitForOneWhoseTimeStands() {
        readHere(NOW);
        arrive(0, 10, NOW + 2_000);
        for (int i = 1; i < 10; i++) {
            LabelJoin home = steps.home(ids.getFirst());
            home.predictionsSent(SENDER, MODEL, T0 + 9 * HOUR, NOW + 2_000 + i * PATIENCE_MS / 10);
            home.labelsSent(SENDER, MODEL, T0 + 9 * HOUR, NOW + 2_000 + i * PATIENCE_MS / 10);
        }
        pass(NOW + 2_000 + PATIENCE_MS);

        assertThat(steps.lastRevisions().stream().filter(PerformanceRevision::last))
                .hasSizeGreaterThan(HOURS - 5);
    }

    @Test
    void shouldNotWaitForOneThatHasSentAllThereIs() {
        readHere(NOW);
        arrive(0, 10, NOW + 2_000);
        LabelJoin home = steps.home(ids.getFirst());
        home.predictionsSent(SENDER, MODEL, Long.MAX_VALUE, NOW + 3_000);
        home.labelsSent(SENDER, MODEL, Long.MAX_VALUE, NOW + 3_000);
        pass(NOW + 3_000);

        assertThat(steps.lastRevisions().stream().filter(PerformanceRevision::last))
                .hasSizeGreaterThan(HOURS - 5);
    }

    @Test
    void shouldRememberWhoSendsOverARestart() {
        readHere(NOW);
        arrive(0, 10, NOW + 2_000);
        pass(NOW + 8_000);
        steps.restart();
        arrive(10, HOURS, NOW + 8_000 + 5_000);

        assertThat(late()).isZero();
    }

    @Test
    void shouldNotOpenWindowsAgainThatWereFinal() {
        readHere(NOW);
        meet();
        pass(NOW + 8_000);
        long final1 =
                steps.lastRevisions().stream().filter(PerformanceRevision::last).count();
        assertThat(final1).isGreaterThan(HOURS - 5);

        arrive(0, 10, NOW + 8_000 + 1_000);
        steps.apply("labels: {wait: 20d}", "window: 1h");
        arrive(10, 20, NOW + 8_000 + 2_000);
        pass(NOW + 8_000 + 2_000);

        assertThat(steps.of(PredictionOutcome.LATE)).isEqualTo(20);
        assertThat(steps.lastRevisions().stream()
                        .filter(PerformanceRevision::last)
                        .count())
                .isEqualTo(final1);
        assertThat(steps.revisions.stream().filter(revision -> revision.window().startMs() == T0))
                .as("published once, final at once")
                .hasSize(1);
    }
}
